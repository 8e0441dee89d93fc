public import SaudaCore

/// One order as the broker's book, an order message or a history has it.
public struct OrderRow: Hashable, Sendable {
    public enum Status: Hashable, Sendable {
        /// On its way: received, being checked, a change or cancel under way.
        case pending
        /// At the exchange or waiting for its opening, partly filled or not.
        case open
        case complete, cancelled, rejected, expired
        /// A word we do not know: not an end, counted and shown.
        case unknown(String)
    }

    public var id: BrokerOrderID
    /// Ours, if it carries one.
    public var tag: String?
    /// Nil when the broker's symbol is not among the day's listings.
    public var instrument: InstrumentID?
    /// The broker's symbol, for people.
    public var symbol: String
    public var side: Side
    public var product: Product
    /// As the broker echoes them; never compared with what we asked.
    public var terms: OrderTerms
    public var status: Status
    /// Cumulative.
    public var filled: Quantity
    /// Of what is filled, cumulative; as exact as the broker's average.
    public var value: Money
    /// Why it was rejected; on an open order, why its last change was.
    public var rejection: Rejection?
    /// The broker's time of the last change.
    public var updated: Timestamp?
    /// Nil where the broker does not tell, or needs nobody to know.
    public var variety: OrderRequest.Variety?

    public init(
        id: BrokerOrderID,
        tag: String?,
        instrument: InstrumentID?,
        symbol: String,
        side: Side,
        product: Product,
        terms: OrderTerms,
        status: Status,
        filled: Quantity = .zero,
        value: Money = .zero,
        rejection: Rejection? = nil,
        updated: Timestamp? = nil,
        variety: OrderRequest.Variety? = nil
    ) {
        self.id = id
        self.tag = tag
        self.instrument = instrument
        self.symbol = symbol
        self.side = side
        self.product = product
        self.terms = terms
        self.status = status
        self.filled = filled
        self.value = value
        self.rejection = rejection
        self.updated = updated
        self.variety = variety
    }

    public var isFinal: Bool {
        switch status {
        case .complete, .cancelled, .rejected, .expired: true
        case .pending, .open, .unknown: false
        }
    }
}

/// One fill.
public struct TradeRow: Hashable, Sendable {
    /// The exchange's number, unique with the order.
    public var id: String
    public var order: BrokerOrderID
    public var instrument: InstrumentID?
    public var symbol: String
    public var side: Side
    public var product: Product
    public var quantity: Quantity
    public var price: Price
    public var time: Timestamp?

    public init(
        id: String,
        order: BrokerOrderID,
        instrument: InstrumentID?,
        symbol: String,
        side: Side,
        product: Product,
        quantity: Quantity,
        price: Price,
        time: Timestamp?
    ) {
        self.id = id
        self.order = order
        self.instrument = instrument
        self.symbol = symbol
        self.side = side
        self.product = product
        self.quantity = quantity
        self.price = price
        self.time = time
    }
}

/// One line of the day's positions, signed.
public struct PositionRow: Hashable, Sendable {
    public var instrument: InstrumentID?
    public var symbol: String
    public var product: Product
    public var quantity: Quantity
    public var average: Price

    public init(instrument: InstrumentID?, symbol: String, product: Product, quantity: Quantity, average: Price) {
        self.instrument = instrument
        self.symbol = symbol
        self.product = product
        self.quantity = quantity
        self.average = average
    }
}
