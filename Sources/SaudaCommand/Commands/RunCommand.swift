import ArgumentParser
import SaudaCore
import SaudaService
import SaudaStore

struct RunCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Play a trading day on the paper broker.",
        discussion: """
            Without price files a seeded generator makes the day, so a fresh clone works alone. The journal and the
            books are kept under `home:`; a day that was interrupted goes on where it stopped and places nothing twice.

            Examples:
              sauda run
              sauda run --speed max
              sauda run --day 2026-08-20 --speed 60
              sauda run --day history/daily --rehearse
              sauda run --day history/minute/INFY.csv.gz --positions held.csv --until-close

            Exit codes: 0 fine, 1 the job failed, 2 bad usage or config, 3 bad data.
            """
    )

    @OptionGroup var configuration: ConfigOptions

    @Option(help: ArgumentHelp("The day to play, or a price file or directory: its last day.", valueName: "d"))
    var day: String?

    @Option(help: ArgumentHelp("Market seconds per second, or max.", valueName: "n"))
    var speed = Speed.times(600)

    @Flag(help: "End at the close, before the evening's work.")
    var untilClose = false

    @OptionGroup var paper: PaperOptions

    @Flag(help: "Trade with real money; config.yaml must say mode: live too.")
    var live = false

    @Option(help: "table or json (the summary at the end).")
    var format = OutputFormat.table

    func run(_ context: CommandContext) async throws {
        let config = try configuration.load(context.plugins)
        if let refusal = config.refusal(liveFlag: live) { throw refusal }
        let unsupported = config.unsupported(by: context.plugins.abilities) + config.unavailable(context.plugins)
        guard unsupported.isEmpty else { throw ConfigErrors(unsupported, files: []) }
        let plan = try await paper.plan(day, config, context.plugins)
        let view = RunView(quiet: format == .json)
        let played = try PaperDay(plan) { view.show($0, $1, isNew: $2) }
        view.start(played)
        defer { view.clearStatus() }
        let isWhole = try await DayPlayer(speed: speed, untilClose: untilClose).play(played, view)
        try played.finish()
        view.finish()
        let summary = try RunSummary(played, isWhole: isWhole)
        Terminal.out(format == .json ? try JSONText.of(summary) : summary.text)
    }
}

/// How fast the market's clock runs.
enum Speed: ExpressibleByArgument {
    case times(Double)
    case max

    init?(argument: String) {
        if argument == "max" {
            self = .max
        } else if let factor = Double(argument), factor > 0, factor.isFinite {
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
