import SaudaBroker
import SaudaCore

/// One row of an instrument master that sauda trades or prices (protocol sections 6.3 and 6.4).
struct MasterRow {
    /// Why a row is left out.
    struct Skip: Error { var reason: String }

    var listing: Listing
    /// The share that a derivative is of.
    var underlyingShare: String?

    init(_ fields: [String], _ columns: MasterColumns) throws(Skip) {
        let exchange = fields[columns.exchange]
        let segment = fields[columns.segment]
        let word = fields[columns.instrument]
        let symbol = fields[columns.symbol]
        guard let id = UInt32(fields[columns.security]), id > 0, !symbol.isEmpty else {
            throw Skip(reason: "a row without a security id or a symbol")
        }
        guard !symbol.contains("NSETEST") else { throw Skip(reason: "a test symbol of the exchange") }
        let place: Segment
        var instrument: Instrument
        switch (exchange, segment) {
        case ("NSE", "I"), ("BSE", "I"):
            place = exchange == "NSE" ? .nseIndex : .bseIndex
            instrument = Instrument(symbol: symbol, series: "", segment: place, kind: .index)
        case ("NSE", "E"), ("BSE", "E"):
            place = exchange == "NSE" ? .nseEquity : .bseEquity
            let series = try Self.series(fields, columns, exchange)
            instrument = Instrument(symbol: symbol, series: series, segment: place, kind: Self.share(fields, columns))
        case ("NSE", "D"), ("BSE", "D"):
            place = exchange == "NSE" ? .nseDerivatives : .bseDerivatives
            let root = try columns.isDetailed ? symbol : Self.root(of: symbol, isOption: word.hasPrefix("OPT"))
            let kind = try Self.derivative(fields, columns, word)
            let name = Self.name(root, kind)
            instrument = Instrument(symbol: name, series: "", segment: place, kind: kind)
            if word.hasSuffix("STK") { underlyingShare = root }
        default: throw Skip(reason: "segment \(segment.prefix(20)) of \(exchange.prefix(20))")
        }
        instrument.token = Int64(id)
        if instrument.kind != .index {
            // Paise: 5.0000 is 0.05 rupee. What stands in rows of indices means nothing.
            guard let tick = Self.decimal(fields[columns.tick], places: 2), tick > 0, tick <= Price.limit.raw,
                let lot = Self.decimal(fields[columns.lot], places: 0), lot > 0, lot <= Quantity.limit.units
            else { throw Skip(reason: "a tradable without a tick or lot size") }
            instrument.tick = Price(raw: tick)
            instrument.lot = Quantity(lot)
            if let column = columns.freeze, let most = Self.decimal(fields[column], places: 0),
                (1...Quantity.limit.units).contains(most), place == .nseDerivatives || place == .bseDerivatives
            {
                instrument.freeze = Quantity(most)
            }
        }
        let key = SecurityKey(ExchangeSegment(place), id).text
        listing = Listing(instrument, feedKey: "\(key):\(word)", orderKey: key)
    }

    /// A decimal text as a whole number of 10 to the minus `places`; nil for what is none.
    private static func decimal(_ text: String, places: Int) -> Int64? {
        guard let number = try? JSON(text) else { return nil }
        return places == 0 ? number.integer : number.decimal(places: places)
    }

    private static func share(_ fields: [String], _ columns: MasterColumns) -> Instrument.Kind {
        fields[columns.kind] == "ETF" ? .etf : .equity
    }

    /// NSE's series; none for BSE, whose groups change without the share changing. Bonds, gilts and funds of other
    /// series are no shares.
    private static func series(
        _ fields: [String],
        _ columns: MasterColumns,
        _ exchange: String
    ) throws(Skip) -> String {
        guard fields[columns.instrument] == "EQUITY" else {
            throw Skip(reason: "a security of kind \(fields[columns.instrument].prefix(20))")
        }
        guard exchange == "NSE" else { return "" }
        let series = fields[columns.series]
        guard shares.contains(series) else { throw Skip(reason: "a security of NSE that is no share") }
        return series
    }

    /// Trade-for-trade and small companies beside the common ones (section 6.4).
    private static let shares: Set<String> = ["EQ", "BE", "BZ", "SM", "ST"]

    private static func derivative(
        _ fields: [String],
        _ columns: MasterColumns,
        _ word: String
    ) throws(Skip) -> Instrument.Kind {
        // The time of day behind it differs by layout and exchange.
        guard let expiry = Day(fields[columns.expiry].prefix(10)), expiry > Day(number: 0) else {
            throw Skip(reason: "a derivative without an expiry")
        }
        switch (word, fields[columns.option]) {
        case ("FUTIDX", _), ("FUTSTK", _): return .future(expiry: expiry)
        case ("OPTIDX", "CE"), ("OPTIDX", "PE"), ("OPTSTK", "CE"), ("OPTSTK", "PE"):
            guard let strike = decimal(fields[columns.strike], places: 4), strike > 0, strike <= Price.limit.raw else {
                throw Skip(reason: "an option without a strike")
            }
            return .option(expiry: expiry, strike: Price(raw: strike), isCall: fields[columns.option] == "CE")
        default: throw Skip(reason: "a derivative of kind \(word.prefix(20))")
        }
    }

    /// What stands before the month: `BAJAJ-AUTO` of `BAJAJ-AUTO-Sep2026-FUT`.
    private static func root(of symbol: String, isOption: Bool) throws(Skip) -> String {
        let parts = symbol.split(separator: "-", omittingEmptySubsequences: false)
        let behind = isOption ? 3 : 2
        guard parts.count > behind else { throw Skip(reason: "a derivative whose symbol has no root") }
        return parts.dropLast(behind).joined(separator: "-")
    }

    /// As the broker names contracts, but with the day: weekly options of one month share the broker's own symbol, which
    /// is not unique. `NIFTY-29Sep2026-29150-CE`, `RELIANCE-29Sep2026-FUT`.
    private static func name(_ root: String, _ kind: Instrument.Kind) -> String {
        switch kind {
        case .future(let expiry): "\(root)-\(text(expiry))-FUT"
        case .option(let expiry, let strike, let isCall):
            "\(root)-\(text(expiry))-\(text(strike))-\(isCall ? "CE" : "PE")"
        case .equity, .etf, .index: root
        }
    }

    private static func text(_ day: Day) -> String {
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let (year, month, number) = day.parts
        return "\(number < 10 ? "0" : "")\(number)\(months[month - 1])\(year)"
    }

    /// Without zeros behind the point: `29150`, `372.5`.
    private static func text(_ strike: Price) -> String {
        var text = strike.description
        while text.last == "0" { text.removeLast() }
        if text.last == "." { text.removeLast() }
        return text
    }
}
