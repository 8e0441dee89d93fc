package import SaudaBroker
package import SaudaCore

/// What can be traded and watched, by segment and token or trading symbol. A slot is the place in `listings`.
package struct NeoCatalogue: Sendable {
    package private(set) var listings: [NeoListing] = []
    private var tokens: [NeoSegment: [UInt32: Int]] = [:]
    private var symbols: [NeoSegment: [String: Int]] = [:]
    private var indices: [NeoSegment: [String: Int]] = [:]
    private var instruments: [InstrumentID: Int] = [:]
    /// Of the index that is made of the shares; nil when the table has indices of its own.
    package private(set) var madeIndex: Int?

    package init(_ setup: PracticeSetup, on day: Day) {
        let table = setup.instruments
        let tokens = NeoCatalogue.tokens(table)
        let lastDays = NeoCatalogue.lastExpiries(table)
        for id in table.ids {
            let instrument = table[id]
            let close = setup.daily.indices.contains(Int(id.index)) ? setup.daily[Int(id.index)].last?.close : nil
            let tick = instrument.tick ?? setup.ticks.tick(for: close ?? Price(rupees: 100), on: day)
            add(NeoListing(id, instrument, token: tokens[Int(id.index)], tick: tick, lastDays))
        }
        addSecondSeries()
        guard !listings.contains(where: \.isIndex), listings.contains(where: { !$0.segment.isDerivatives }) else {
            return
        }
        madeIndex = listings.count
        add(.nifty)
    }

    /// One share has another series with a token of its own, so that a bare name fits two rows (section 6.4).
    private mutating func addSecondSeries() {
        guard var other = listings.first(where: { $0.segment == .nseCash && $0.group == "EQ" }) else { return }
        other.instrument = nil
        other.group = "BL"
        other.tradingSymbol = other.symbol + "-BL"
        other.token = 90_001
        add(other)
    }

    private mutating func add(_ listing: NeoListing) {
        guard find(listing.segment, token: listing.token) == nil,
            find(listing.segment, symbol: listing.tradingSymbol) == nil
        else { return }
        let slot = listings.count
        listings.append(listing)
        tokens[listing.segment, default: [:]][listing.token] = slot
        symbols[listing.segment, default: [:]][listing.tradingSymbol] = slot
        if let name = listing.indexName { indices[listing.segment, default: [:]][name] = slot }
        if let id = listing.instrument { instruments[id] = slot }
    }

    package subscript(slot: Int) -> NeoListing { listings[slot] }
    package func find(_ segment: NeoSegment, token: UInt32) -> Int? { tokens[segment]?[token] }
    package func find(_ segment: NeoSegment, symbol: String) -> Int? { symbols[segment]?[symbol] }
    package func find(_ instrument: InstrumentID) -> Int? { instruments[instrument] }

    /// `2885`, or an index by its exact name: what stands behind the bar of `nse_cm|2885`.
    package func find(_ segment: NeoSegment, key: String) -> Int? {
        if let slot = indices[segment]?[key] { return slot }
        // `UInt32` would read a sign, too.
        guard key.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
        return UInt32(key).flatMap { find(segment, token: $0) }
    }

    /// `nse_cm|2885`.
    package func find(_ pair: some StringProtocol) -> Int? {
        let parts = pair.split(separator: "|", omittingEmptySubsequences: false)
        guard parts.count == 2, let segment = NeoSegment(rawValue: String(parts[0])) else { return nil }
        return find(segment, key: String(parts[1]))
    }

    package func prices(_ setup: PracticeSetup) -> PracticePrices {
        PracticePrices(
            listings.map { PracticePrices.Slot($0.instrument, tick: $0.isIndex ? .zero : $0.tick) },
            madeIndex: madeIndex,
            parts: listings.indices.filter { listings[$0].segment == .nseCash && listings[$0].instrument != nil },
            setup
        )
    }
}

// MARK: - Tokens

extension NeoCatalogue {
    /// The exchange's token where it is known, otherwise the next free one of its segment.
    private static func tokens(_ table: InstrumentTable) -> [UInt32] {
        var tokens: [UInt32] = []
        var taken: [NeoSegment: Set<UInt32>] = [:]
        for instrument in table.instruments {
            let token = knownToken(instrument) ?? 0
            tokens.append(token)
            if token > 0 { taken[NeoSegment(instrument.segment), default: []].insert(token) }
        }
        var next: [NeoSegment: UInt32] = [:]
        for (index, instrument) in table.instruments.enumerated() where tokens[index] == 0 {
            let segment = NeoSegment(instrument.segment)
            var token = next[segment] ?? 5001
            while taken[segment]?.contains(token) == true { token += 1 }
            next[segment] = token + 1
            tokens[index] = token
        }
        return tokens
    }

    private static func knownToken(_ instrument: Instrument) -> UInt32? {
        if instrument.token > 0 { return UInt32(exactly: instrument.token) }
        return switch (instrument.kind, instrument.segment) {
        case (.index, .nseIndex): NeoListing.index(instrument.symbol)?.token
        case (.equity, .nseEquity): NeoListing.shares[instrument.symbol]?.token
        default: nil
        }
    }

    /// A root of one segment, and a month.
    struct Month: Hashable {
        var root: String
        var segment: Segment
        var month: Int

        init(_ instrument: Instrument, _ expiry: Day) {
            root = instrument.symbol
            segment = instrument.segment
            month = expiry.parts.year * 12 + expiry.parts.month
        }
    }

    private static func lastExpiries(_ table: InstrumentTable) -> [Month: Day] {
        var last: [Month: Day] = [:]
        for instrument in table.instruments {
            let expiry: Day
            switch instrument.kind {
            case .equity, .etf, .index: continue
            case .future(let day), .option(let day, _, _): expiry = day
            }
            let month = Month(instrument, expiry)
            last[month] = max(last[month] ?? expiry, expiry)
        }
        return last
    }
}
