/// Shares held without a trade that become one, or join one: a person bought what a strategy had recommended (BUY-13).
/// Moves no cash and no shares.
public struct TakeUp: Hashable, Sendable {
    public var account: AccountID
    public var instrument: InstrumentID
    public var quantity: Quantity
    /// What was paid for them, before charges.
    public var value: Money
    public var reason: String

    public init(
        account: AccountID,
        instrument: InstrumentID,
        quantity: Quantity,
        value: Money,
        reason: String
    ) {
        self.account = account
        self.instrument = instrument
        self.quantity = quantity
        self.value = value
        self.reason = reason
    }
}
