import ArgumentParser
import SaudaCore
import SaudaService

struct PlanCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Show what the next session will do, and which orders would go out.",
        discussion: """
            The schedule by the calendar, what each strategy does at its lines, and the orders that
            the strategies themselves ask for when their clock is moved on without prices: sells by
            the last closes, waiting and failed buys, and after `sauda task analysis` the evening's
            buys. What cannot be known is said with the command that gets it.
            It reads the home and the price files, asks nobody, and writes nothing.

            On paper the next session is the one after the last day of the home; without a home
            the next one of the calendar.

            Examples:
              sauda plan
              sauda plan --day 2026-08-21 --format json
              sauda task analysis && sauda plan

            Exit codes: 0 fine, 1 the home is damaged, 2 bad usage or config, 3 bad prices.
            """
    )

    @OptionGroup var configuration: ConfigOptions

    @Option(help: ArgumentHelp("The session (default: the next one).", valueName: "date"))
    var day: Day?

    @OptionGroup var paper: PaperOptions

    @Option(help: "table or json.")
    var format = OutputFormat.table

    func run(_ context: CommandContext) async throws {
        let config = try configuration.load(context.plugins)
        let calendar = try config.marketCalendar()
        var planner = paper.planner(config, context.plugins)
        if config.mode == .live { planner.venue = { [plugins = context.plugins] in plugins.venue(of: $0) } }
        let (next, after) = try planner.nextSession(at: WallClock.now, calendar)
        let (positions, rehearse) = (paper.positions, paper.rehearse)
        let basis = try await planner.basis(day ?? next, positions: positions, rehearse: rehearse, calendar)
        let plan = try SessionPlanner(basis, calendar).plan(after: after)
        if format == .json { return Terminal.out(try JSONText.of(plan)) }
        Terminal.out(plan.text.painted(Ink(isOn: Terminal.usesColour)))
    }
}
