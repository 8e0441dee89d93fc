package import SaudaBroker
package import SaudaCore

/// What the packets of one instrument say.
package struct NeoFeedTick: Hashable, Sendable {
    /// One price of one side.
    package struct Row: Hashable, Sendable {
        package var price: Price
        package var quantity: UInt32
        package var orders: UInt16

        package init(_ price: Price = .zero, quantity: UInt32 = 0, orders: UInt16 = 0) {
            self.price = price
            self.quantity = quantity
            self.orders = orders
        }
    }

    package var last = Price.zero
    package var lastQuantity = Quantity.zero
    /// Nil before the day's first trade.
    package var lastTrade: Timestamp?
    /// When anything of it changed last.
    package var updated: Timestamp?
    package var average = Price.zero
    package var volume = Quantity.zero
    package var turnover = Money.zero
    package var bought: Int64 = 0
    package var offered: Int64 = 0
    package var openInterest: Int64 = 0
    package var open = Price.zero
    /// Of the day before (trap 17).
    package var close = Price.zero
    package var high = Price.zero
    package var low = Price.zero
    package var upperLimit = Price.zero
    package var lowerLimit = Price.zero
    package var yearHigh = Price.zero
    package var yearLow = Price.zero
    /// The best first; empty for an index.
    package var bids: [Row] = []
    package var offers: [Row] = []

    package init() {}

    package init(_ listing: NeoFeedListing, _ quote: PracticeQuote, _ depth: PracticeDepth) {
        last = quote.last
        lastQuantity = quote.lastQuantity
        lastTrade = quote.lastTrade
        updated = quote.lastTrade
        average = quote.average
        volume = quote.volume
        turnover = quote.turnover
        (open, close, high, low) = (quote.open, quote.close, quote.high, quote.low)
        yearHigh = max(listing.yearHigh, quote.high)
        let lows = [listing.yearLow, quote.low].filter { $0 > .zero }
        yearLow = lows.min() ?? .zero
        guard !listing.isIndex else { return }
        (lowerLimit, upperLimit) = (quote.band?.lower ?? .zero, quote.band?.upper ?? .zero)
        (bought, offered) = (Int64(depth.bought), Int64(depth.offered))
        bids = depth.bids.map { Row($0.price, quantity: $0.quantity, orders: $0.orders) }
        offers = depth.offers.map { Row($0.price, quantity: $0.quantity, orders: $0.orders) }
        guard listing.hasOpenInterest else { return }
        // A made-up number of contracts that grows with what is traded.
        let lot = UInt64(max(1, listing.lot))
        let before = (1000 + PracticeDice.mix(UInt64(listing.token), 77) % 20_000) * lot
        openInterest = Int64(before + quote.volume.units.magnitude / 4 / lot * lot)
    }

    /// From the close of the day before, in hundredths of a percent, to the nearest; zero without one.
    package var change: Int32 {
        guard close.raw > 0 else { return 0 }
        let hundredths = Double((last - close).raw) * 10_000 / Double(close.raw)
        return Int32(clamping: Int64(hundredths.rounded()))
    }
}
