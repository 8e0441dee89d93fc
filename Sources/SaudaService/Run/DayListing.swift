package import SaudaBroker
package import SaudaCore
package import SaudaStore

/// A live day's instruments: what is followed, as the broker lists it, and what the books have besides.
package struct DayListing: Sendable {
    package private(set) var instruments = InstrumentTable()
    package private(set) var listings = ListingTable()
    /// In the books and not, or not clearly, in the list: it keeps its place in the books, and no order finds a key.
    package private(set) var unlisted: Set<InstrumentID> = []

    /// - Parameters:
    ///   - symbols: those of the universe: names, or symbols of the main board.
    ///   - names: of the books.
    ///   - needed: those of them that are held or ordered.
    /// - Throws: `RequestError` for one of the universe that is not one share of the list, `InstrumentTable.Refusal` for a
    ///   list that cannot be right.
    package init(
        _ list: [Listing],
        symbols: [String],
        names: [DayHeader.Name],
        needed: [DayHeader.Name]
    ) throws {
        let shares = Dictionary(grouping: list.filter { $0.instrument.segment == .nseEquity }, by: \.instrument.symbol)
        let named = Dictionary(grouping: shares.values.joined(), by: \.instrument.name)
        for symbol in symbols {
            let series = (shares[symbol] ?? []).filter { $0.instrument.series == "EQ" && $0.instrument.name != symbol }
            let fits = (named[symbol] ?? []) + series
            guard fits.count == 1 else {
                let what = fits.isEmpty ? "no share" : "\(fits.count) shares"
                throw RequestError(
                    "the broker lists \(what) of the name \(symbol) on the NSE",
                    "write its full name under universe:, or take it out"
                )
            }
            try listings.add(fits[0], as: try instruments.add(fits[0].instrument))
        }
        for name in names where (try? instruments.find(name.text, in: name.segment)) == nil {
            let fits = list.filter { $0.instrument.segment == name.segment && $0.instrument.name == name.text }
            if let found = fits.first, fits.count == 1 {
                try listings.add(found, as: try instruments.add(found.instrument))
            } else if needed.contains(name) {
                let symbol = name.symbol
                let series = symbol == name.text ? "" : "EQ"
                let gone = Instrument(symbol: symbol, series: series, segment: name.segment)
                unlisted.insert(try instruments.add(gone))
            }
        }
    }
}
