/// Names one intention for good. What is done under a key and revision is never done again, across restarts too.
public struct TargetKey: Hashable, Sendable {
    public var strategy: StrategyID
    public var account: AccountID
    public var instrument: InstrumentID
    public var day: Day
    /// Tells several intentions of one strategy, instrument and day apart.
    public var leg: UInt16

    @inlinable public init(
        strategy: StrategyID,
        account: AccountID,
        instrument: InstrumentID,
        day: Day,
        leg: UInt16 = 0
    ) {
        self.strategy = strategy
        self.account = account
        self.instrument = instrument
        self.day = day
        self.leg = leg
    }

    /// Two words instead of five fields: keys are looked up with every change of an order.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(UInt64(instrument.index) << 32 | UInt64(UInt32(bitPattern: day.number)))
        hasher.combine(UInt64(strategy.index) << 32 | UInt64(account.index) << 16 | UInt64(leg))
    }
}

/// What a strategy wants to be working or done; the engine finds the smallest change that gets there.
public struct Target: Hashable, Sendable {
    public enum PriceRule: Hashable, Sendable {
        case market
        case limit(Price)
        /// Sleeps until `trigger` trades, then a limit order.
        case stopLimit(trigger: Price, limit: Price)
        /// Sleeps until `trigger` trades, then a market order.
        case stopMarket(trigger: Price)
    }

    public enum Timing: UInt8, Hashable, Sendable {
        case now
        /// For the next opening: an after-market order where the venue takes one.
        case nextOpen
    }

    /// What happens when an order ends unfilled by itself (a day order at the close, the rest of an IOC).
    public enum Persistence: UInt8, Hashable, Sendable {
        /// The rest is placed again at the next chance.
        case rest
        /// Not placed again under this revision.
        case once
        /// Nothing shall be working: what is, is cancelled.
        case none
    }

    public var key: TargetKey
    /// Raised by the strategy to try again after an end (refused, exhausted).
    public var revision: UInt32
    public var side: Side
    /// The total wanted under this key, what is filled already included.
    public var quantity: Quantity
    public var price: PriceRule
    public var product: Product
    public var validity: Validity
    public var disclosed: Quantity
    public var timing: Timing
    public var persistence: Persistence
    public var notBefore: Timestamp?
    public var expires: Timestamp?
    /// Why, in a word or two: it stands in the journal and in the trade list.
    public var reason: String

    public init(
        _ key: TargetKey,
        revision: UInt32 = 0,
        _ side: Side,
        _ quantity: Quantity,
        _ price: PriceRule,
        product: Product = .delivery,
        validity: Validity = .day,
        disclosed: Quantity = .zero,
        timing: Timing = .now,
        persistence: Persistence = .once,
        notBefore: Timestamp? = nil,
        expires: Timestamp? = nil,
        reason: String
    ) {
        self.key = key
        self.revision = revision
        self.side = side
        self.quantity = quantity
        self.price = price
        self.product = product
        self.validity = validity
        self.disclosed = disclosed
        self.timing = timing
        self.persistence = persistence
        self.notBefore = notBefore
        self.expires = expires
        self.reason = reason
    }
}
