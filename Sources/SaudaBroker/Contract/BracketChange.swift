public import SaudaCore

/// What is to change of a bracket order. Nil leaves it as the broker has it when the change is made, so that a stop which
/// has trailed meanwhile is not moved back, and one that trails goes on.
///
/// Kind, quantity and price are the entry's and change while it is open, the exits also after that. An exit that was
/// cancelled does not come back.
public struct BracketChange: Hashable, Sendable {
    public var kind: OrderKind?
    /// The whole, with what is filled already.
    public var quantity: Quantity?
    public var price: Price?
    public var target: Price?
    /// The stop's trigger.
    public var stop: Price?
    /// Zero ends the trailing.
    public var trail: Price?

    public init(
        kind: OrderKind? = nil,
        quantity: Quantity? = nil,
        price: Price? = nil,
        target: Price? = nil,
        stop: Price? = nil,
        trail: Price? = nil
    ) {
        self.kind = kind
        self.quantity = quantity
        self.price = price
        self.target = target
        self.stop = stop
        self.trail = trail
    }

    public var isOfEntry: Bool { kind != nil || quantity != nil || price != nil }
    public var isEmpty: Bool { self == BracketChange() }
}
