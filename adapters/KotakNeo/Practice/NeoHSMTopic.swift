import SaudaCore

/// What HSM tells of one instrument: a list of values by place (section 7.5).
package enum NeoHSMTopic: String, Hashable, Sendable, CaseIterable {
    case scrip = "sf"
    case index = "if"
    case depth = "dp"

    /// Whether there is such a topic of it.
    package func fits(_ listing: NeoFeedListing) -> Bool { (self == .index) == listing.isIndex }

    /// Nil where there is no value. Prices are whole numbers of the listing's precision; integers wrap at 32 bits.
    package func values(_ listing: NeoFeedListing, _ tick: NeoFeedTick) -> [Int32?] {
        let scale: [Int32?] = [1, Int32(listing.exchange.precision)]
        func price(_ price: Price) -> Int32? { NeoHSMTopic.wire(price, listing.exchange.precision) }
        switch self {
        case .scrip:
            let bid = tick.bids.first
            let offer = tick.offers.first
            let head: [Int32?] = [
                nil, nil, NeoHSMTopic.seconds(tick.updated), NeoHSMTopic.seconds(tick.lastTrade),
                NeoHSMTopic.wire(tick.volume.units), price(tick.last), NeoHSMTopic.wire(tick.lastQuantity.units),
                NeoHSMTopic.wire(tick.bought), NeoHSMTopic.wire(tick.offered), price(bid?.price ?? .zero),
                price(offer?.price ?? .zero), NeoHSMTopic.wire(Int64(bid?.quantity ?? 0)),
                NeoHSMTopic.wire(Int64(offer?.quantity ?? 0)),
            ]
            let prices = [
                tick.average, tick.low, tick.high, tick.lowerLimit, tick.upperLimit, tick.yearHigh, tick.yearLow,
                tick.open, tick.close,
            ]
            return head + prices.map(price) + [NeoHSMTopic.wire(tick.openInterest)] + scale
        case .index:
            let head: [Int32?] = [nil, nil, price(tick.last), price(tick.close), NeoHSMTopic.seconds(tick.lastTrade)]
            return head + [price(tick.high), price(tick.low), price(tick.open)] + scale
        case .depth:
            let bids = NeoHSMTopic.five(tick.bids)
            let offers = NeoHSMTopic.five(tick.offers)
            let rows = bids + offers
            let prices: [Int32?] = rows.map { price($0.price) }
            let quantities: [Int32?] = rows.map { NeoHSMTopic.wire(Int64($0.quantity)) }
            let orders: [Int32?] = rows.map { Int32($0.orders) }
            return [nil, nil] + prices + quantities + orders + scale
        }
    }

    private static func five(_ rows: [NeoFeedTick.Row]) -> [NeoFeedTick.Row] {
        Array((rows + Array(repeating: NeoFeedTick.Row(), count: 5)).prefix(5))
    }

    private static func wire(_ price: Price, _ precision: UInt8) -> Int32 {
        let unit: Int64 = precision == 4 ? 1 : 100
        return Int32(clamping: price.rounded(toTick: Price(raw: unit)).raw / unit)
    }

    private static func wire(_ number: Int64) -> Int32 { Int32(truncatingIfNeeded: number) }

    private static func seconds(_ time: Timestamp?) -> Int32? {
        time.map { Int32(clamping: $0.microseconds / 1_000_000) }
    }
}
