import ArgumentParser
import SaudaCore
import SaudaService

struct AlertsTestCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Send one message through each channel, and say what came of it.",
        discussion: """
            It is sent once, whatever level and limits the channel has.

            Examples:
              sauda alerts test
              sauda alerts test telegram --level critical
              sauda alerts test --format json

            Exit codes: 0 all were taken, 1 one was not, 2 bad usage or config.
            """
    )

    @OptionGroup var configuration: ConfigOptions
    @OptionGroup var secrets: SecretOptions

    @Argument(help: "The channel; all of them unless named.")
    var name: String?

    @Option(help: "info, warning or critical.")
    var level = Alert.Level.warning

    @Option(help: "table or json.")
    var format = OutputFormat.table

    private struct Row: Encodable {
        var name: String
        var to: String
        var place: String
        var sent: Bool
        /// Why it was not.
        var why: String?
    }

    func run(_ context: CommandContext) async throws {
        let config = try configuration.load(context.plugins)
        guard !config.alerts.isEmpty else {
            throw CommandFailure(.badUsage, "alerts: is empty. Add a channel to it (docs/alerts.md).")
        }
        if let name, !config.alerts.contains(where: { $0.name == name }) {
            let names = config.alerts.map(\.name).joined(separator: ", ")
            throw CommandFailure(.badUsage, "no alert is called '\(name)'. There are: \(names).")
        }
        let desk = try AlertDesk(config, secrets, context, name: name)
        let text = "a test of sauda's alerts: nothing has happened"
        let notice = Notice(level, "test", text, at: WallClock.now)
        let rows = await withTaskGroup(of: (Int, Row).self) { group in
            for (place, sender) in desk.senders.enumerated() {
                group.addTask { (place, Self.row(of: sender.channel, await sender.send(notice, isPatient: false))) }
            }
            return await group.reduce(into: []) { $0.append($1) }.sorted { $0.0 < $1.0 }.map(\.1)
        }
        Terminal.out(format == .json ? try JSONText.of(rows) : table(of: rows))
        if rows.contains(where: { !$0.sent }) { throw ExitCode(ExitStatus.failed.rawValue) }
    }

    private static func row(of channel: AlertChannel, _ outcome: AlertSender.Outcome) -> Row {
        var row = Row(name: channel.name, to: channel.kind, place: channel.place, sent: true)
        if case .failed(let why, _) = outcome { (row.sent, row.why) = (false, why) }
        return row
    }

    private func table(of rows: [Row]) -> String {
        var table = ColumnTable(["name", "to", "place", "outcome"])
        for row in rows {
            let outcome = row.sent ? "sent" : "not sent: \(row.why ?? "")"
            table.add([row.name, row.to, row.place, outcome], tone: row.sent ? .plain : .bad)
        }
        return table.text(Ink(isOn: Terminal.usesColour))
    }
}
