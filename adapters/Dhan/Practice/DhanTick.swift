package import SaudaBroker
package import SaudaCore

/// What the packets of one instrument say.
package struct DhanTick: Hashable, Sendable {
    package struct Level: Hashable, Sendable {
        package var bid: PracticeDepth.Level
        package var offer: PracticeDepth.Level

        package init(bid: PracticeDepth.Level, offer: PracticeDepth.Level) {
            self.bid = bid
            self.offer = offer
        }
    }

    package var last = Price.zero
    package var lastQuantity = Quantity.zero
    /// Nil before the day's first trade.
    package var lastTrade: Timestamp?
    package var average = Price.zero
    package var volume = Quantity.zero
    package var offered: UInt32 = 0
    package var bought: UInt32 = 0
    package var openInterest: UInt32 = 0
    package var openInterestHigh: UInt32 = 0
    package var openInterestLow: UInt32 = 0
    /// Of the day before, as packet 6 has it.
    package var previousOpenInterest: UInt32 = 0
    package var open = Price.zero
    /// Of the day before (3.6).
    package var close = Price.zero
    package var high = Price.zero
    package var low = Price.zero
    /// Five.
    package var levels: [Level] = []

    package init() {}

    package init(_ listing: DhanListing, _ quote: PracticeQuote, _ depth: PracticeDepth) {
        last = quote.last
        lastQuantity = quote.lastQuantity
        lastTrade = quote.lastTrade
        average = quote.average
        volume = quote.volume
        (open, close, high, low) = (quote.open, quote.close, quote.high, quote.low)
        guard !listing.isIndex else { return }
        offered = depth.offered
        bought = depth.bought
        levels = zip(depth.bids, depth.offers).map { Level(bid: $0, offer: $1) }
        guard listing.segment.isDerivatives else { return }
        // A made-up number of contracts that grows with what is traded.
        let lot = UInt64(max(1, listing.lot.units))
        let before = (1000 + PracticeDice.mix(UInt64(listing.securityID), 77) % 20_000) * lot
        let new = quote.volume.units.magnitude / 4 / lot * lot
        previousOpenInterest = UInt32(clamping: before)
        openInterest = UInt32(clamping: before + new)
        (openInterestHigh, openInterestLow) = (openInterest, previousOpenInterest)
    }
}
