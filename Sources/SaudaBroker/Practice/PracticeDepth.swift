public import SaudaCore

/// Five made-up prices on each side of the last one; all zero while nothing can trade.
public struct PracticeDepth: Hashable, Sendable {
    public struct Level: Hashable, Sendable {
        public var price = Price.zero
        public var quantity: UInt32 = 0
        public var orders: UInt16 = 0
    }

    public var bids = Array(repeating: Level(), count: 5)
    public var offers = Array(repeating: Level(), count: 5)

    public init(_ quote: PracticeQuote, seed: UInt64) {
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

    public var bought: UInt32 { bids.reduce(0) { $0 + $1.quantity } * 19 }
    public var offered: UInt32 { offers.reduce(0) { $0 + $1.quantity } * 17 }
}
