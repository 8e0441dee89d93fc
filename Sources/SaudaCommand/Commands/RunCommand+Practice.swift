import SaudaCore
import SaudaService

extension RunCommand {
    /// Trades today's day of a practice server.
    func run(
        _ practice: String,
        _ config: Config,
        _ alerts: Notifier?,
        _ context: CommandContext
    ) async throws {
        guard !live, day == nil, days == nil, until == nil else {
            throw CommandFailure(
                .badUsage,
                "--practice goes by the server's own day; leave out --day, --days, --until, --live."
            )
        }
        try config.checkPractice(context.plugins)
        let view = view(config, alerts)
        let run = PracticeRun(
            setup: LiveSetup(
                config: config,
                plugins: context.plugins,
                peer: try PracticePeer(practice, authority: practiceCA),
                home: paper.home ?? config.resolved(config.home),
                calendar: try config.marketCalendar()
            ),
            view: view
        )
        let played = try await view.logging { try await run.play() }
        Terminal.out(format == .json ? try JSONText.of(played.summary) : played.summary.text)
        guard played.differences.isEmpty else {
            let lines = played.differences.joined(separator: "\n")
            throw CommandFailure(
                .failed,
                "the books differ from the broker's:\n\(lines)\nTrust the broker; look at the journal."
            )
        }
        if format == .table { Terminal.out("The books equal the broker's.") }
    }
}
