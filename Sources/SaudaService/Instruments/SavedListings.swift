package import SaudaBroker
package import SaudaCore
package import SaudaStore

/// A broker's instrument list as it was loaded once, kept for the day and for comparing it with the next one.
package struct SavedListings: Hashable, Sendable {
    package var broker: String
    package var loaded: Timestamp
    package var listings: [Listing]

    package init(broker: String, loaded: Timestamp, listings: [Listing]) {
        self.broker = broker
        self.loaded = loaded
        self.listings = listings
    }

    /// Brokers make the day's list before this; one that was loaded earlier is yesterday's.
    package static let madeBy = TimeOfDay(8, 30)

    /// Whether it is the list to use at `now`.
    package func isCurrent(at now: Timestamp) -> Bool {
        let today = now.day.at(Self.madeBy)
        if now < today { return loaded >= now.day.advanced(by: -1).at(Self.madeBy) }
        return loaded >= today
    }
}

// MARK: - As text

extension SavedListings {
    private static let magic = "sauda instruments 1"

    /// A line per instrument, fields apart by tabs, in the end the number of lines: a file that was cut is known.
    package var text: String {
        var lines = ["\(Self.magic)\t\(broker)\t\(loaded.microseconds)"]
        lines.reserveCapacity(listings.count + 2)
        var count = 0
        for listing in listings {
            let line = Self.line(listing)
            // A name with a tab would move the fields; no broker has one.
            guard line.utf8.count(where: { $0 == UInt8(ascii: "\t") }) == 11, !line.utf8.contains(UInt8(ascii: "\n"))
            else { continue }
            lines.append(line)
            count += 1
        }
        lines.append("end\t\(count)")
        return lines.joined(separator: "\n") + "\n"
    }

    private static func line(_ listing: Listing) -> String {
        let instrument = listing.instrument
        let kind: [String] =
            switch instrument.kind {
            case .equity: ["EQ", "", ""]
            case .etf: ["ETF", "", ""]
            case .index: ["IDX", "", ""]
            case .future(let expiry): ["FUT", "\(expiry)", ""]
            case .option(let expiry, let strike, let isCall): [isCall ? "CE" : "PE", "\(expiry)", "\(strike.raw)"]
            }
        let fields =
            ["\(instrument.segment.rawValue)", instrument.symbol, instrument.series] + kind + [
                "\(instrument.token)", instrument.tick.map { "\($0.raw)" } ?? "", "\(instrument.lot)",
                (instrument.freeze.map { "\($0)" } ?? "") + (instrument.hasDerivatives ? "D" : ""),
                listing.feedKey, listing.orderKey,
            ]
        return fields.joined(separator: "\t")
    }

    /// - Throws: `DataError` for a file that is no such list, is damaged or was cut.
    package init(parsing bytes: [UInt8], file: String) throws(DataError) {
        func damaged(_ what: String, line: Int? = nil) -> DataError {
            DataError(file: file, line: line, what: what, nextStep: "delete it and run `sauda instruments`")
        }
        guard bytes.last == UInt8(ascii: "\n") else { throw damaged("the saved instrument list was cut") }
        let lines = bytes.dropLast().split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        let head = Self.fields(lines[0])
        guard head.count == 3, head[0] == Self.magic, let loaded = Int64(head[2]) else {
            throw damaged("this is no saved instrument list")
        }
        let last = Self.fields(lines[lines.count - 1])
        guard last.count == 2, last[0] == "end", last[1] == "\(lines.count - 2)" else {
            throw damaged("the saved instrument list was cut")
        }
        broker = head[1]
        self.loaded = Timestamp(microseconds: loaded)
        listings = []
        listings.reserveCapacity(lines.count)
        for (index, line) in lines.enumerated().dropFirst().dropLast() {
            guard let listing = Self.listing(Self.fields(line)) else {
                throw damaged("a row of the saved instrument list cannot be read", line: index + 1)
            }
            listings.append(listing)
        }
    }

    private static func fields(_ line: ArraySlice<UInt8>) -> [String] {
        line.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
    }

    private static func listing(_ fields: [String]) -> Listing? {
        guard fields.count == 12, let segment = UInt8(fields[0]).flatMap(Segment.init(rawValue:)),
            !fields[1].isEmpty, let kind = kind(fields[3], fields[4], fields[5]), let token = Int64(fields[6]),
            let lot = Int64(fields[8]), lot > 0, lot <= Quantity.limit.units
        else { return nil }
        let hasDerivatives = fields[9].hasSuffix("D")
        let freeze = hasDerivatives ? fields[9].dropLast() : fields[9][...]
        var instrument = Instrument(symbol: fields[1], series: fields[2], segment: segment, kind: kind, token: token)
        if !fields[7].isEmpty {
            guard let tick = Int64(fields[7]), tick > 0, tick <= Price.limit.raw else { return nil }
            instrument.tick = Price(raw: tick)
        }
        if !freeze.isEmpty {
            guard let most = Int64(freeze), most > 0 else { return nil }
            instrument.freeze = Quantity(most)
        }
        instrument.lot = Quantity(lot)
        instrument.hasDerivatives = hasDerivatives
        return Listing(instrument, feedKey: fields[10], orderKey: fields[11])
    }

    private static func kind(_ word: String, _ expiry: String, _ strike: String) -> Instrument.Kind? {
        switch word {
        case "EQ": return .equity
        case "ETF": return .etf
        case "IDX": return .index
        case "FUT": return Day(expiry).map { .future(expiry: $0) }
        case "CE", "PE":
            guard let day = Day(expiry), let raw = Int64(strike), raw > 0, raw <= Price.limit.raw else { return nil }
            return .option(expiry: day, strike: Price(raw: raw), isCall: word == "CE")
        default: return nil
        }
    }
}
