package import SaudaCore

/// A strategy that a configuration may use.
package struct StrategyEntry: Sendable {
    package enum Shape: Hashable, Sendable {
        /// Trades in one `account`.
        case single
        /// Carries the orders of a `leader` over to `followers`.
        case copy
    }

    /// As written after `use:`.
    package var name: String
    /// What `with:` may set.
    package var parameters: [Parameter]
    package var shape: Shape

    package init(name: String, parameters: [Parameter], shape: Shape = .single) {
        self.name = name
        self.parameters = parameters
        self.shape = shape
    }
}

/// A broker that a configuration may name.
package struct BrokerEntry: Sendable {
    /// As written after `broker:`.
    package var id: String
    /// True for the practice exchange in this process: it needs capital, and takes no credentials and no egress.
    package var isSimulated: Bool

    package init(id: String, isSimulated: Bool = false) {
        self.id = id
        self.isSimulated = isSimulated
    }
}

/// What a version of sauda can run, out of what a configuration can say.
package struct Abilities: Sendable {
    /// A part of the configuration that a version may not have yet.
    package enum Feature: Hashable, Sendable, CaseIterable {
        case calendarFolder, accountHistory, copyTrading, server
    }

    package var brokers: Set<String>
    package var features: Set<Feature>

    package init(brokers: Set<String>, features: Set<Feature>) {
        self.brokers = brokers
        self.features = features
    }
}
