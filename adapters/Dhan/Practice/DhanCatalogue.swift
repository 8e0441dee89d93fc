package import SaudaBroker
package import SaudaCore

/// What can be traded and watched, by segment and id. A slot is the place in `listings`.
package struct DhanCatalogue: Sendable {
    package private(set) var listings: [DhanListing] = []
    private var byKey: [DhanKey: Int] = [:]
    private var byInstrument: [InstrumentID: Int] = [:]
    /// Of the index that is made of the shares; nil when the table has indices of its own.
    package private(set) var madeIndex: Int?

    package init(_ setup: PracticeSetup, on day: Day) {
        let table = setup.instruments
        let ids = DhanCatalogue.securityIDs(table)
        let lastDays = DhanCatalogue.lastExpiries(table)
        for id in table.ids {
            let instrument = table[id]
            let close = setup.daily.indices.contains(Int(id.index)) ? setup.daily[Int(id.index)].last?.close : nil
            let tick = instrument.tick ?? setup.ticks.tick(for: close ?? Price(rupees: 100), on: day)
            var listing = DhanListing(id, instrument, securityID: ids[Int(id.index)], tick: tick)
            if let expiry = listing.expiry { listing.isMonthly = lastDays.contains(Month(instrument, expiry), expiry) }
            add(listing)
        }
        guard !listings.contains(where: \.isIndex), listings.contains(where: \.isShare) else { return }
        madeIndex = listings.count
        add(.nifty)
        guard !listings.contains(where: { $0.expiry != nil }) else { return }
        for listing in DhanCatalogue.derivatives(listings, setup, on: day) { add(listing) }
    }

    private mutating func add(_ listing: DhanListing) {
        guard byKey[listing.key] == nil else { return }
        let slot = listings.count
        listings.append(listing)
        byKey[listing.key] = slot
        if let id = listing.instrument { byInstrument[id] = slot }
    }

    package subscript(slot: Int) -> DhanListing { listings[slot] }
    package func find(_ key: DhanKey) -> Int? { byKey[key] }
    package func find(_ segment: DhanSegment, _ securityID: UInt32) -> Int? {
        byKey[DhanKey(segment, securityID)]
    }
    /// An id in digits, as most requests have it.
    package func find(_ segment: DhanSegment, _ securityID: String) -> Int? {
        // `UInt32` would read a sign, too.
        guard securityID.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
        return UInt32(securityID).flatMap { find(segment, $0) }
    }
    package func find(_ instrument: InstrumentID) -> Int? { byInstrument[instrument] }
}

// MARK: - Ids

extension DhanCatalogue {
    /// The real id where it is known, the exchange's token where the table has one, otherwise the next free one of its
    /// segment. Numbers repeat across segments, as the real ones do: a share has the number 13 of the index.
    private static func securityIDs(_ table: InstrumentTable) -> [UInt32] {
        var ids: [UInt32] = []
        var taken: [DhanSegment: Set<UInt32>] = [:]
        for instrument in table.instruments {
            let id = knownID(instrument) ?? 0
            ids.append(id)
            if id > 0 { taken[DhanSegment(instrument.segment), default: []].insert(id) }
        }
        var next: [DhanSegment: UInt32] = [.nseEquity: 13]
        for (index, instrument) in table.instruments.enumerated() where ids[index] == 0 {
            let segment = DhanSegment(instrument.segment)
            var id = next[segment] ?? 5001
            while taken[segment]?.contains(id) == true { id = max(id + 1, 5001) }
            next[segment] = max(id + 1, 5001)
            ids[index] = id
        }
        return ids
    }

    private static func knownID(_ instrument: Instrument) -> UInt32? {
        switch (instrument.kind, instrument.segment) {
        case (.index, _):
            if let id = DhanListing.indices[DhanListing.indexSymbol(instrument.symbol)] { return id }
        case (.equity, .nseEquity) where instrument.token <= 0: return DhanListing.shares[instrument.symbol]?.id
        default: break
        }
        return instrument.token > 0 ? UInt32(exactly: instrument.token) : nil
    }

    fileprivate struct Month: Hashable {
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
            guard let expiry = instrument.expiry else { continue }
            let month = Month(instrument, expiry)
            last[month] = max(last[month] ?? expiry, expiry)
        }
        return last
    }
}

extension [DhanCatalogue.Month: Day] {
    fileprivate func contains(_ month: DhanCatalogue.Month, _ day: Day) -> Bool { self[month] == day }
}

extension Instrument {
    fileprivate var expiry: Day? {
        switch kind {
        case .equity, .etf, .index: nil
        case .future(let day): day
        case .option(let day, _, _): day
        }
    }
}

// MARK: - Listings

extension DhanListing {
    /// `NIFTY 50`, by its real id.
    fileprivate static let nifty = DhanListing(
        instrument: nil,
        segment: .indices,
        securityID: 13,
        exchange: "NSE",
        tradingSymbol: "NIFTY",
        customSymbol: "Nifty 50",
        name: "NIFTY",
        symbol: "NIFTY",
        kind: "INDEX",
        series: "X",
        lot: Quantity(1),
        tick: Price(paise: 5)
    )

    fileprivate init(_ id: InstrumentID, _ instrument: Instrument, securityID: UInt32, tick: Price) {
        let segment = DhanSegment(instrument.segment)
        let isBSE = [.bseEquity, .bseIndex, .bseDerivatives, .bseCurrency].contains(instrument.segment)
        self.init(
            instrument: id,
            segment: segment,
            securityID: securityID,
            exchange: segment == .commodity ? "MCX" : isBSE ? "BSE" : "NSE",
            tradingSymbol: instrument.symbol,
            customSymbol: instrument.symbol,
            name: instrument.symbol,
            symbol: instrument.symbol,
            kind: "EQUITY",
            series: "NA",
            lot: instrument.lot,
            tick: tick,
            freeze: instrument.freeze
        )
        switch instrument.kind {
        case .equity, .etf: describe(asShare: instrument, isBSE)
        case .index:
            (kind, series) = ("INDEX", "X")
            symbol = DhanListing.indexSymbol(instrument.symbol)
            (tradingSymbol, name) = (symbol, symbol)
        case .future(let day): describe(day, nil, isIndex: DhanListing.indices[instrument.symbol] != nil)
        case .option(let day, let price, let isCall):
            describe(day, (price, isCall), isIndex: DhanListing.indices[instrument.symbol] != nil)
        }
    }

    private mutating func describe(asShare instrument: Instrument, _ isBSE: Bool) {
        series = instrument.series.isEmpty ? "EQ" : instrument.series
        if isBSE, series == "EQ" { series = "A" }
        isin = DhanListing.madeISIN(securityID)
        guard let known = DhanListing.shares[instrument.symbol] else { return }
        (isin, customSymbol, name) = (known.isin, known.title, known.name)
    }

    mutating func describe(_ day: Day, _ option: (Price, isCall: Bool)?, isIndex: Bool) {
        let isCommodity = segment == .commodity
        let isCurrency = segment == .nseCurrency || segment == .bseCurrency
        let ending = isCommodity ? "COM" : isCurrency ? "CUR" : isIndex ? "IDX" : "STK"
        kind = option == nil ? "FUT" + ending : isCommodity ? "OPTFUT" : "OPT" + ending
        tradingSymbol = DhanListing.tradingSymbol(symbol, day, option, withDay: isCommodity)
        customSymbol = DhanListing.customSymbol(symbol, day, option)
        name = isCommodity ? symbol : ""
        if isCommodity { series = "" }
        expiry = day
        guard let option else { return }
        strike = option.0
        optionType = option.isCall ? "CE" : "PE"
    }
}

// MARK: - Prices

extension DhanCatalogue {
    package func prices(_ setup: PracticeSetup) -> PracticePrices {
        PracticePrices(
            listings.map { PracticePrices.Slot($0.instrument, tick: $0.isIndex ? .zero : $0.tick) },
            madeIndex: madeIndex,
            parts: listings.indices.filter { listings[$0].segment == .nseEquity },
            setup
        )
    }
}
