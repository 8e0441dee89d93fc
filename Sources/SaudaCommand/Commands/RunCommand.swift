import ArgumentParser
import SaudaCore
import SaudaService
import SaudaStore

struct RunCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Play a trading day on the paper broker.",
        discussion: """
            Without price files a seeded generator makes the day, so a fresh clone works alone.
            The journal and the books are kept under `home:`.
            A day that was interrupted goes on where it stopped and places nothing twice.

            Examples:
              sauda run
              sauda run --speed max
              sauda run --day 2026-08-20 --speed 60
              sauda run --day 2026-08-17 --days 5 --speed max
              sauda run --until 2026-08-28 --speed max
              sauda run --day history/daily --rehearse
              sauda run --day history/minute/INFY.csv.gz --positions held.csv --until-close
              sauda run --practice http://127.0.0.1:8080 --config practice.yaml

            Exit codes: 0 fine, 1 the job failed, 2 bad usage or config, 3 bad data.
            """
    )

    @OptionGroup var configuration: ConfigOptions

    @Option(help: ArgumentHelp("The day to play, or a price file or directory: its last day.", valueName: "d"))
    var day: String?

    @Option(
        help: ArgumentHelp("Play so many trading days in a row, from --day or from where the home is.", valueName: "n")
    )
    var days: Int?

    @Option(help: ArgumentHelp("Play all trading days up to this one.", valueName: "date"))
    var until: Day?

    @Option(help: ArgumentHelp("Market seconds per second, or max.", valueName: "n"))
    var speed = Speed.times(600)

    @Flag(help: "End at the close, before the evening's work.")
    var untilClose = false

    @OptionGroup var paper: PaperOptions

    @OptionGroup var place: PlaceOptions
    @OptionGroup var secrets: SecretOptions

    @Option(help: "table or json (the summary at the end).")
    var format = OutputFormat.table

    func validate() throws {
        guard days != nil || until != nil else { return }
        if let days, !(1...10_000).contains(days) { throw ValidationError("--days is 1 to 10000.") }
        if let day, Day(day) == nil {
            throw ValidationError("With --days and --until, --day is a date: YYYY-MM-DD.")
        }
        if untilClose {
            throw ValidationError("--until-close leaves the evening's work out; play such days one by one.")
        }
    }

    func run(_ context: CommandContext) async throws {
        if place.practice != nil || place.live { MemoryGuard.raise() }
        let config = try configuration.load(context.plugins)
        try await AlertDesk(config, secrets, context).beside { try await run(config, $0, context) }
    }

    private func run(_ config: Config, _ alerts: Notifier?, _ context: CommandContext) async throws {
        if let place = try place.place(config, context.plugins) {
            guard place.isPractice else {
                throw CommandFailure(
                    .badUsage,
                    "one day alone is no way to trade real money: `sauda serve --live` goes on from the days before."
                )
            }
            return try await run(at: place, config, alerts, context)
        }
        try config.checkRunnable(context.plugins)
        let view = view(config, alerts)
        try await view.logging {
            if let count = days ?? (until == nil ? nil : Int.max) {
                return try await play(count == .max ? nil : count, view, config, context)
            }
            let summary = try await play(day, view, config, context)
            Terminal.out(format == .json ? try JSONText.of(summary) : summary.text)
        }
    }

    /// On the screen unless programs read it, and in the home's log.
    func view(_ config: Config, _ alerts: Notifier?) -> RunView {
        let log = RunLog(config, home: paper.home ?? config.resolved(config.home))
        return RunView(quiet: format == .json, log: log, alerts: alerts)
    }

    /// Plays days in a row, as so many runs would; ends after one that was stopped.
    private func play(_ count: Int?, _ view: RunView, _ config: Config, _ context: CommandContext) async throws {
        let planner = paper.planner(config, context.plugins)
        var summaries: [RunSummary] = []
        for day in try await planner.days(from: day.flatMap { Day($0) }, count: count, until: until) {
            let summary = try await play("\(day)", isFirst: summaries.isEmpty, view, config, context)
            summaries.append(summary)
            if format == .table { Terminal.out(summary.text) }
            if !summary.whole { break }
        }
        if format == .json { Terminal.out(try JSONText.of(summaries)) }
    }

    private func play(
        _ day: String?,
        isFirst: Bool = true,
        _ view: RunView,
        _ config: Config,
        _ context: CommandContext
    ) async throws -> RunSummary {
        var paper = paper
        // The books go on from there.
        if !isFirst { paper.positions = nil }
        let plan = try await paper.plan(day, config, context.plugins)
        let halt = HaltFile(home: plan.home)
        let played = try PaperDay(plan) { view.show($0, $1, isNew: $2) }
        view.start(played)
        defer { view.clearStatus() }
        let isWhole = try await DayPlayer(speed: speed, untilClose: untilClose, halt: halt).play(played, view)
        for line in try played.finish() { view.warn(line) }
        if isWhole { view.tellSummary(of: played, at: played.now) }
        view.finish()
        return try RunSummary(played, isWhole: isWhole)
    }
}

/// How fast the market's clock runs.
enum Speed: ExpressibleByArgument {
    case times(Double)
    case max

    init?(argument: String) {
        if argument == "max" {
            self = .max
        } else if let factor = Double(argument), factor >= 0.001, factor.isFinite {
            self = .times(factor)
        } else {
            return nil
        }
    }

    var defaultValueDescription: String {
        switch self {
        case .times(let factor): "\(Int(factor))"
        case .max: "max"
        }
    }
}
