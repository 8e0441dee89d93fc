import SaudaBroker
import SaudaCore

/// What can be traded and watched, by the broker's own keys. A slot is the place in `listings`.
struct KiteCatalogue: Sendable {
    private(set) var listings: [KiteListing] = []
    private var byKey: [String: Int] = [:]
    private var byToken: [UInt32: Int] = [:]
    private var byInstrument: [InstrumentID: Int] = [:]
    /// Of the index that is made of the shares; nil when the table has indices of its own.
    private(set) var madeIndex: Int?

    init(_ setup: PracticeSetup, on day: Day) {
        let table = setup.instruments
        var taken = Set(table.instruments.map(\.token))
        var next: Int64 = 5000
        var hasIndex = false
        for id in table.ids {
            let instrument = table[id]
            var token = instrument.token
            if token <= 0 {
                repeat { next += 1 } while taken.contains(next)
                token = next
                taken.insert(token)
            }
            let close = setup.daily.indices.contains(Int(id.index)) ? setup.daily[Int(id.index)].last?.close : nil
            let tick = instrument.tick ?? setup.ticks.tick(for: close ?? Price(rupees: 100), on: day)
            let listing = KiteListing(id, instrument, token: UInt32(clamping: token), tick: tick, in: table)
            if listing.isIndex { hasIndex = true }
            add(listing)
        }
        guard !hasIndex, listings.contains(where: \.isShare) else { return }
        madeIndex = listings.count
        add(.nifty)
    }

    private mutating func add(_ listing: KiteListing) {
        guard byKey[listing.key] == nil, byToken[listing.token] == nil else { return }
        let slot = listings.count
        listings.append(listing)
        byKey[listing.key] = slot
        byToken[listing.token] = slot
        if let id = listing.instrument { byInstrument[id] = slot }
    }

    subscript(slot: Int) -> KiteListing { listings[slot] }
    func find(key: String) -> Int? { byKey[key] }
    func find(token: UInt32) -> Int? { byToken[token] }
    func find(_ instrument: InstrumentID) -> Int? { byInstrument[instrument] }

    func prices(_ setup: PracticeSetup) -> PracticePrices {
        PracticePrices(
            listings.map { PracticePrices.Slot($0.instrument, tick: $0.tick) },
            madeIndex: madeIndex,
            parts: listings.indices.filter { listings[$0].exchange == "NSE" && !listings[$0].isIndex },
            setup
        )
    }

    /// The dump, of one exchange or of all; nil for an exchange that has none.
    func csv(of exchange: String?) -> String? {
        let rows = listings.filter { exchange == nil || $0.exchange == exchange }
        guard exchange == nil || !rows.isEmpty || KiteCatalogue.exchanges.contains(exchange ?? "") else { return nil }
        let header =
            "instrument_token,exchange_token,tradingsymbol,name,last_price,expiry,strike,tick_size,lot_size,"
            + "instrument_type,segment,exchange"
        return ([header] + rows.map(\.csv)).map { $0 + "\r\n" }.joined()
    }

    static let exchanges = ["NSE", "BSE", "NFO", "BFO", "CDS", "BCD", "MCX"]
}

extension KiteListing {
    /// `NIFTY 50`, with its real token.
    fileprivate static let nifty = KiteListing(
        instrument: nil,
        exchangeToken: 1001,
        segmentByte: 9,
        tradingSymbol: "NIFTY 50",
        name: "NIFTY 50",
        exchange: "NSE",
        segment: "INDICES",
        type: "EQ",
        expiry: nil,
        strike: .zero,
        tick: .zero,
        lot: .zero,
        freeze: nil
    )

    fileprivate init(
        _ id: InstrumentID,
        _ instrument: Instrument,
        token: UInt32,
        tick: Price,
        in table: InstrumentTable
    ) {
        let (exchange, byte): (String, UInt32) =
            switch instrument.segment {
            case .nseEquity: ("NSE", 1)
            case .nseDerivatives: ("NFO", 2)
            case .nseCurrency: ("CDS", 3)
            case .bseEquity: ("BSE", 4)
            case .bseDerivatives: ("BFO", 5)
            case .bseCurrency: ("BCD", 6)
            case .mcxCommodity: ("MCX", 7)
            case .nseIndex: ("NSE", 9)
            case .bseIndex: ("BSE", 9)
            }
        let isIndex = byte == 9
        self.init(
            instrument: id,
            exchangeToken: token,
            segmentByte: byte,
            tradingSymbol: KiteListing.symbol(of: instrument, in: table),
            name: instrument.symbol,
            exchange: exchange,
            segment: isIndex ? "INDICES" : exchange,
            type: "EQ",
            expiry: nil,
            strike: .zero,
            tick: isIndex ? .zero : tick,
            lot: isIndex ? .zero : instrument.lot,
            freeze: instrument.freeze
        )
        switch instrument.kind {
        case .equity, .etf, .index: break
        case .future(let day): (type, segment, expiry) = ("FUT", exchange + "-FUT", day)
        case .option(let day, let price, let isCall):
            (type, segment, expiry, strike) = (isCall ? "CE" : "PE", exchange + "-OPT", day, price)
        }
    }

    /// As section 5 has it; the last expiry of a month has the monthly form.
    private static func symbol(of instrument: Instrument, in table: InstrumentTable) -> String {
        switch instrument.kind {
        case .index: return instrument.symbol
        case .equity, .etf:
            return instrument.series.isEmpty || instrument.series == "EQ" ? instrument.symbol : instrument.name
        case .future(let expiry): return instrument.symbol + month(of: expiry) + "FUT"
        case .option(let expiry, let strike, let isCall):
            var price = "\(strike)"
            while price.contains("."), price.hasSuffix("0") || price.hasSuffix(".") { price.removeLast() }
            let isWeekly = table.instruments.contains { other in
                guard other.symbol == instrument.symbol, case .option(let later, _, _) = other.kind else {
                    return false
                }
                return later > expiry && later.parts.month == expiry.parts.month
                    && later.parts.year == expiry.parts.year
            }
            let date = isWeekly ? week(of: expiry) : month(of: expiry)
            return instrument.symbol + date + price + (isCall ? "CE" : "PE")
        }
    }

    private static func month(of day: Day) -> String {
        let months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
        return "\(day.parts.year % 100)\(months[day.parts.month - 1])"
    }

    private static func week(of day: Day) -> String {
        let (year, month, number) = day.parts
        let letters = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "O", "N", "D"]
        return "\(year % 100)\(letters[month - 1])\(number < 10 ? "0" : "")\(number)"
    }
}
