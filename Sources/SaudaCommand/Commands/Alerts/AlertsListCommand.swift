import ArgumentParser
import SaudaService

struct AlertsListCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Show the channels: names, places and limits, never a token.",
        discussion: """
            Examples:
              sauda alerts list
              sauda alerts list --format json
            """
    )

    @OptionGroup var configuration: ConfigOptions

    @Option(help: "table or json.")
    var format = OutputFormat.table

    private struct Row: Encodable {
        var name: String
        var to: String
        var place: String
        var level: String
        var perHour: Int

        private enum CodingKeys: String, CodingKey {
            case name, to, place, level
            case perHour = "per_hour"
        }
    }

    func run(_ context: CommandContext) async throws {
        let config = try configuration.load(context.plugins)
        let rows = config.alerts.map {
            Row(name: $0.name, to: $0.kind, place: $0.place, level: $0.level.word, perHour: $0.perHour)
        }
        if format == .json { return Terminal.out(try JSONText.of(rows)) }
        guard !rows.isEmpty else { return Terminal.out("No alerts are sent: alerts: is empty.") }
        var table = ColumnTable(["name", "to", "place", "from level", "an hour"], figures: [4])
        for row in rows { table.add([row.name, row.to, row.place, row.level, "\(row.perHour)"]) }
        Terminal.out(table.text(Ink(isOn: Terminal.usesColour)))
    }
}
