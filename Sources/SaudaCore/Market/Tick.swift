/// A traded price of one instrument. Both times are needed to tell how old it is.
public struct Tick: Hashable, Sendable {
    public var instrument: InstrumentID
    public var source: PriceSource
    public var price: Price
    /// Units traded at this price since the last tick; zero when the feed does not say.
    public var quantity: Quantity
    /// When the exchange says it traded.
    public var exchangeTime: Timestamp

    @inlinable public init(
        instrument: InstrumentID,
        price: Price,
        quantity: Quantity = .zero,
        exchangeTime: Timestamp,
        source: PriceSource
    ) {
        self.instrument = instrument
        self.source = source
        self.price = price
        self.quantity = quantity
        self.exchangeTime = exchangeTime
    }
}

/// Where a price came from (SEL-6: the stream first, delayed data only as a fall-back).
public enum PriceSource: UInt8, Hashable, Sendable, CaseIterable {
    case socket, rest, replay, simulated
}

/// The best five prices of one side.
public struct Depth: Hashable, Sendable {
    public struct Level: Hashable, Sendable {
        public var price: Price
        public var quantity: Quantity
        public var orders: Int32

        public init(price: Price, quantity: Quantity, orders: Int32) {
            self.price = price
            self.quantity = quantity
            self.orders = orders
        }
    }

    public var instrument: InstrumentID
    public var time: Timestamp
    /// Best first.
    public var bids: [Level]
    /// Best first.
    public var asks: [Level]

    public init(instrument: InstrumentID, time: Timestamp, bids: [Level], asks: [Level]) {
        self.instrument = instrument
        self.time = time
        self.bids = bids
        self.asks = asks
    }
}
