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

/// Everything a live run is made of, from the command line.
struct LiveOptions {
    let place: LinePlace
    let home: String?
    let secrets: SecretOptions
    let context: CommandContext

    /// Asks for the vault's passphrase where one is needed: once, before anything trades.
    ///
    /// - Throws: `SecretError`; `CommandFailure` for an account whose orders could not leave from its address.
    func credentials(_ config: Config) throws -> [String: Credentials] {
        guard case .brokers = place else { return [:] }
        var found: [String: Credentials] = [:]
        for account in config.accounts {
            let address = OutsideAddress(
                registered: account.egress?.address,
                hasProxy: account.egress?.proxy != nil,
                local: MachineInspector.addresses,
                outside: nil
            )
            if let refusal = address.refusal {
                throw CommandFailure(.failed, "account '\(account.name)' cannot trade: \(refusal).")
            }
            guard let adapter = context.plugins.brokers.first(where: { $0.id == account.broker })?.adapter else {
                continue
            }
            found[account.name] = try secrets.credentials(of: account, for: adapter(Endpoints()), config, context)
        }
        return found
    }

    func setup(_ config: Config, _ credentials: [String: Credentials]) throws -> LiveSetup {
        LiveSetup(
            config: config,
            plugins: context.plugins,
            place: place,
            credentials: credentials,
            home: home ?? config.resolved(config.home),
            calendar: try config.marketCalendar()
        )
    }
}
