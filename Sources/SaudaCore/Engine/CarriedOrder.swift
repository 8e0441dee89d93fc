/// Says whose an after-market order is, for as long as it waits: with it the books can hand the order back tomorrow.
public struct OrderTie: Hashable, Sendable {
    public var order: OrderID
    public var target: Target
    /// What of the target was filled, and given up, before this order.
    public var filled: Quantity
    public var spent: Quantity

    public init(order: OrderID, target: Target, filled: Quantity = .zero, spent: Quantity = .zero) {
        self.order = order
        self.target = target
        self.filled = filled
        self.spent = spent
    }
}

/// An after-market order of an earlier evening that still waits at the broker, as the books hand it back in the morning.
public struct CarriedOrder: Hashable, Sendable {
    /// With the terms the broker confirmed last.
    public var request: OrderRequest
    public var brokerID: BrokerOrderID
    public var tie: OrderTie
    /// The day it was placed on.
    public var placed: Day

    public init(request: OrderRequest, brokerID: BrokerOrderID, tie: OrderTie, placed: Day) {
        self.request = request
        self.brokerID = brokerID
        self.tie = tie
        self.placed = placed
    }

    /// The same order under the handles of another day.
    public func renamed(strategy: StrategyID, account: AccountID, instrument: InstrumentID) -> CarriedOrder {
        var copy = self
        copy.request.strategy = strategy
        copy.request.account = account
        copy.request.instrument = instrument
        copy.tie.target.key.strategy = strategy
        copy.tie.target.key.account = account
        copy.tie.target.key.instrument = instrument
        return copy
    }
}
