import ArgumentParser
import SaudaBroker
import SaudaCore
import SaudaService

struct KillSwitchCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "kill-switch",
        abstract: "Show, or turn, the broker's kill switch: while it is on, the broker takes no order of the account.",
        discussion: """
            Positions and open orders stay where they are, and some brokers want none of them before it is turned on. \
            Orders of `sauda run` are refused by the broker until it is off.

            Examples:
              sauda kill-switch
              sauda kill-switch on --dry-run
              sauda kill-switch on --account main
              sauda kill-switch off --yes --format json

            Exit codes: 0 fine, 1 the broker refused, 2 bad usage or config, 4 in doubt: look before you turn it again.
            """
    )

    @Argument(help: ArgumentHelp("on or off; nothing shows how it stands.", valueName: "state"))
    var state: SwitchWord?

    @OptionGroup var sending: SendingOptions

    private struct Report: Encodable {
        var account: String
        var halted: Bool
    }

    func validate() throws {
        guard state != nil || !sending.dryRun else { throw ValidationError("--dry-run shows what on or off sends.") }
    }

    func run(_ context: CommandContext) async throws {
        let chosen = try await sending.line.choose(context)
        let name = chosen.account.name
        guard let state else { return try show(try await ask(.tradingHalt, chosen), of: name) }
        try sending.checkMode(chosen, for: "turning the kill switch")
        let errand = Errand.setTradingHalt(state == .on)
        let sentence = "turn the kill switch of '\(name)' \(state.rawValue)"
        if sending.dryRun { return try await dryRun(errand, sentence, chosen) }
        try sending.confirm(sentence, "", chosen)
        do {
            try show(try await ask(errand, chosen), of: name)
        } catch let error as BrokerError where error.recovery == .checkOrderBook {
            throw CommandFailure(.inDoubt, "\(error)\nIt may have happened: `sauda kill-switch` shows how it stands.")
        }
    }

    private func ask(_ errand: Errand, _ chosen: LineOptions.Chosen) async throws -> Bool {
        try await chosen.reading().run { line in
            guard case .tradingHalt(let isOn) = try await line.ask(errand) else {
                throw line.wrongAnswer(to: "the kill switch")
            }
            return isOn
        }
    }

    private func show(_ isOn: Bool, of name: String) throws {
        if sending.format == .json { return Terminal.out(try JSONText.of(Report(account: name, halted: isOn))) }
        Terminal.out("\(name): the kill switch is \(isOn ? "on; the broker takes no order" : "off")")
    }

    private func dryRun(_ errand: Errand, _ sentence: String, _ chosen: LineOptions.Chosen) async throws {
        let report = try await chosen.reading().run { line in
            // A session, without which no request can be written.
            _ = try await line.ask(.probe)
            return try line.dryRun(errand, sentence)
        }
        try report.print(sending.format)
    }
}

enum SwitchWord: String, ExpressibleByArgument, CaseIterable {
    case on, off
}
