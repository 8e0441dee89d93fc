/// One execution as the books take it.
public struct Fill: Hashable, Sendable {
    public var instrument: InstrumentID
    public var product: Product
    public var side: Side
    public var quantity: Quantity
    public var value: Money
    public var time: Timestamp
    public var reason: String

    public init(
        instrument: InstrumentID,
        product: Product,
        side: Side,
        quantity: Quantity,
        value: Money,
        time: Timestamp,
        reason: String
    ) {
        self.instrument = instrument
        self.product = product
        self.side = side
        self.quantity = quantity
        self.value = value
        self.time = time
        self.reason = reason
    }
}

extension Fill {
    /// The value of `part` of the units, at the average price.
    func value(of part: Quantity) -> Money { part == quantity ? value : value.price(per: quantity) * part }
}
