/// What one order asks for, apart from instrument, side and product, which never change.
public struct OrderTerms: Hashable, Sendable {
    /// The total, filled units included; never what is left.
    public var quantity: Quantity
    /// Zero for market orders.
    public var limit: Price
    /// Zero without a trigger.
    public var trigger: Price
    /// The part shown to the market; zero shows all.
    public var disclosed: Quantity
    public var kind: OrderKind
    public var validity: Validity

    public init(
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
