import SaudaCore

/// Market price protection (protocol section 3.2): a market order goes out as a limit.
enum KiteProtection {
    /// The automatic band in the scale of prices, 20,000 for 2 %.
    static func band(of listing: KiteListing, at last: Price) -> Price {
        let steps: [(Int64, Int64)] =
            listing.type == "CE" || listing.type == "PE"
            ? [(10, 50_000), (100, 30_000), (500, 20_000), (.max, 10_000)]
            : [(100, 20_000), (500, 10_000), (.max, 5000)]
        // At the edge itself the page is not clear: 100 and 500 belong to the band below them.
        for (limit, band) in steps where limit == .max || last <= Price(rupees: limit) { return Price(raw: band) }
        return Price(raw: 5000)
    }

    /// The limit of a market order: the last price and the band, on the tick, inside the band.
    static func limit(_ side: Side, _ last: Price, band: Price, tick: Price) -> Price {
        let reach = Price(raw: last.raw * band.raw / 1_000_000)
        return side == .buy
            ? (last + reach).roundedDown(toTick: tick)
            : max(tick, (last - reach).roundedUp(toTick: tick))
    }

    /// `2.00`
    static func text(_ band: Price) -> String { "\(band)" }
}
