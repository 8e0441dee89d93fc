package import SaudaCore

/// Five made-up prices on each side of the last one; all zero while nothing can trade.
package struct PracticeDepth: Hashable, Sendable {
    package struct Level: Hashable, Sendable {
        package var price = Price.zero
        package var quantity: UInt32 = 0
        package var orders: UInt16 = 0
    }

    package var bids = Array(repeating: Level(), count: 5)
    package var offers = Array(repeating: Level(), count: 5)

    package init(_ quote: PracticeQuote, seed: UInt64) {
        guard quote.isOpen, quote.tick.raw > 0, quote.last > quote.tick else { return }
        let now = PracticeDice.mix(
            PracticeDice.mix(seed, UInt64(bitPattern: quote.last.raw)),
            UInt64(quote.volume.units.magnitude)
        )
        // The last trade was at the bid or at the offer.
        let best = now & 1 == 0 ? quote.last : quote.last - quote.tick
        for place in 0..<5 {
            bids[place] = level(best.raw - Int64(place) * quote.tick.raw, PracticeDice.mix(now, UInt64(place)))
            offers[place] = level(
                best.raw + Int64(place + 1) * quote.tick.raw,
                PracticeDice.mix(now, UInt64(place + 5))
            )
        }
    }

    private func level(_ raw: Int64, _ chance: UInt64) -> Level {
        guard raw > 0 else { return Level() }
        let orders = 1 + chance >> 8 % 20
        return Level(price: Price(raw: raw), quantity: UInt32(orders * (1 + chance % 90)), orders: UInt16(orders))
    }

    package var bought: UInt32 { bids.reduce(0) { $0 + $1.quantity } * 19 }
    package var offered: UInt32 { offers.reduce(0) { $0 + $1.quantity } * 17 }
}
