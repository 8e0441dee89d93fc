/// An account of this desk, dense from 0 in the order of config.yaml.
public struct AccountID: Hashable, Comparable, Sendable {
    public var index: UInt16

    @inlinable public init(index: UInt16) { self.index = index }
    @inlinable public static func < (a: AccountID, b: AccountID) -> Bool { a.index < b.index }
}

/// A configured strategy, dense from 0 in the order of config.yaml.
public struct StrategyID: Hashable, Comparable, Sendable {
    public var index: UInt16

    @inlinable public init(index: UInt16) { self.index = index }
    @inlinable public static func < (a: StrategyID, b: StrategyID) -> Bool { a.index < b.index }
}

/// Our own order number, counted up from 1 by the engine. Tags sent to brokers are made from it.
public struct OrderID: Hashable, Comparable, Sendable {
    public var number: UInt64

    @inlinable public init(number: UInt64) { self.number = number }
    @inlinable public static func < (a: OrderID, b: OrderID) -> Bool { a.number < b.number }
}

/// A question's number, counted up from 1 by the engine.
public struct RequestID: Hashable, Comparable, Sendable {
    public var number: UInt64

    @inlinable public init(number: UInt64) { self.number = number }
    @inlinable public static func < (a: RequestID, b: RequestID) -> Bool { a.number < b.number }
}

/// Names a wake-up: whose it is, and which of its own.
public struct WakeKey: Hashable, Sendable {
    public var owner: StrategyID
    /// The strategy's own number for it.
    public var label: UInt32
    /// Set when the engine itself asked, for a target that waits or expires.
    public var isEngine: Bool

    @inlinable public init(owner: StrategyID, label: UInt32, isEngine: Bool = false) {
        self.owner = owner
        self.label = label
        self.isEngine = isEngine
    }
}
