package import SaudaBroker
package import SaudaCore

/// Finds what a person names in a broker's list.
package struct ListingSearch: Sendable {
    package struct Refusal: Error, Hashable, Sendable, CustomStringConvertible {
        package var description: String
    }

    package let listings: [Listing]
    /// Places in the list by key, and by symbol and full name, in capitals.
    private var byKey: [String: Places] = [:]
    private var byName: [String: Places] = [:]

    /// Most names have one place, for which no array is made.
    private enum Places {
        case one(Int)
        case several([Int])

        init(_ known: Places, and place: Int) {
            self =
                switch known {
                case .one(let first): .several([first, place])
                case .several(let places): .several(places + [place])
                }
        }

        var all: [Int] {
            switch self {
            case .one(let place): [place]
            case .several(let places): places
            }
        }
    }

    /// Makes an index: some 100 ms for a whole market.
    package init(_ listings: [Listing]) {
        self.listings = listings
        byKey.reserveCapacity(listings.count)
        byName.reserveCapacity(listings.count)
        for (place, listing) in listings.enumerated() {
            let instrument = listing.instrument
            let symbol = instrument.symbol.uppercased()
            Self.add(place, listing.orderKey.uppercased(), to: &byKey)
            Self.add(place, symbol, to: &byName)
            guard !instrument.series.isEmpty else { continue }
            Self.add(place, "\(symbol)-\(instrument.series.uppercased())", to: &byName)
        }
    }

    private static func add(_ place: Int, _ name: String, to index: inout [String: Places]) {
        if let known = index.updateValue(.one(place), forKey: name) { index[name] = Places(known, and: place) }
    }

    /// The instrument of that name.
    ///
    /// A plain name is a share of the NSE in its series EQ (`INFY`), with another series when it is written out
    /// (`INFY-BE`), else an index, else whatever else has the name. `NSE:` or `BSE:` before it chooses the exchange,
    /// and the broker's own key (`NFO:INFY26DECFUT`) is always taken.
    ///
    /// - Throws: for a name that fits none, or several: they are listed, and one has to be written out.
    package func find(_ text: String) throws(Refusal) -> Listing {
        let wanted = text.uppercased()
        if case .one(let place)? = byKey[wanted] { return listings[place] }
        let parts = wanted.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let name = parts[parts.count - 1]
        let exchange = parts.count == 2 ? parts[0] : nil
        let named = (byName[name]?.all ?? []).map { listings[$0] }.filter { listing in
            exchange.map { listing.instrument.segment.exchange == $0 } ?? true
        }
        for segments in Self.order {
            let fits = named.filter { segments.contains($0.instrument.segment) }
            guard !fits.isEmpty else { continue }
            let plain = fits.filter { $0.instrument.series == "EQ" || $0.instrument.name.uppercased() == name }
            if plain.count == 1 { return plain[0] }
            if fits.count == 1 { return fits[0] }
            throw several(text, fits)
        }
        throw none(text)
    }

    /// Where a plain name is looked for first.
    private static let order: [[Segment]] = [
        [.nseEquity], [.bseEquity], [.nseIndex, .bseIndex], [.nseDerivatives, .bseDerivatives],
        [.nseCurrency, .bseCurrency, .mcxCommodity],
    ]

    private func several(_ text: String, _ fits: [Listing]) -> Refusal {
        let names = fits.prefix(8).map { "\($0.orderKey) (\($0.instrument.name), \($0.instrument.segment.word))" }
        return Refusal(
            description:
                "'\(text)' fits \(fits.count) instruments: \(names.joined(separator: ", ")). Write one of them."
        )
    }

    private func none(_ text: String) -> Refusal {
        let names = listings.lazy.filter { $0.instrument.segment.isCash }.map(\.instrument.symbol)
        let near = Suggestion.nearest(to: text, among: Array(Set(names)).sorted())
        let hint = near.map { "Did you mean \($0)?" } ?? "Look for it with `sauda instruments --search TEXT`."
        return Refusal(description: "no instrument is called '\(text)'. \(hint)")
    }

    /// Whose name or key begins with the text, then those that hold it; shares first.
    package func search(_ text: String) -> [Listing] {
        let wanted = text.uppercased()
        var ranked: [(rank: Int, key: String, listing: Listing)] = []
        for listing in listings {
            let symbol = listing.instrument.symbol.uppercased()
            let rank: Int
            if symbol == wanted {
                rank = 0
            } else if symbol.hasPrefix(wanted) {
                rank = 1
            } else if symbol.contains(wanted) || listing.orderKey.uppercased().contains(wanted) {
                rank = 2
            } else {
                continue
            }
            let place = listing.instrument.segment.isCash ? 0 : 3
            ranked.append((rank + place, listing.orderKey, listing))
        }
        return ranked.sorted { ($0.rank, $0.key) < ($1.rank, $1.key) }.map(\.listing)
    }
}

extension Segment {
    /// As people write it.
    package var word: String {
        switch self {
        case .nseEquity: "NSE"
        case .nseDerivatives: "NSE F&O"
        case .nseCurrency: "NSE currency"
        case .nseIndex: "NSE index"
        case .bseEquity: "BSE"
        case .bseDerivatives: "BSE F&O"
        case .bseCurrency: "BSE currency"
        case .bseIndex: "BSE index"
        case .mcxCommodity: "MCX"
        }
    }

    var exchange: String {
        switch self {
        case .nseEquity, .nseDerivatives, .nseCurrency, .nseIndex: "NSE"
        case .bseEquity, .bseDerivatives, .bseCurrency, .bseIndex: "BSE"
        case .mcxCommodity: "MCX"
        }
    }

    package var isCash: Bool { self == .nseEquity || self == .bseEquity }
}
