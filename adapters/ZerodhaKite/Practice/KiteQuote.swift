import SaudaCore

/// The day of one instrument so far.
struct KiteQuote: Hashable, Sendable {
    let tick: Price
    /// Zero when nothing was ever traded; before today's first trade the last close.
    var last = Price.zero
    var lastQuantity = Quantity.zero
    var volume = Quantity.zero
    var turnover = Money.zero
    var open = Price.zero
    var high = Price.zero
    var low = Price.zero
    /// Of the day before.
    var close = Price.zero
    /// Nil before today's first trade.
    var lastTrade: Timestamp?
    var band: PriceBand?
    /// Trading goes on, so there is a depth.
    var isOpen = false

    init(tick: Price) { self.tick = tick }

    var average: Price { turnover.price(per: volume) }

    mutating func turn(to newClose: Price?) {
        let old = self
        self = KiteQuote(tick: old.tick)
        band = old.band
        close = newClose ?? old.close
        last = close
    }

    mutating func trade(_ price: Price, _ quantity: Quantity, at now: Timestamp) {
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

/// Five made-up prices on each side of the last one; all zero while nothing can trade.
struct KiteDepth: Hashable, Sendable {
    struct Level: Hashable, Sendable {
        var price = Price.zero
        var quantity: UInt32 = 0
        var orders: UInt16 = 0
    }

    var bids = Array(repeating: Level(), count: 5)
    var offers = Array(repeating: Level(), count: 5)

    init(_ quote: KiteQuote, seed: UInt64) {
        guard quote.isOpen, quote.tick.raw > 0, quote.last > quote.tick else { return }
        let now = KiteDice.mix(
            KiteDice.mix(seed, UInt64(bitPattern: quote.last.raw)),
            UInt64(quote.volume.units.magnitude)
        )
        // The last trade was at the bid or at the offer.
        let best = now & 1 == 0 ? quote.last : quote.last - quote.tick
        for place in 0..<5 {
            bids[place] = level(best.raw - Int64(place) * quote.tick.raw, KiteDice.mix(now, UInt64(place)))
            offers[place] = level(best.raw + Int64(place + 1) * quote.tick.raw, KiteDice.mix(now, UInt64(place + 5)))
        }
    }

    private func level(_ raw: Int64, _ chance: UInt64) -> Level {
        guard raw > 0 else { return Level() }
        let orders = 1 + chance >> 8 % 20
        return Level(price: Price(raw: raw), quantity: UInt32(orders * (1 + chance % 90)), orders: UInt16(orders))
    }

    var bought: UInt32 { bids.reduce(0) { $0 + $1.quantity } * 19 }
    var offered: UInt32 { offers.reduce(0) { $0 + $1.quantity } * 17 }
}
