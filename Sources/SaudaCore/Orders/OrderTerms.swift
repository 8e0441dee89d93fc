/// The part of an order that a modification can change.
public struct OrderTerms: Hashable, Sendable {
    public var kind: OrderKind
    /// In all, what is filled included.
    public var quantity: Quantity
    /// Zero for a market order.
    public var limit: Price
    /// Zero where there is none.
    public var trigger: Price
    public var validity: Validity
    /// Zero: all of it is shown.
    public var disclosed: Quantity

    @inlinable public init(
        kind: OrderKind,
        quantity: Quantity,
        limit: Price = .zero,
        trigger: Price = .zero,
        validity: Validity = .day,
        disclosed: Quantity = .zero
    ) {
        self.kind = kind
        self.quantity = quantity
        self.limit = limit
        self.trigger = trigger
        self.validity = validity
        self.disclosed = disclosed
    }
}
