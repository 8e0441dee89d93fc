import SaudaBroker
import SaudaCore

/// A binary message of packets, written as sections 4.4 to 4.7 have it. All integers are big-endian.
struct KiteFrame {
    private(set) var bytes: [UInt8] = [0, 0]
    private var count: UInt16 = 0

    var isEmpty: Bool { count == 0 }

    mutating func add(
        _ listing: KiteListing,
        _ quote: PracticeQuote,
        _ depth: @autoclosure () -> PracticeDepth,
        _ mode: KiteMode,
        at now: Timestamp
    ) {
        count += 1
        bytes[0] = UInt8(count >> 8)
        bytes[1] = UInt8(count & 0xFF)
        switch (listing.isIndex, mode) {
        case (_, .ltp):
            put(UInt16(8))
            head(listing, quote)
        case (true, _):
            put(UInt16(mode == .full ? 32 : 28))
            head(listing, quote)
            index(listing, quote, mode, at: now)
        case (false, _):
            put(UInt16(mode == .full ? 184 : 44))
            head(listing, quote)
            let depth = depth()
            tradable(listing, quote, depth)
            if mode == .full { full(listing, quote, depth, at: now) }
        }
    }

    private mutating func put(_ value: some FixedWidthInteger) {
        for shift in stride(from: value.bitWidth - 8, through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: value >> shift))
        }
    }

    private mutating func head(_ listing: KiteListing, _ quote: PracticeQuote) {
        put(listing.token)
        put(listing.wire(quote.last))
    }

    /// High, low, open, close: another order than tradables have. The change is signed.
    private mutating func index(_ listing: KiteListing, _ quote: PracticeQuote, _ mode: KiteMode, at now: Timestamp) {
        for price in [quote.high, quote.low, quote.open, quote.close] { put(listing.wire(price)) }
        put(Int32(clamping: (quote.last - quote.close).raw / 100))
        if mode == .full { put(KiteTime.unixSeconds(now)) }
    }

    private mutating func tradable(_ listing: KiteListing, _ quote: PracticeQuote, _ depth: PracticeDepth) {
        put(UInt32(clamping: quote.lastQuantity.units))
        put(listing.wire(quote.average))
        put(UInt32(clamping: quote.volume.units))
        put(depth.bought)
        put(depth.offered)
        for price in [quote.open, quote.high, quote.low, quote.close] { put(listing.wire(price)) }
    }

    private mutating func full(
        _ listing: KiteListing,
        _ quote: PracticeQuote,
        _ depth: PracticeDepth,
        at now: Timestamp
    ) {
        put(quote.lastTrade.map(KiteTime.unixSeconds) ?? 0)
        for _ in 0..<3 { put(UInt32(0)) }  // open interest, its high and low
        put(KiteTime.unixSeconds(now))
        for level in depth.bids + depth.offers {
            put(level.quantity)
            put(listing.wire(level.price))
            put(level.orders)
            put(UInt16(0))
        }
    }
}
