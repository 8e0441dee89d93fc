import SaudaBroker
import SaudaCore

/// What can be traded and watched, by instrument key. A slot is the place in `listings`.
struct UpstoxCatalogue: Sendable {
    private(set) var listings: [UpstoxListing] = []
    private var byKey: [String: Int] = [:]
    private var byInstrument: [InstrumentID: Int] = [:]
    /// Of the index that is made of the shares; nil when the table has indices of its own.
    private(set) var madeIndex: Int?

    init(_ setup: PracticeSetup, on day: Day) {
        let table = setup.instruments
        var shares: [String: String] = ["NIFTY": "NSE_INDEX|Nifty 50"]
        // What derivatives hang on stands before them.
        for pass in 0..<2 {
            for id in table.ids {
                let instrument = table[id]
                let isDerivative = [.nseDerivatives, .bseDerivatives].contains(instrument.segment)
                guard isDerivative == (pass == 1) else { continue }
                let close = setup.daily.indices.contains(Int(id.index)) ? setup.daily[Int(id.index)].last?.close : nil
                let tick = instrument.tick ?? setup.ticks.tick(for: close ?? Price(rupees: 100), on: day)
                guard let listing = UpstoxListing(id, instrument, tick: tick, underlyings: shares) else { continue }
                add(listing)
                if pass == 0 { shares[instrument.symbol] = listing.key }
            }
        }
        // Neither file of the broker is ever empty.
        if !listings.contains(where: { $0.exchange == "BSE" }) { add(.index("BSE_INDEX", "SENSEX", "SENSEX", 1)) }
        guard !listings.contains(where: { $0.segment == "NSE_INDEX" }), listings.contains(where: \.isEquity) else {
            return
        }
        madeIndex = listings.count
        add(.index("NSE_INDEX", "Nifty 50", "NIFTY", 26_000))
    }

    private mutating func add(_ listing: UpstoxListing) {
        guard byKey[listing.key] == nil else { return }
        byKey[listing.key] = listings.count
        if let id = listing.instrument { byInstrument[id] = listings.count }
        listings.append(listing)
    }

    subscript(slot: Int) -> UpstoxListing { listings[slot] }
    func find(_ key: String) -> Int? { byKey[key] }
    func find(_ instrument: InstrumentID) -> Int? { byInstrument[instrument] }

    func prices(_ setup: PracticeSetup) -> PracticePrices {
        PracticePrices(
            listings.map { PracticePrices.Slot($0.instrument, tick: $0.isIndex ? .zero : $0.tick) },
            madeIndex: madeIndex,
            parts: listings.indices.filter { listings[$0].segment == "NSE_EQ" },
            setup
        )
    }

    /// The file of one exchange, packed as it lies on the broker's server.
    func file(of exchange: String) -> [UInt8] {
        let rows = listings.filter { $0.exchange == exchange }.map(\.json)
        // Rows that sauda leaves alone stand among the others.
        let strangers: [PracticeJSON] = [
            [
                "segment": "NCD_FO", "instrument_key": "NCD_FO|1", "trading_symbol": "USDINR FUT",
                "tick_size": .number("0.25"),
            ],
            [
                "segment": .string("\(exchange)_EQ"), "instrument_key": .string("\(exchange)_EQ|INE000B07011"),
                "isin": "INE000B07011",
                "instrument_type": "SG", "trading_symbol": "774GS2099", "lot_size": 1, "tick_size": .number("1.0"),
            ],
        ]
        return Gzip.pack(Array(PracticeJSON.array(rows + strangers).text.utf8))
    }
}

extension UpstoxListing {
    /// One that the practice exchange does not trade.
    fileprivate static func index(_ segment: String, _ name: String, _ symbol: String, _ token: Int64) -> UpstoxListing
    {
        UpstoxListing(
            instrument: nil,
            segment: segment,
            key: "\(segment)|\(name)",
            token: token,
            symbol: name,
            tradingSymbol: symbol,
            type: "INDEX",
            lot: Quantity(1),
            tick: .zero
        )
    }

    /// Nil for segments that are not practised here.
    fileprivate init?(_ id: InstrumentID, _ instrument: Instrument, tick: Price, underlyings: [String: String]) {
        let segment: String
        switch instrument.segment {
        case .nseEquity: segment = "NSE_EQ"
        case .bseEquity: segment = "BSE_EQ"
        case .nseDerivatives: segment = "NSE_FO"
        case .bseDerivatives: segment = "BSE_FO"
        case .nseIndex: segment = "NSE_INDEX"
        case .bseIndex: segment = "BSE_INDEX"
        case .nseCurrency, .bseCurrency, .mcxCommodity: return nil
        }
        let token = instrument.token > 0 ? instrument.token : 50_000 + Int64(id.index)
        self.init(
            instrument: id,
            segment: segment,
            key: "\(segment)|\(token)",
            token: token,
            symbol: instrument.symbol,
            tradingSymbol: instrument.symbol,
            type: "INDEX",
            lot: instrument.lot,
            tick: tick,
            freeze: instrument.freeze
        )
        switch instrument.kind {
        case .index: key = "\(segment)|\(instrument.symbol == "NIFTY" ? "Nifty 50" : instrument.symbol)"
        case .equity, .etf:
            let digits = String(token % 1_000_000)
            let number = String(repeating: "0", count: 6 - digits.count) + digits
            // Six signs of issuer and number; the last is no check digit here.
            isin = "\(instrument.kind == .etf ? "INF" : "INE")\(number.prefix(4))01\(number.suffix(2))0"
            key = "\(segment)|\(isin)"
            type = segment == "NSE_EQ" ? (instrument.series.isEmpty ? "EQ" : instrument.series) : "A"
        case .future(let day): describe(day, "FUT", underlyings)
        case .option(let day, let strike, let isCall):
            self.strike = strike
            describe(day, isCall ? "CE" : "PE", underlyings)
        }
    }

    private mutating func describe(_ day: Day, _ word: String, _ underlyings: [String: String]) {
        type = word
        expiry = day
        underlyingKey = underlyings[symbol] ?? ""
        let months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
        let (year, month, number) = day.parts
        let date = "\(number < 10 ? "0" : "")\(number) \(months[month - 1]) \(year % 100)"
        let price = strike.raw > 0 ? "\(strike.raw / 10_000) " : ""
        tradingSymbol = "\(symbol) \(price)\(word) \(date)"
    }
}
