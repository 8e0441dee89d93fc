import ArgumentParser
import SaudaCore
import SaudaService
import SaudaStore

struct LogsCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "logs",
        abstract: "Show a day's log, and what is written into it.",
        discussion: """
            `sauda run` writes logs/trade_agent_YYYYMMDD.log in the home, by the market's clock.
            A task's lines go from its `TASK: NAME` to the next such line. What another program
            has written into it stands under the line before.

            Examples:
              sauda logs
              sauda logs --last 50 --follow
              sauda logs --day 2026-08-20 --task analysis
              sauda logs --level warning --format json

            Exit codes: 0 fine, also when ended by Ctrl-C, 2 bad usage or config, 3 no such log,
            or one that cannot be read.
            """
    )

    @OptionGroup var configuration: ConfigOptions

    @Option(help: ArgumentHelp("The day (default: the latest that has a log).", valueName: "date"))
    var day: Day?

    @Flag(help: "Wait for more, into the next days, until Ctrl-C.")
    var follow = false

    @Option(help: ArgumentHelp("Only a task's lines: analysis, \"MARKET ANALYSIS\", ...", valueName: "task"))
    var task: ScheduledTask?

    @Option(help: "The least that is shown.")
    var level = LogLevel.debug

    @Option(help: ArgumentHelp("Begin with so many of the last lines.", valueName: "n"))
    var last: Int?

    @Option(help: ArgumentHelp("Where the logs are, instead of `home:`.", valueName: "dir"))
    var home: String?

    @Option(help: "table or json (an object a line).")
    var format = OutputFormat.table

    /// How often a followed log is looked at.
    private static let pause = Duration.milliseconds(250)

    func validate() throws {
        guard (1...1_000_000).contains(last ?? 1) else { throw ValidationError("--last is 1 to 1000000.") }
    }

    func run(_ context: CommandContext) async throws {
        let home = try home ?? homePath(context)
        if follow { StopSignal.watch() }
        var known = LogFolder.days(in: home)
        while follow, day == nil, known.isEmpty {
            if StopSignal.isRaised { return }
            try await Task.sleep(for: Self.pause)
            known = LogFolder.days(in: home)
        }
        guard let first = day ?? known.last else {
            throw DataError(file: LogFolder.path(home), what: "there is no log", nextStep: "`sauda run` writes one")
        }
        guard follow || known.contains(first) else {
            throw DataError(
                file: LogFolder.file(home, first),
                what: "\(first) has no log",
                nextStep: known.last.map { "leave --day out for the latest, \($0)" } ?? "`sauda run` writes one"
            )
        }
        var selection = LogSelection(level: level, task: task)
        var tail = LogTail(home: home, from: first, isFollowing: follow)
        var kept: [String] = []
        while case let lines = try tail.next(), !lines.isEmpty {
            let shown = lines.compactMap { selection.take($0) }.map(text)
            guard let last else {
                for line in shown { Terminal.out(line) }
                continue
            }
            kept = Array((kept + shown).suffix(last))
        }
        for line in kept { Terminal.out(line) }
        while follow, !StopSignal.isRaised {
            let lines = try tail.next()
            for line in lines { selection.take(line).map { Terminal.out(text($0)) } }
            if lines.isEmpty { try await Task.sleep(for: Self.pause) }
        }
    }

    private func homePath(_ context: CommandContext) throws -> String {
        let config = try configuration.load(context.plugins)
        return config.resolved(config.home)
    }

    private struct Foreign: Encodable { var text: String }

    private func text(_ picked: LogSelection.Picked) -> String {
        switch (picked, format) {
        case (.line(let line), .json): return line.json
        case (.foreign(let text), .json): return (try? JSONText.of(Foreign(text: text), isPretty: false)) ?? "{}"
        case (.foreign(let text), .table): return text
        case (.line(let line), .table):
            let ink = Ink(isOn: Terminal.usesColour)
            return switch line.level {
            case .debug: ink.dim(line.text)
            case .info: line.text
            case .warning: ink.warning(line.text)
            case .error, .critical: ink.bad(line.text)
            }
        }
    }
}

extension LogLevel: ExpressibleByArgument {
    /// As in `log.level`, and `critical`.
    init?(argument: String) { self.init(named: argument) }

    var defaultValueDescription: String { name }

    static var allValueStrings: [String] { allCases.map(\.name) }
}

extension ScheduledTask: ExpressibleByArgument {
    /// By name or title.
    init?(argument: String) { self.init(named: argument) }

    static var allValueStrings: [String] { allCases.map(\.name) }
}
