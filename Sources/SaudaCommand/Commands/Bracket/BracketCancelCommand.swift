import ArgumentParser
import SaudaBroker
import SaudaCore
import SaudaService

struct BracketCancelCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel",
        abstract: "Cancel a bracket order, or one exit of it.",
        discussion: """
            Without --leg, or with --leg entry, all that still waits ends with the entry; what has filled stays in the \
            account, without a way out at the broker. An exit that was cancelled does not come back.

            Examples:
              sauda bracket cancel 250320000000001
              sauda bracket cancel 250320000000001 --leg target
              sauda bracket cancel 250320000000001 --leg stop --dry-run
              sauda bracket cancel 250320000000001 --yes --format json

            Exit codes: 0 cancelled, 1 refused or failed, 2 bad usage or config, 4 in doubt: look before you send again.
            """
    )

    @Argument(help: ArgumentHelp("The entry's number or tag, as `sauda bracket list` shows it.", valueName: "order"))
    var order: String

    @Option(help: "entry, target or stop.")
    var leg = LegWord.entry

    @OptionGroup var sending: SendingOptions

    enum LegWord: String, ExpressibleByArgument, CaseIterable {
        case entry, target, stop

        var leg: BracketOrder.Leg {
            switch self {
            case .entry: .entry
            case .target: .target
            case .stop: .stop
            }
        }
    }

    func run(_ context: CommandContext) async throws {
        StopSignal.watch()
        let chosen = try await sending.line.choose(context)
        try sending.checkMode(chosen)
        try sending.checkAddress(chosen)
        let desk = try OrderDesk.open(chosen)
        let report = try await desk.line.run { line in
            let row = try await BracketBook(line).findOpen(order)
            let sentence = try sentence(row)
            if sending.dryRun { return try line.dryRun(.cancelBracket(row.id, leg.leg), sentence) }
            try sending.confirm(sentence, "", chosen)
            return try await desk.changeBracket(row, .cancelBracket(row.id, leg.leg), sentence)
        }
        try report.print(sending.format)
    }

    private func sentence(_ row: BracketRow) throws -> String {
        let exit: BracketRow.Exit?
        switch leg {
        case .entry:
            let held = row.entry.filled.units > 0 ? "; what it has filled stays, without a way out" : ""
            return "cancel all of \(row.sentence)\(held)"
        case .target: exit = row.target
        case .stop: exit = row.stop
        }
        guard let exit, exit.status.mayFire else {
            throw CommandFailure(.failed, "\(row.id) has no \(leg.rawValue) that waits; nothing was sent.")
        }
        return "cancel the \(leg.rawValue) at \(exit.price) of \(row.sentence)"
    }
}
