import SaudaBroker
import SaudaCore

/// One row of the scrip master that sauda trades or prices.
struct ScripRow {
    /// Why a row is left out, or the whole file.
    struct Skip: Error {
        var reason: String
        var isFatal = false
    }

    let listing: Listing

    init(_ fields: [String], _ columns: ScripFile.Columns) throws(Skip) {
        let segment = fields[columns.segment]
        let symbol = fields[columns.symbol]
        let name = fields[columns.name]
        guard let token = Int64(fields[columns.token]), (1...Int64(UInt32.max)).contains(token), !symbol.isEmpty else {
            throw Skip(reason: "a row without a token or a symbol")
        }
        var key = "\(token)"
        var instrument: Instrument
        switch segment {
        case "nse_cm" where fields[columns.group].isEmpty:
            // Feeds and quotes know an index by the exchange's name for it, whose letters are neither all large nor small.
            guard let known = Self.indices[name] else {
                throw Skip(reason: "an index without a known name in the feed")
            }
            key = known
            instrument = Instrument(symbol: symbol, series: "", segment: .nseIndex, kind: .index)
        case "nse_cm":
            let series = fields[columns.group]
            guard Self.shares.contains(series) else { throw Skip(reason: "a security of NSE that is no share") }
            guard symbol.hasSuffix("-" + series), symbol.utf8.count > series.utf8.count + 1 else {
                throw Skip(reason: "a symbol of NSE without its series")
            }
            instrument = Instrument(
                symbol: String(symbol.dropLast(series.count + 1)),
                series: series,
                segment: .nseEquity
            )
        case "bse_cm": instrument = Instrument(symbol: symbol, series: "", segment: .bseEquity)
        case "nse_fo", "bse_fo":
            let place: Segment = segment == "nse_fo" ? .nseDerivatives : .bseDerivatives
            let kind = try Self.derivative(fields, columns)
            instrument = Instrument(symbol: symbol, series: "", segment: place, kind: kind)
            if let most = Int64(fields[columns.freeze]), most > 0, most <= Quantity.limit.units {
                instrument.freeze = Quantity(most)
            }
        default: throw Skip(reason: "segment \(segment.prefix(20))")
        }
        instrument.token = token
        if instrument.kind != .index {
            guard let tick = Self.price(fields, columns, columns.tick), tick > .zero,
                let lot = Int64(fields[columns.lot]), lot > 0, lot <= Quantity.limit.units
            else { throw Skip(reason: "a tradable without a tick or lot size") }
            instrument.tick = tick
            instrument.lot = Quantity(lot)
        }
        listing = Listing(instrument, feedKey: "\(segment)|\(key)", orderKey: "\(segment)|\(symbol)")
    }

    /// In 1/10^precision rupee on the wire, perhaps as `2.1e+06`.
    private static func price(_ fields: [String], _ columns: ScripFile.Columns, _ column: Int) -> Price? {
        guard let precision = Int(fields[columns.precision]), (0...4).contains(precision),
            let number = try? JSON(fields[column]), let raw = number.decimal(places: 4 - precision),
            (0...Price.limit.raw).contains(raw)
        else { return nil }
        return Price(raw: raw)
    }

    private static func derivative(
        _ fields: [String],
        _ columns: ScripFile.Columns
    ) throws(Skip) -> Instrument.Kind {
        guard let seconds = Int64(fields[columns.expiry]), seconds > 0, seconds < 1 << 40 else {
            throw Skip(reason: "a derivative without an expiry")
        }
        // NSE counts from 1980, India time; BSE as everybody does (section 6.3).
        let shift: Int64 = fields[columns.segment] == "nse_fo" ? 315_513_000 : 0
        let expiry = Timestamp(microseconds: (seconds + shift) * 1_000_000).day
        let told = Self.told(in: fields[columns.symbol], of: fields[columns.name])
        guard told.map({ expiry.description.hasPrefix($0) }) ?? true else {
            throw Skip(reason: "the expiry \(expiry) contradicts \(fields[columns.symbol].prefix(30))", isFatal: true)
        }
        switch fields[columns.option] {
        case "XX": return .future(expiry: expiry)
        case "CE", "PE":
            guard let strike = price(fields, columns, columns.strike), strike > .zero else {
                throw Skip(reason: "an option without a strike")
            }
            return .option(expiry: expiry, strike: strike, isCall: fields[columns.option] == "CE")
        case let kind: throw Skip(reason: "a derivative of type \(kind.prefix(20))")
        }
    }

    /// The day or month that a symbol tells, as the beginning of `2026-09-22`: `NIFTY26OCTFUT`, `NIFTY2692221000PE`. Nil
    /// where it cannot be made out.
    private static func told(in symbol: String, of name: String) -> String? {
        guard symbol.hasPrefix(name) else { return nil }
        let rest = Array(symbol.dropFirst(name.count))
        guard rest.count >= 5, let year = Int(String(rest[0..<2])) else { return nil }
        if let month = months.firstIndex(of: String(rest[2..<5])) { return "20\(two(year))-\(two(month + 1))" }
        guard let day = Int(String(rest[3..<5])) else { return nil }
        let month: Int
        switch rest[2] {
        case "1"..."9": month = Int(String(rest[2])) ?? 0
        case "O": month = 10
        case "N": month = 11
        case "D": month = 12
        default: return nil
        }
        return "20\(two(year))-\(two(month))-\(two(day))"
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    private static let months = [
        "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC",
    ]
    private static let shares: Set<String> = ["EQ", "BE", "BZ", "BL", "SM", "ST", "SZ", "E1", "X1", "IV", "RR"]
    private static let indices = [
        "NIFTY": "Nifty 50", "BANKNIFTY": "Nifty Bank", "FINNIFTY": "Nifty Fin Service",
        "MIDCPNIFTY": "NIFTY MID SELECT", "NIFTYNXT50": "Nifty Next 50", "INDIA VIX": "INDIA VIX",
    ]
}
