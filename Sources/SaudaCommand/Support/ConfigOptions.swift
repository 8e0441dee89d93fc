import ArgumentParser
import Glibc
import SaudaBroker
import SaudaCore
import SaudaService

/// Where the configuration is.
struct ConfigOptions: ParsableArguments {
    @Option(name: [.short, .long], help: "The configuration file.")
    var config: String?

    @Option(help: "Lay config.ENV.yaml over it: dev, staging or prod.")
    var env: Config.Environment?

    static let standardPath = "config.yaml"

    /// The configuration, or nil when none was named and there is no config.yaml here.
    func loadIfPresent(_ plugins: Plugins) throws -> Config? {
        if config == nil, env == nil, unsafe access(Self.standardPath, R_OK) != 0 { return nil }
        return try load(plugins)
    }

    func load(_ plugins: Plugins, path: String? = nil) throws -> Config {
        try Config.load(
            path: path ?? config ?? Self.standardPath,
            environment: env,
            catalogue: plugins.catalogue,
            brokers: plugins.brokers.map { BrokerEntry(id: $0.id, isSimulated: $0.isSimulated) }
        )
    }
}

extension Config.Environment: ExpressibleByArgument {}

extension Plugins {
    var catalogue: [StrategyEntry] {
        strategies.map { plugin in
            StrategyEntry(
                name: plugin.name,
                parameters: plugin.parameters,
                shape: plugin.shape == .copy ? .copy : .single
            )
        }
    }

    /// What a broker takes; nil of one without an adapter.
    func venue(of broker: String) -> VenueTraits? {
        brokers.first { $0.id == broker }?.adapter?(Endpoints()).traits.venue
    }

    /// What can be run: on paper inside sauda; live at the brokers with an adapter, in practice at those with servers.
    func abilities(in mode: Config.Mode, isPractice: Bool = false) -> Abilities {
        switch mode {
        case .paper: return Abilities(brokers: Set(brokers.filter(\.isSimulated).map(\.id)), features: [])
        case .live:
            let able = brokers.filter {
                $0.adapter != nil && (isPractice ? $0.practiceEndpoints != nil : $0.isAvailable)
            }
            return Abilities(brokers: Set(able.map(\.id)), features: [.accountHistory, .calendarFolder])
        }
    }
}

extension Config {
    /// Refuses what the format knows and this version cannot run.
    func checkRunnable(_ plugins: Plugins, isPractice: Bool = false) throws {
        let unsupported = unsupported(by: plugins.abilities(in: mode, isPractice: isPractice)) + unavailable(plugins)
        guard unsupported.isEmpty else { throw ConfigErrors(unsupported, files: []) }
        // The instruments of a day have the order keys of one broker.
        guard mode == .live, let other = accounts.first(where: { $0.broker != accounts[0].broker }) else { return }
        throw error(
            at: "accounts.\(other.name).broker",
            "accounts at two brokers, \(accounts[0].broker) and \(other.broker), are not in this version",
            "give each broker a configuration and a home of its own, and run a sauda for each"
        )
    }

    /// Strategies that this version only knows by name, each with its place.
    func unavailable(_ plugins: Plugins) -> [ConfigError] {
        strategies.filter { account(of: $0) != nil && plugins.strategy($0.use)?.make == nil }.map { setting in
            error(
                at: "strategies.\(setting.name).use",
                "'\(setting.use)' is not in this version",
                "remove '\(setting.name)'; `sauda strategies` lists what can run"
            )
        }
    }
}
