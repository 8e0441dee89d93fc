import SaudaCore
import SaudaService

extension RunCommand {
    /// Trades today's day at a practice server to its close.
    func run(at place: LinePlace, _ config: Config, _ alerts: Notifier?, _ context: CommandContext) async throws {
        guard day == nil, days == nil, until == nil else {
            throw CommandFailure(
                .badUsage,
                "--practice goes by the server's own day; leave out --day, --days, --until."
            )
        }
        let view = view(config, alerts)
        let options = LiveOptions(place: place, home: paper.home, secrets: secrets, context: context)
        let run = PracticeRun(setup: try options.setup(config, try options.credentials(config)), view: view)
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
