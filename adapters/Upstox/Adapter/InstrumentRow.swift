import SaudaBroker
import SaudaCore

/// One row of an instrument list that sauda trades or prices (protocol section 3).
struct InstrumentRow {
    /// Why a row is left out.
    struct Skip: Error { var reason: String }

    var listing: Listing
    /// The key of the share that a derivative is of.
    var underlyingShare: String?

    init(_ row: JSON) throws(Skip) {
        let word = row["segment"].text ?? ""
        guard let place = ExchangeSegment(rawValue: word) else {
            throw Skip(reason: word.isEmpty ? "a row without a segment" : "segment \(word.prefix(20))")
        }
        guard let key = row["instrument_key"].text, ExchangeSegment(ofKey: key) == place,
            let symbol = row["trading_symbol"].text, !symbol.isEmpty
        else { throw Skip(reason: "a row without a key or a symbol of its segment") }
        guard !symbol.contains("NSETEST") else { throw Skip(reason: "a test symbol of the exchange") }
        var instrument: Instrument
        switch place {
        case .nseIndex, .bseIndex:
            instrument = Instrument(symbol: symbol, series: "", segment: place.segment, kind: .index)
        case .nseEquity, .bseEquity:
            let (series, kind) = try Self.share(row, place)
            instrument = Instrument(symbol: symbol, series: series, segment: place.segment, kind: kind)
        case .nseDerivatives, .bseDerivatives:
            let kind = try Self.derivative(row)
            guard let root = row["underlying_symbol"].text ?? row["asset_symbol"].text, !root.isEmpty else {
                throw Skip(reason: "a derivative without an underlying")
            }
            instrument = Instrument(symbol: Self.name(root, kind), series: "", segment: place.segment, kind: kind)
            let underlying = row["underlying_key"].text ?? row["asset_key"].text
            if let underlying, ExchangeSegment(ofKey: underlying)?.isEquity == true { underlyingShare = underlying }
        }
        instrument.token = row["exchange_token"].text.flatMap { Int64($0) } ?? 0
        if !place.isIndex { try Self.readSizes(of: row, into: &instrument, place) }
        listing = Listing(instrument, feedKey: key, orderKey: key)
    }

    private static func readSizes(
        of row: JSON,
        into instrument: inout Instrument,
        _ place: ExchangeSegment
    ) throws(Skip) {
        // Paise: 5.0 is 0.05 rupee (trap T1). What is not of the size of a tick is of another unit.
        guard let tick = row["tick_size"].decimal(places: 2), (100...50_000).contains(tick),
            let lot = row["lot_size"].integer, (1...Quantity.limit.units).contains(lot)
        else { throw Skip(reason: "a tradable without a tick or lot size") }
        instrument.tick = Price(raw: tick)
        instrument.lot = Quantity(lot)
        if let freeze = row["freeze_quantity"].integer, (1...Quantity.limit.units).contains(freeze),
            place.isDerivatives
        {
            instrument.freeze = Quantity(freeze)
        }
    }

    /// NSE's series; none for BSE, whose groups change without the share changing. Bonds, gilts and funds are no shares.
    private static func share(
        _ row: JSON,
        _ place: ExchangeSegment
    ) throws(Skip) -> (series: String, kind: Instrument.Kind) {
        let word = row["instrument_type"].text ?? ""
        let isin = row["isin"].text ?? ""
        let isFund = isin.hasPrefix("INF")
        // Letters and issuer, then two digits for what it is: 01 are shares.
        let isShare = isin.utf8.count == 12 && isin.hasPrefix("INE") && isin.dropFirst(7).hasPrefix("01")
        guard isFund || isShare else { throw Skip(reason: "a security that is no share") }
        guard place == .nseEquity else { return ("", isFund ? .etf : .equity) }
        guard shares.contains(word) else { throw Skip(reason: "a security of NSE that is no share") }
        return (word, isFund ? .etf : .equity)
    }

    /// Trade-for-trade and small companies beside the common ones.
    private static let shares: Set<String> = ["EQ", "BE", "BZ", "SM", "ST"]

    private static func derivative(_ row: JSON) throws(Skip) -> Instrument.Kind {
        // The end of the day of expiry, India time.
        guard let expiry = IndiaTime.milliseconds(row["expiry"])?.day else {
            throw Skip(reason: "a derivative without an expiry")
        }
        switch row["instrument_type"].text {
        case "FUT"?: return .future(expiry: expiry)
        case "CE"?, "PE"?:
            guard let strike = row["strike_price"].decimal(places: 4), Price(raw: strike).isPlausible else {
                throw Skip(reason: "an option without a strike")
            }
            let isCall = row["instrument_type"].text == "CE"
            return .option(expiry: expiry, strike: Price(raw: strike), isCall: isCall)
        case let word: throw Skip(reason: "a derivative of kind \((word ?? "none").prefix(20))")
        }
    }

    /// `NIFTY-29Sep2026-29150-CE`, `RELIANCE-29Sep2026-FUT`: the broker's own symbols have blanks and another order.
    private static func name(_ root: String, _ kind: Instrument.Kind) -> String {
        switch kind {
        case .future(let expiry): "\(root)-\(text(expiry))-FUT"
        case .option(let expiry, let strike, let isCall):
            "\(root)-\(text(expiry))-\(text(strike))-\(isCall ? "CE" : "PE")"
        case .equity, .etf, .index: root
        }
    }

    private static func text(_ day: Day) -> String {
        let (year, month, number) = day.parts
        return "\(number < 10 ? "0" : "")\(number)\(IndiaTime.months[month - 1])\(year)"
    }

    /// Without zeros behind the point: `29150`, `372.5`.
    private static func text(_ strike: Price) -> String {
        var text = strike.description
        while text.last == "0" { text.removeLast() }
        if text.last == "." { text.removeLast() }
        return text
    }
}
