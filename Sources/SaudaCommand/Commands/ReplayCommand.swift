import ArgumentParser
import SaudaCore
import SaudaService
import SaudaSimulation

struct ReplayCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Play a recorded day again: to compare it byte for byte, or with another configuration.",
        discussion: """
            Without --with, the day's journal is played through the engine and every command compared,
            byte for byte. Configuration, seed and prices must be those of the run; they are compared
            with the journal first. Only paper days can be compared so: a day with a broker wants --with.

            With --with FILE, the day's prices, its morning, and what people and the schedule asked for
            are played under FILE's strategies, limits and settings; orders go to the practice exchange.
            Shown is, order by order, what would have differed. --config is the day's own.

            Examples:
              sauda replay 2026-08-20
              sauda replay 2026-08-20 --with other.yaml
              sauda replay --home /srv/desk --day 2026-08-20 --format json

            Exit codes: 0 all equal, 1 a command differs or the journal is damaged, 2 bad usage or config, or a home of
            days with a broker, 3 no such day, or bad data.
            With --with: 0 whether orders differ or not, 2 bad usage or a configuration that the day cannot be played
            under, 3 no such day, or a damaged journal.
            """
    )

    @Argument(help: ArgumentHelp("The day of the journal.", valueName: "day"))
    var date: String?

    @OptionGroup var configuration: ConfigOptions

    @Option(
        name: .customLong("day"),
        help: ArgumentHelp("The same, or what was given to `sauda run --day`.", valueName: "d")
    )
    var named: String?

    @Option(help: ArgumentHelp("Play the day under this configuration too, and compare.", valueName: "file"))
    var with: String?

    @OptionGroup var paper: PaperOptions

    @Option(help: "table or json.")
    var format = OutputFormat.table

    private var day: String { date ?? named ?? "" }

    func validate() throws {
        guard (date == nil) != (named == nil) else {
            throw ValidationError("Name the day once: `sauda replay 2026-08-20`.")
        }
        if with != nil, Day(day) == nil { throw ValidationError("With --with the day is a date: YYYY-MM-DD.") }
    }

    private struct Report: Encodable {
        var journal: String
        var events: Int
        var commands: Int
        var equal: Bool
        var difference: String?
    }

    func run(_ context: CommandContext) async throws {
        let config = try configuration.load(context.plugins)
        if let with, let day = Day(day) { return try await compare(day, config, with, context) }
        let planner = paper.planner(config, context.plugins)
        try planner.checkReplay(of: day)
        let plan = try await planner.plan(day: day, positions: paper.positions, rehearse: paper.rehearse)
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

    private func compare(_ day: Day, _ config: Config, _ with: String, _ context: CommandContext) async throws {
        let planner = paper.planner(config, context.plugins)
        let other = try configuration.load(context.plugins, path: with)
        let difference = try await planner.replay(
            day,
            positions: paper.positions,
            rehearse: paper.rehearse,
            titled: configuration.config ?? ConfigOptions.standardPath,
            with: (title: with, config: other)
        )
        if format == .json { return Terminal.out(try JSONText.of(difference)) }
        Terminal.out(difference.text.painted(Ink(isOn: Terminal.usesColour)))
    }
}
