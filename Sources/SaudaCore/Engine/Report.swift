/// What a broker or the practice exchange says of one of our orders. May come twice, late or out of order.
public struct Report: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        case accepted(BrokerOrderID)
        case rejected(Rejection)
        /// No answer to "place": the order may exist.
        case placeTimedOut
        /// Filled so far, both cumulative, so that a repeated message changes nothing.
        case traded(total: Quantity, value: Money)
        /// The broker says that nothing is left to fill; cumulative like `traded`.
        case completed(total: Quantity, value: Money)
        /// `request` is the number that the command carried; nil when the broker's answer cannot be told apart.
        case modified(request: UInt32? = nil)
        case modifyRefused(Rejection, request: UInt32? = nil)
        case cancelled
        case cancelRefused(Rejection, request: UInt32? = nil)
        /// No answer to "modify" or "cancel".
        case requestTimedOut(request: UInt32? = nil)
        /// Ended unfilled by the exchange: end of day, rest of an IOC.
        case expired
        /// An order in doubt was found in the order book.
        case foundInBook(BrokerOrderID)
        /// An order in doubt was not in the order book at this read.
        case absentFromBook
    }

    public var order: OrderID
    public var kind: Kind

    @inlinable public init(_ order: OrderID, _ kind: Kind) {
        self.order = order
        self.kind = kind
    }
}

/// An order in the account's book that we did not send, as last seen. Adopted as foreign, never lost.
public struct ForeignOrder: Hashable, Sendable {
    public enum Status: UInt8, Hashable, Sendable {
        case open, complete, cancelled, rejected
    }

    public var account: AccountID
    public var id: BrokerOrderID
    public var instrument: InstrumentID
    public var side: Side
    public var product: Product
    public var terms: OrderTerms
    /// Filled so far, cumulative.
    public var filled: Quantity
    /// Value of what is filled, cumulative.
    public var value: Money
    public var status: Status
    /// The broker's time of the last change; nil where it does not say.
    public var changed: Timestamp?
    /// Nil where the broker does not tell.
    public var variety: OrderRequest.Variety?

    public init(
        account: AccountID,
        id: BrokerOrderID,
        instrument: InstrumentID,
        side: Side,
        product: Product,
        terms: OrderTerms,
        filled: Quantity,
        value: Money,
        status: Status,
        changed: Timestamp? = nil,
        variety: OrderRequest.Variety? = nil
    ) {
        self.account = account
        self.id = id
        self.instrument = instrument
        self.side = side
        self.product = product
        self.terms = terms
        self.filled = filled
        self.value = value
        self.status = status
        self.changed = changed
        self.variety = variety
    }

    /// Whether it is the same but for the time of its last change.
    package func isSame(as other: ForeignOrder) -> Bool {
        var copy = other
        copy.changed = changed
        return copy == self
    }
}
