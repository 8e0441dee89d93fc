import SaudaBroker
import SaudaCore

/// One row of the instrument list that sauda trades or prices.
struct DumpRow {
    /// Why a row is left out.
    struct Skip: Error { var reason: String }

    var listing: Listing
    var token: UInt32
    /// The share or index that a derivative is of.
    var underlying: String?

    init(_ fields: [String], _ columns: InstrumentDump.Columns) throws(Skip) {
        let exchange = fields[columns.exchange]
        let segment = fields[columns.segment]
        let symbol = fields[columns.symbol]
        guard let token = UInt32(fields[columns.token]), token > 0, let number = Int64(fields[columns.exchangeToken]),
            !symbol.isEmpty
        else { throw Skip(reason: "a row without a token or a symbol") }
        var instrument: Instrument
        switch (exchange, segment) {
        case ("NSE", "INDICES"), ("BSE", "INDICES"):
            let place: Segment = exchange == "NSE" ? .nseIndex : .bseIndex
            instrument = Instrument(symbol: symbol, series: "", segment: place, kind: .index)
        case ("NSE", "NSE"):
            guard let name = Self.share(symbol) else { throw Skip(reason: "a security of NSE that is no share") }
            instrument = Instrument(symbol: name.symbol, series: name.series, segment: .nseEquity)
        case ("BSE", "BSE"):
            instrument = Instrument(symbol: symbol, series: "", segment: .bseEquity)
        case ("NFO", "NFO-FUT"), ("NFO", "NFO-OPT"), ("BFO", "BFO-FUT"), ("BFO", "BFO-OPT"):
            let place: Segment = exchange == "NFO" ? .nseDerivatives : .bseDerivatives
            let kind = try Self.derivative(fields, columns)
            instrument = Instrument(symbol: symbol, series: "", segment: place, kind: kind)
            underlying = fields[columns.name]
        default: throw Skip(reason: "segment \(segment.prefix(20)) of \(exchange.prefix(20))")
        }
        instrument.token = number
        self.token = token
        if instrument.kind != .index {
            guard let tick = Self.price(fields[columns.tick]), tick.raw > 0, let lot = Int64(fields[columns.lot]),
                lot > 0,
                lot <= Quantity.limit.units
            else { throw Skip(reason: "a tradable without a tick or lot size") }
            instrument.tick = tick
            instrument.lot = Quantity(lot)
        }
        listing = Listing(instrument, feedKey: "\(token)", orderKey: "\(exchange):\(symbol)")
    }

    private static func price(_ text: String) -> Price? {
        guard let number = try? JSON(text), let raw = number.decimal(places: 4), raw <= Price.limit.raw else {
            return nil
        }
        return Price(raw: raw)
    }

    private static func derivative(
        _ fields: [String],
        _ columns: InstrumentDump.Columns
    ) throws(Skip) -> Instrument.Kind {
        guard let expiry = Day(fields[columns.expiry]) else { throw Skip(reason: "a derivative without an expiry") }
        switch fields[columns.kind] {
        case "FUT": return .future(expiry: expiry)
        case "CE", "PE":
            guard let strike = price(fields[columns.strike]), strike.raw > 0 else {
                throw Skip(reason: "an option without a strike")
            }
            return .option(expiry: expiry, strike: strike, isCall: fields[columns.kind] == "CE")
        case let kind: throw Skip(reason: "a derivative of type \(kind.prefix(20))")
        }
    }

    /// Series other than EQ stand behind a hyphen: `CENTRALBK-BE`; `BAJAJ-AUTO` has none. Nil for bonds, bills and the
    /// like, which have series of their own.
    static func share(_ symbol: String) -> (symbol: String, series: String)? {
        guard let hyphen = symbol.lastIndex(of: "-") else { return (symbol, "EQ") }
        let series = symbol[symbol.index(after: hyphen)...]
        guard series.count == 2, series.allSatisfy({ $0.isASCII && ($0.isUppercase || $0.isNumber) }) else {
            return (symbol, "EQ")
        }
        return shares.contains(String(series)) ? (String(symbol[..<hyphen]), String(series)) : nil
    }

    /// Trade-for-trade, small companies, partly paid, trusts.
    private static let shares: Set<String> = ["BE", "BZ", "BL", "SM", "ST", "SZ", "E1", "X1", "IV", "RR"]
}
