import SaudaBroker
import SaudaService

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
