import ArgumentParser
import SaudaCore
import SaudaService

struct ResumeCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume",
        abstract: "End a halt: strategies that run go on with what they still want.",
        discussion: """
            What was cancelled by `sauda halt` is placed again only where a strategy that runs still wants it.

            Examples:
              sauda resume
              sauda resume --practice http://127.0.0.1:8080 --format json

            Exit codes: 0 fine, also when nothing was halted, 1 the halt cannot be removed, 2 bad usage or config.
            """
    )

    @OptionGroup var line: LineOptions

    @Option(help: "table or json.")
    var format = OutputFormat.table

    private struct Report: Encodable {
        /// Since when, and why; null when nothing was halted.
        var halted: String?
    }

    func run(_ context: CommandContext) async throws {
        let file = line.haltFile(try line.configuration.load(context.plugins))
        let since = file.text
        try file.remove()
        if format == .json { return Terminal.out(try JSONText.of(Report(halted: since))) }
        Terminal.out(since.map { "Resumed; it was halted on \($0)." } ?? "Nothing was halted.")
    }
}
