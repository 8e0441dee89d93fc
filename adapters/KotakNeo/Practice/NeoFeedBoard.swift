package import SaudaBroker

/// All that can be watched. A slot is the place in `listings`, and the same in the prices.
package struct NeoFeedList: Sendable {
    package let listings: [NeoFeedListing]
    private var slots: [String: Int] = [:]

    package init(_ listings: [NeoFeedListing]) {
        self.listings = listings
        for (slot, listing) in listings.enumerated() {
            slots[listing.key] = slots[listing.key] ?? slot
            // An index is known by its number, too.
            let number = "\(listing.exchange.rawValue)|\(listing.token)"
            if listing.isIndex { slots[number] = slots[number] ?? slot }
        }
    }

    package subscript(slot: Int) -> NeoFeedListing { listings[slot] }
    /// - Parameter key: segment and token, or name, as clients write them: `nse_cm|2885`.
    package func find(_ key: some StringProtocol) -> Int? { slots[String(key)] }
}

/// What the sockets read prices from.
package struct NeoFeedBoard: Sendable {
    package var list: NeoFeedList
    package var market: PracticePrices

    package init(_ list: NeoFeedList, _ market: PracticePrices) {
        self.list = list
        self.market = market
    }

    package func tick(_ slot: Int) -> NeoFeedTick { NeoFeedTick(list[slot], market[slot], market.depth(slot)) }
}
