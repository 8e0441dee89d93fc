import ArgumentParser
import FoundationEssentials
import SaudaCore
import SaudaService

struct ServeCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Trade day after day: the whole schedule, one process, one login a day.",
        discussion: """
            It does what `sauda schedule` shows, each line once a day, and is idle between days.
            What was done stands in the home, so that a restart takes the day up where it was and
            does nothing twice. SIGINT or SIGTERM ends it; a second one ends it at once.
            With --live it trades with real money, and says so when nobody is signed in: `sauda login`
            beside it is enough.

            Examples:
              sauda serve --live
              sauda serve --practice http://127.0.0.1:8080 --config practice.yaml
              sauda serve --practice http://127.0.0.1:8080 --days 5 --format json

            Exit codes: 0 stopped, or --days have ended; 1 books differed from the broker's, or it
            could not begin; 2 bad usage or config; 3 bad data.
            """
    )

    @OptionGroup var configuration: ConfigOptions

    @OptionGroup var place: PlaceOptions

    @Option(help: ArgumentHelp("Where journal and books are kept, instead of `home:`.", valueName: "dir"))
    var home: String?

    @Option(help: ArgumentHelp("End after so many trading days.", valueName: "n"))
    var days: Int?

    @OptionGroup var secrets: SecretOptions

    @Option(help: "table or json (a line for each day that ends).")
    var format = OutputFormat.table

    func validate() throws {
        guard days.map({ (1...10_000).contains($0) }) ?? true else { throw ValidationError("--days is 1 to 10000.") }
    }

    func run(_ context: CommandContext) async throws {
        MemoryGuard.raise()
        ProcessUse.limitArenas()
        let config = try configuration.load(context.plugins)
        guard let chosen = try place.place(config, context.plugins) else {
            throw CommandFailure(
                .badUsage,
                "serve trades at brokers: --practice URL, or --live and mode: live; paper days are played by `sauda run`."
            )
        }
        let options = LiveOptions(place: chosen, home: home, secrets: secrets, context: context)
        let credentials = try options.credentials(config)
        let first = try options.setup(config, credentials)
        try await AlertDesk(first.config, secrets, context).beside { alerts in
            let log = RunLog(first.config, home: first.home)
            let view = RunView(quiet: format == .json, log: log, alerts: alerts)
            try await view.logging {
                try await serve(first, view) {
                    let config = try configuration.load(context.plugins)
                    _ = try place.place(config, context.plugins)
                    return try options.setup(config, credentials)
                }
            }
        }
    }

    private func serve(_ first: LiveSetup, _ view: RunView, reload: @escaping () throws -> LiveSetup) async throws {
        let supervisor = Supervisor(ProcessInfo.processInfo.environment)
        let service = try await ServiceRun(first, view, supervisor, reload: reload)
        var differing = 0
        try await service.run(days: days) { outcome in
            Terminal.out(format == .json ? try JSONText.of(outcome.summary, isPretty: false) : outcome.summary.text)
            guard !outcome.differences.isEmpty else { return }
            differing += 1
            view.warn("the books differ from the broker's:\n" + outcome.differences.joined(separator: "\n"))
        }
        guard differing == 0 else {
            throw CommandFailure(
                .failed,
                "on \(differing) day\(differing == 1 ? "" : "s") the books differed from the broker's. "
                    + "Trust the broker; look at the journal."
            )
        }
    }
}
