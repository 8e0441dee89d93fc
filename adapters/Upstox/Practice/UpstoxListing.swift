import SaudaBroker
import SaudaCore

/// One row of an instrument file (section 3).
struct UpstoxListing: Hashable, Sendable {
    /// Nil for the index that is made of the shares.
    var instrument: InstrumentID?
    /// `NSE_EQ`, `NSE_FO`, ...
    var segment: String
    /// `NSE_EQ|INE000A01020`.
    var key: String
    var token: Int64
    var symbol: String
    var tradingSymbol: String
    /// `EQ`, `FUT`, `CE`, `PE`, `INDEX`, or a group of BSE.
    var type: String
    var isin = ""
    var lot: Quantity
    var tick: Price
    var freeze: Quantity?
    var expiry: Day?
    var strike = Price.zero
    /// Of derivatives.
    var underlyingKey = ""

    var exchange: String { String(segment.prefix(3)) }
    var isIndex: Bool { segment.hasSuffix("_INDEX") }
    var isEquity: Bool { segment.hasSuffix("_EQ") }
    /// As rows of the book name the exchange (section 5.1).
    var bookExchange: String {
        switch segment {
        case "NSE_FO": "NFO"
        case "BSE_FO": "BFO"
        default: exchange
        }
    }

    /// Under which quotes come (trap T13).
    var quoteKey: String { "\(segment):\(tradingSymbol)" }

    /// A row of the list.
    var json: PracticeJSON { row { .int(UpstoxTime.milliseconds($0.at(TimeOfDay(23, 59, 59)))) } }

    /// A row of an answer about contracts, whose day of expiry is a text (section 7.3).
    var contract: PracticeJSON { row { .string("\($0)") } }

    private func row(_ day: (Day) -> PracticeJSON) -> PracticeJSON {
        var pairs: [PracticeJSON.Pair] = [
            .init(key: "segment", value: .string(segment)), .init(key: "name", value: .string(symbol)),
            .init(key: "exchange", value: .string(exchange)), .init(key: "instrument_type", value: .string(type)),
            .init(key: "instrument_key", value: .string(key)),
            .init(key: "exchange_token", value: .string("\(token)")),
            .init(key: "trading_symbol", value: .string(tradingSymbol)),
        ]
        guard !isIndex else { return .object(pairs) }
        // In paise (trap T1).
        pairs += [
            .init(key: "lot_size", value: .quantity(lot)), .init(key: "tick_size", value: .rupees(tick.raw * 100)),
            .init(key: "freeze_quantity", value: .quantity(freeze ?? Quantity(100_000))),
        ]
        if isEquity { pairs.append(.init(key: "isin", value: .string(isin))) }
        if let expiry {
            pairs += [
                .init(key: "expiry", value: day(expiry)), .init(key: "weekly", value: false),
                .init(key: "underlying_symbol", value: .string(symbol)),
                .init(key: "underlying_key", value: .string(underlyingKey)),
                .init(key: "minimum_lot", value: .quantity(lot)),
            ]
        }
        if strike.raw > 0 { pairs.append(.init(key: "strike_price", value: .price(strike))) }
        return .object(pairs)
    }
}
