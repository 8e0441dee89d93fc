import ArgumentParser
import SaudaCore
import SaudaService

struct ExplainCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Tell why an order was placed and what became of it, from the journal alone.",
        discussion: """
            ORDER is our number, our tag, or the broker's reference. What is told, each with its time and record: the \
            event that led to it and what that followed from, what its strategy had decided about it, the price known \
            then, and everything that happened to it until its end, over the night where it waited. What the journal \
            does not tell is said.

            Examples:
              sauda explain 12
              sauda explain 251103000008704 --day 2026-08-20
              sauda explain 12 --home /srv/desk --format json

            Exit codes: 0 fine, 1 the journal cannot be read, 2 bad usage or config, 3 there is no such order.
            """
    )

    @Argument(help: "Our number, our tag, or the broker's reference.")
    var order: String

    @Option(help: ArgumentHelp("The day (default: the latest that has such an order).", valueName: "date"))
    var day: Day?

    @OptionGroup var place: HomeOption

    @Option(help: "table or json.")
    var format = OutputFormat.table

    func run(_ context: CommandContext) async throws {
        let home = try place.path(context)
        let bar = ProgressBar("reading")
        defer { bar.finish() }
        let explanation = try OrderExplainer(home: home, progress: bar.update).explain(order, on: day)
        bar.finish()
        if format == .json { return Terminal.out(try JSONText.of(explanation)) }
        Terminal.out(
            explanation.text.split(separator: "\n", omittingEmptySubsequences: false).map { String($0).shown }
                .joined(separator: "\n")
        )
    }
}
