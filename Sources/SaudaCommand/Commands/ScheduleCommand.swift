import ArgumentParser
import SaudaCore
import SaudaService

struct ScheduleCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "schedule",
        abstract: "Show the lines of the next ten days, by the calendar's hours.",
        discussion: """
            Times are Indian ones. A line may begin in its minute and the next one; `until` is
            given where a service that was away may still begin it later, and ends before that
            time. What the home's flags know of today is shown as its state.

            Examples:
              sauda schedule
              sauda schedule --from 2026-11-06 --days 5
              sauda schedule --format json

            Exit codes: 0 fine, 1 the flags cannot be read, 2 bad usage or config.
            """
    )

    @OptionGroup var configuration: ConfigOptions

    @Option(help: ArgumentHelp("The first day (default: today).", valueName: "date"))
    var from: Day?

    @Option(help: ArgumentHelp("How many calendar days.", valueName: "n"))
    var days = 10

    @Option(help: ArgumentHelp("Where the flags are, instead of `home:`.", valueName: "dir"))
    var home: String?

    @Option(help: "table or json.")
    var format = OutputFormat.table

    func validate() throws {
        guard (1...400).contains(days) else { throw ValidationError("--days is 1 to 400.") }
    }

    func run(_ context: CommandContext) async throws {
        let config = try configuration.loadIfPresent(context.plugins)
        let home = home ?? config.map { $0.resolved($0.home) }
        let calendar = try config?.marketCalendar() ?? .builtIn
        let first = from ?? WallClock.now.day
        let listed = try (0..<days).map { number in
            let day = first.advanced(by: number)
            return ScheduledDay(day, calendar, try home.flatMap { try TaskLog.flags(of: day, in: $0) })
        }
        if format == .json { return Terminal.out(try JSONText.of(listed)) }
        let ink = Ink(isOn: Terminal.usesColour)
        Terminal.out(listed.map { $0.text(ink) }.joined(separator: "\n"))
    }
}
