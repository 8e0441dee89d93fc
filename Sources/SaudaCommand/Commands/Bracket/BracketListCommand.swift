import ArgumentParser
import SaudaBroker
import SaudaCore

struct BracketListCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the account's bracket orders of the day, whoever placed them.",
        discussion: """
            Examples:
              sauda bracket list
              sauda bracket list --open
              sauda bracket list --format json

            Exit codes: 0 fine, 1 the broker refused or has none, 2 bad usage or config.
            """
    )

    @OptionGroup var line: LineOptions

    @Flag(help: "Only those of which something can still trade.")
    var open = false

    @Option(help: "table or json.")
    var format = OutputFormat.table

    func run(_ context: CommandContext) async throws {
        let chosen = try await line.choose(context)
        let book = try await chosen.reading().run { try await BracketBook($0) }
        let rows = book.rows.filter { !open || !$0.isOver }
        if format == .json { return Terminal.out(try JSONText.of(rows.map(BracketReport.init))) }
        guard !rows.isEmpty else {
            return Terminal.out(open ? "No bracket order is open." : "No bracket orders today.")
        }
        Terminal.out(BracketReport.table(rows))
    }
}
