public import SaudaCore

/// An instrument's day so far.
public struct DayQuote: Hashable, Sendable {
    public var instrument: InstrumentID
    public var last: Price
    /// Zero before the day's first trade.
    public var open: Price
    public var high: Price
    public var low: Price
    /// Of the day before.
    public var close: Price

    public init(instrument: InstrumentID, last: Price, open: Price, high: Price, low: Price, close: Price) {
        self.instrument = instrument
        self.last = last
        self.open = open
        self.high = high
        self.low = low
        self.close = close
    }
}

/// A position, or part of one, that is to go from one product to another.
public struct PositionConversion: Hashable, Sendable {
    public var instrument: InstrumentID
    /// Of the trade that opened it.
    public var side: Side
    public var quantity: Quantity
    public var from: Product
    public var to: Product
    /// It was carried in from the day before.
    public var isOvernight: Bool

    public init(
        _ instrument: InstrumentID,
        _ side: Side,
        _ quantity: Quantity,
        from: Product,
        to: Product,
        isOvernight: Bool = false
    ) {
        self.instrument = instrument
        self.side = side
        self.quantity = quantity
        self.from = from
        self.to = to
        self.isOvernight = isOvernight
    }
}

/// Shares held that an exchange's auction asks for.
public struct AuctionRow: Hashable, Sendable {
    /// As an order for it names it.
    public var number: String
    public var instrument: InstrumentID?
    public var symbol: String
    public var quantity: Quantity

    public init(number: String, instrument: InstrumentID?, symbol: String, quantity: Quantity) {
        self.number = number
        self.instrument = instrument
        self.symbol = symbol
        self.quantity = quantity
    }
}
