import ArgumentParser
import SaudaCore
import SaudaService
import SaudaSimulation

struct ReplayCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Play a day's journal through the engine and compare every command, byte for byte.",
        discussion: """
            Configuration, seed and prices must be those of the run; they are compared with the journal first.

            Examples:
              sauda replay --day 2026-08-20
              sauda replay --home /srv/desk --day 2026-08-20 --format json

            Exit codes: 0 all equal, 1 a command differs or the journal is damaged, 2 bad usage or config, 3 bad data.
            """
    )

    @OptionGroup var configuration: ConfigOptions

    @Option(help: ArgumentHelp("The day of the journal, or what was given to `sauda run --day`.", valueName: "d"))
    var day: String

    @OptionGroup var paper: PaperOptions

    @Option(help: "table or json.")
    var format = OutputFormat.table

    private struct Report: Encodable {
        var journal: String
        var events: Int
        var commands: Int
        var equal: Bool
        var difference: String?
    }

    func run(_ context: CommandContext) async throws {
        let config = try configuration.load(context.plugins)
        let plan = try await paper.plan(day, config, context.plugins)
        try plan.checkJournal()
        let replay = try JournalReplay(of: plan.journalPath, with: plan.setup.engine())
        let difference = replay.difference.map { "after event \($0.event): \($0.text)" }
        let report = Report(
            journal: plan.journalPath,
            events: replay.events,
            commands: replay.commands,
            equal: difference == nil,
            difference: difference
        )
        switch format {
        case .json: Terminal.out(try JSONText.of(report))
        case .table:
            let verdict = difference ?? "all equal"
            Terminal.out("\(plan.journalPath): \(replay.events) events, \(replay.commands) commands, \(verdict)")
        }
        guard difference == nil else {
            throw CommandFailure(.failed, "the journal's commands are not what this sauda does.")
        }
    }
}
