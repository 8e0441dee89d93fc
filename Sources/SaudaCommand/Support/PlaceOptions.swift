import ArgumentParser
import SaudaBroker
import SaudaService

/// Where a run trades: at a practice server, or with real money, which has to be said twice.
struct PlaceOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Trade against `sauda practice` at this address, by its clock.", valueName: "url"))
    var practice: String?

    @Option(help: ArgumentHelp("The practice server's authority, when it has TLS.", valueName: "file"))
    var practiceCA: String?

    @Flag(help: "Trade with real money; config.yaml must say mode: live too.")
    var live = false

    func validate() throws {
        guard practice == nil || !live else {
            throw ValidationError("--practice and --live exclude each other: practice money, or real money.")
        }
        guard practice != nil || practiceCA == nil else {
            throw ValidationError("--practice-ca belongs to --practice URL; leave it out, or add that.")
        }
    }

    /// Nil for paper.
    ///
    /// - Throws: `ConfigError` where the configuration says another mode, `ConfigErrors` for what cannot be traded so.
    func place(_ config: Config, _ plugins: Plugins) throws -> LinePlace? {
        guard let practice else {
            if let refusal = config.refusal(liveFlag: live) { throw refusal }
            guard live else { return nil }
            try config.checkRunnable(plugins)
            return .brokers(WireClock())
        }
        guard config.mode == .live else {
            throw CommandFailure(
                .badUsage,
                "--practice needs mode: live in the configuration: orders go to the broker."
            )
        }
        try config.checkRunnable(plugins, isPractice: true)
        return .practice(try PracticePeer(practice, authority: practiceCA))
    }
}
