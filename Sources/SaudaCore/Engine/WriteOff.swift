/// A tracked trade, or part of it, closed because its shares were sold where we could not see it. Moves no cash.
public struct WriteOff: Hashable, Sendable {
    public var account: AccountID
    public var instrument: InstrumentID
    public var quantity: Quantity
    /// What the trade is closed at, for its profit; nothing was paid to us.
    public var price: Price
    public var reason: String

    public init(
        account: AccountID,
        instrument: InstrumentID,
        quantity: Quantity,
        price: Price,
        reason: String
    ) {
        self.account = account
        self.instrument = instrument
        self.quantity = quantity
        self.price = price
        self.reason = reason
    }
}
