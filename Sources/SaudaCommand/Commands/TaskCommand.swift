import ArgumentParser
import SaudaCore
import SaudaService
import SaudaSimulation

struct TaskCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "task",
        abstract: "Do one job of the day's schedule now, by the schedule's own code.",
        discussion: """
            On paper the day is begun or taken up, the market is played up to the job's hour,
            the job is done with all its answers, and the process ends.
            `sauda run` goes on with the day from there. What was done on a day is not done twice.

              premarket-retry        the queue of failed orders, 09:00
              premarket-adjustment   sizes of waiting buys by the pre-market price, 09:05 (09:03 since
                                     2026-09-07)
              sell-orders            the day's sells, 09:15
              monitor                the hourly look at every position, 09:30
              analysis               the evening's analysis, 16:00
              buy-orders             buys for the next opening, 16:05
              cleanup                the end of the day, 18:00

            Examples:
              sauda task sell-orders
              sauda task analysis --day 2026-08-20
              sauda task buy-orders --day 2026-08-20 --home /srv/desk --format json

            Exit codes: 0 fine, 1 the job failed, 2 bad usage or config, 3 bad data.
            """
    )

    @Argument(help: ArgumentHelp("Which job.", valueName: "job"))
    var job: Job

    @OptionGroup var configuration: ConfigOptions

    @Option(help: ArgumentHelp("The day, or a price file or directory: its last day.", valueName: "d"))
    var day: String?

    @OptionGroup var paper: PaperOptions

    @OptionGroup var secrets: SecretOptions

    @Option(help: "table or json.")
    var format = OutputFormat.table

    func run(_ context: CommandContext) async throws {
        let config = try configuration.load(context.plugins)
        if let refusal = config.refusal(liveFlag: false) { throw refusal }
        try config.checkRunnable(context.plugins)
        try await AlertDesk(config, secrets, context).beside { try await run(config, $0, context) }
    }

    private func run(_ config: Config, _ alerts: Notifier?, _ context: CommandContext) async throws {
        let plan = try await paper.plan(day, config, context.plugins)
        let summary = TaskSummary(job, plan)
        let log = RunLog(config, home: plan.home)
        let owners = AlertOwners(plan.setup.accounts, plan.setup.strategies)
        let names = plan.setup.instruments
        let played = try PaperDay(plan) {
            summary.take($0, $1, isNew: $2)
            log.take($0, $1, isNew: $2)
            guard $2, let alerts else { return }
            let event = $0
            alerts.post(
                Notice.all(
                    of: event,
                    $1,
                    symbol: { names[$0].symbol },
                    owner: { owners.name(of: $0, at: event) }
                )
            )
        }
        log.start(played)
        try played.begin()
        summary.time = try played.run(job)
        for line in try played.finish() {
            log.warn(line)
            alerts?.post(Notice(.warning, "service", line, at: WallClock.now))
            Terminal.err(line)
        }
        log.finish()
        Terminal.out(format == .json ? try JSONText.of(summary) : summary.text)
    }
}
