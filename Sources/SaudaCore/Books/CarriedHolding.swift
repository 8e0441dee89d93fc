/// What an account held of an instrument last evening, whole: nothing of what the position and its trade were is lost
/// over the night. Shares that a person bought have no trade.
public struct CarriedHolding: Hashable, Sendable {
    public var account: AccountID
    public var instrument: InstrumentID
    public var product: Product
    /// Negative when short.
    public var quantity: Quantity
    /// Signed as the quantity is.
    public var cost: Money
    /// Bought and not yet deliverable (T+1).
    public var unsettled: [Position.Unsettled]
    /// With all it has paid in charges so far; nil where none is tracked.
    public var trade: Trade?

    public init(
        account: AccountID,
        instrument: InstrumentID,
        product: Product,
        quantity: Quantity,
        cost: Money,
        unsettled: [Position.Unsettled] = [],
        trade: Trade? = nil
    ) {
        self.account = account
        self.instrument = instrument
        self.product = product
        self.quantity = quantity
        self.cost = cost
        self.unsettled = unsettled
        self.trade = trade
    }
}

extension AccountBook {
    /// Everything held, in the order of handles: delivery, then the other products.
    package var holdings: [CarriedHolding] {
        let others = otherPositions.filter { $0.position.quantity.units != 0 }
        let rows =
            held.map { ($0, Product.delivery, position($0)) } + others.map { ($0.instrument, $0.product, $0.position) }
        return rows.map { instrument, product, position in
            CarriedHolding(
                account: id,
                instrument: instrument,
                product: product,
                quantity: position.quantity,
                cost: position.cost,
                unsettled: position.unsettled,
                trade: product == .delivery ? openTrade(in: instrument) : nil
            )
        }
    }
}
