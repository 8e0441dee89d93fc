/// The hours of one trading day, said at its start so that every rule and every replay has the same.
public struct TradingDay: Hashable, Sendable {
    public var day: Day
    /// Continuous trading of equities: the first opening and the last close of the day.
    public var open: Timestamp
    public var close: Timestamp
    /// From here on stocks with a closing auction are left alone (DEC-15); equal to `close` when there is none.
    public var auctionFrom: Timestamp
    /// What is bought today can be delivered from this day on (T+1).
    public var settlement: Day
    /// True when prices come seldom (daily bars): the last one then stands until the next.
    public var holdsPrices: Bool
    /// When market and limit orders for the opening are collected; nil on a day without a pre-open.
    public var preOpen: Range<Timestamp>?
    /// Between the two sessions of a special day; nil on all others.
    public var pause: Range<Timestamp>?

    public init(
        day: Day,
        open: Timestamp,
        close: Timestamp,
        auctionFrom: Timestamp,
        settlement: Day,
        holdsPrices: Bool,
        preOpen: Range<Timestamp>? = nil,
        pause: Range<Timestamp>? = nil
    ) {
        self.day = day
        self.open = open
        self.close = close
        self.auctionFrom = auctionFrom
        self.settlement = settlement
        self.holdsPrices = holdsPrices
        self.preOpen = preOpen
        self.pause = pause
    }

    /// Whether continuous trading is on at that moment, and so every regular order is taken.
    @inlinable public func isOpen(at time: Timestamp) -> Bool {
        time >= open && time < close && pause?.contains(time) != true
    }
}
