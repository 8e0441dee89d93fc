import ArgumentParser
import SaudaBroker
import SaudaCore
import SaudaService

struct OrderCancelCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel",
        abstract: "Cancel open orders.",
        discussion: """
            A cancel is never held back by the account's limits.

            Examples:
              sauda order cancel 250320000000001
              sauda order cancel --all --yes
              sauda order cancel 250320000000001 --dry-run

            Exit codes: 0 all cancelled, 1 one was refused or failed, 2 bad usage or config, 4 one is in doubt.
            """
    )

    @Argument(help: ArgumentHelp("Numbers, references or tags, as `sauda order list` shows them.", valueName: "order"))
    var orders: [String] = []

    @Flag(help: "Cancel every open order of the account, whoever placed it.")
    var all = false

    @OptionGroup var sending: SendingOptions

    func validate() throws {
        guard orders.isEmpty == all else { throw ValidationError("Name orders, or write --all.") }
    }

    func run(_ context: CommandContext) async throws {
        StopSignal.watch()
        let chosen = try await sending.line.choose(context)
        try sending.checkMode(chosen)
        try sending.checkAddress(chosen)
        let rows = try await chosen.reading().run { line in
            let book = try await OrderBook(line)
            return all ? book.rows.filter { !$0.isFinal } : try orders.map { try book.findOpen($0) }
        }
        guard !rows.isEmpty else { return Terminal.out(sending.format == .json ? "[]" : "No order is open.") }
        if !sending.dryRun {
            try sending.confirm(rows.map { "cancel \($0.id): \($0.sentence)" }.joined(separator: "\n"), "", chosen)
        }
        var reports: [OrderReport] = []
        for row in rows where !StopSignal.isRaised { reports.append(try await cancel(row, chosen)) }
        if sending.format == .json, reports.count != 1 {
            Terminal.out(try JSONText.of(reports))
        } else {
            for report in reports { Terminal.out(try report.text(sending.format)) }
        }
        if let worst = reports.compactMap(\.exitStatus).max(by: { $0.rawValue < $1.rawValue }) {
            throw ExitCode(worst.rawValue)
        }
    }

    /// Each through a link of its own, so that one in doubt holds no other up.
    private func cancel(_ row: OrderRow, _ chosen: LineOptions.Chosen) async throws -> OrderReport {
        let desk = try OrderDesk.open(chosen)
        return try await desk.line.run { line in
            let instruments = try ChosenInstruments([row.symbol], in: try await DayListings(chosen, line).current())
            line.link.post(.listings(instruments.listings))
            let sentence = "cancel \(row.sentence)"
            guard !sending.dryRun else {
                return try desk.dryRun(
                    .cancel(row.id, instruments.ids[0], variety: row.variety ?? .regular),
                    sentence,
                    instruments.listings
                )
            }
            return try await desk.change(row, .cancel, sentence)
        }
    }
}
