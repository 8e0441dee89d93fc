public import SaudaCore

/// The options of one underlying that end on one day, as a broker quotes them.
public struct OptionChain: Hashable, Sendable {
    public var underlying: InstrumentID
    public var expiry: Day
    /// Of the underlying.
    public var last: Price
    /// From the lowest price up.
    public var strikes: [Strike]

    public init(underlying: InstrumentID, expiry: Day, last: Price, strikes: [Strike]) {
        self.underlying = underlying
        self.expiry = expiry
        self.last = last
        self.strikes = strikes
    }

    public struct Strike: Hashable, Sendable {
        public var price: Price
        /// Nil where the broker has none.
        public var call: Quote?
        public var put: Quote?

        public init(_ price: Price, call: Quote?, put: Quote?) {
            self.price = price
            self.call = call
            self.put = put
        }
    }

    /// Prices are zero where nobody trades or offers, or the broker does not say; quantities are units.
    public struct Quote: Hashable, Sendable {
        public var last: Price
        /// Of the day before.
        public var close: Price
        public var bid: Price
        public var bidQuantity: Quantity
        public var ask: Price
        public var askQuantity: Quantity
        public var volume: Quantity
        public var openInterest: Quantity
        public var greeks: Greeks?

        public init(
            last: Price,
            close: Price,
            bid: Price,
            bidQuantity: Quantity,
            ask: Price,
            askQuantity: Quantity,
            volume: Quantity,
            openInterest: Quantity,
            greeks: Greeks?
        ) {
            self.last = last
            self.close = close
            self.bid = bid
            self.bidQuantity = bidQuantity
            self.ask = ask
            self.askQuantity = askQuantity
            self.volume = volume
            self.openInterest = openInterest
            self.greeks = greeks
        }
    }

    /// The broker's own reckoning, for people to look at; none of it is money.
    public struct Greeks: Hashable, Sendable {
        /// Percent a year.
        public var impliedVolatility: Double
        public var delta: Double
        public var gamma: Double
        /// Rupees a day.
        public var theta: Double
        /// Rupees for each percent of volatility.
        public var vega: Double

        public init(impliedVolatility: Double, delta: Double, gamma: Double, theta: Double, vega: Double) {
            self.impliedVolatility = impliedVolatility
            self.delta = delta
            self.gamma = gamma
            self.theta = theta
            self.vega = vega
        }
    }
}
