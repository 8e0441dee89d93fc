public import SaudaCore

/// What this build of sauda has: the one list is a literal in the executable and is passed down from there.
public struct Plugins: Sendable {
    public var strategies: [StrategyPlugin]
    public var brokers: [BrokerPlugin]

    public init(strategies: [StrategyPlugin], brokers: [BrokerPlugin]) {
        self.strategies = strategies
        self.brokers = brokers
    }

    func strategy(_ name: String) -> StrategyPlugin? { strategies.first { $0.name == name } }
}

/// A broker by its id in config.yaml.
public struct BrokerPlugin: Sendable {
    public var id: String
    /// The practice exchange inside this process.
    public var isSimulated: Bool
    /// This version can trade through it.
    public var isAvailable: Bool

    public init(id: String, isSimulated: Bool = false, isAvailable: Bool) {
        self.id = id
        self.isSimulated = isSimulated
        self.isAvailable = isAvailable
    }
}
