package import SaudaBroker
import SaudaCore

/// What the feeds read prices from.
package struct DhanBoard {
    package var catalogue: DhanCatalogue
    package var market: PracticePrices

    package init(_ catalogue: DhanCatalogue, _ market: PracticePrices) {
        self.catalogue = catalogue
        self.market = market
    }

    package func tick(_ slot: Int) -> DhanTick { DhanTick(catalogue[slot], market[slot], market.depth(slot)) }

    /// So many rows of each side, the best first: the five of the market feed, and made-up ones behind them.
    package func depth(_ slot: Int, rows: Int) -> (bids: [PracticeDepth.Level], offers: [PracticeDepth.Level]) {
        let five = market.depth(slot)
        let tick = market[slot].tick.raw
        return (more(five.bids, rows, step: -tick, slot), more(five.offers, rows, step: tick, slot))
    }

    private func more(_ levels: [PracticeDepth.Level], _ rows: Int, step: Int64, _ slot: Int) -> [PracticeDepth.Level] {
        var levels = levels
        while levels.count < rows, let last = levels.last {
            let raw = last.price.raw + step
            let isThere = last.quantity > 0 && raw > 0
            let chance = PracticeDice.mix(UInt64(max(0, raw)), UInt64(slot))
            var level = last
            level.price = isThere ? Price(raw: raw) : .zero
            level.orders = isThere ? UInt16(1 + chance >> 8 % 20) : 0
            level.quantity = UInt32(level.orders) * UInt32(1 + chance % 90)
            levels.append(level)
        }
        return Array(levels.prefix(rows))
    }
}
