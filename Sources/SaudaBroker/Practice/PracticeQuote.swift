package import SaudaCore

/// The day of one instrument so far.
package struct PracticeQuote: Hashable, Sendable {
    package let tick: Price
    /// Zero when nothing was ever traded; before today's first trade the last close.
    package var last = Price.zero
    package var lastQuantity = Quantity.zero
    package var volume = Quantity.zero
    package var turnover = Money.zero
    package var open = Price.zero
    package var high = Price.zero
    package var low = Price.zero
    /// Of the day before.
    package var close = Price.zero
    /// Nil before today's first trade.
    package var lastTrade: Timestamp?
    package var band: PriceBand?
    /// Trading goes on, so there is a depth.
    package var isOpen = false

    package init(tick: Price) { self.tick = tick }

    package var average: Price { turnover.price(per: volume) }

    package mutating func turn(to newClose: Price?) {
        let old = self
        self = PracticeQuote(tick: old.tick)
        band = old.band
        close = newClose ?? old.close
        last = close
    }

    package mutating func trade(_ price: Price, _ quantity: Quantity, at now: Timestamp) {
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
