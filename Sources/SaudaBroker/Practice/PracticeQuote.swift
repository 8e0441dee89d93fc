public import SaudaCore

/// The day of one instrument so far.
public struct PracticeQuote: Hashable, Sendable {
    public let tick: Price
    /// Zero when nothing was ever traded; before today's first trade the last close.
    public var last = Price.zero
    public var lastQuantity = Quantity.zero
    public var volume = Quantity.zero
    public var turnover = Money.zero
    public var open = Price.zero
    public var high = Price.zero
    public var low = Price.zero
    /// Of the day before.
    public var close = Price.zero
    /// Nil before today's first trade.
    public var lastTrade: Timestamp?
    public var band: PriceBand?
    /// Trading goes on, so there is a depth.
    public var isOpen = false

    public init(tick: Price) { self.tick = tick }

    public var average: Price { turnover.price(per: volume) }

    public mutating func turn(to newClose: Price?) {
        let old = self
        self = PracticeQuote(tick: old.tick)
        band = old.band
        close = newClose ?? old.close
        last = close
    }

    public mutating func trade(_ price: Price, _ quantity: Quantity, at now: Timestamp) {
        if lastTrade == nil { (open, high, low) = (price, price, price) }
        last = price
        lastQuantity = quantity
        volume += quantity
        turnover += price * quantity
        high = max(high, price)
        low = min(low, price)
        lastTrade = now
        isOpen = true
    }
}
