import SaudaCore

// From the day's instruments to rows with the dialect's names (section 6.4).

extension NeoListing {
    /// - Parameter lastDays: the last expiry of each month: what expires then is named by its month.
    init(
        _ id: InstrumentID,
        _ instrument: Instrument,
        token: UInt32,
        tick: Price,
        _ lastDays: [NeoCatalogue.Month: Day]
    ) {
        self.init(
            instrument: id,
            segment: NeoSegment(instrument.segment),
            token: token,
            tradingSymbol: instrument.symbol,
            symbol: instrument.symbol,
            group: "XX",
            lot: instrument.lot,
            tick: tick,
            freeze: instrument.freeze
        )
        func isMonthly(_ expiry: Day) -> Bool {
            lastDays[NeoCatalogue.Month(instrument, expiry)] == expiry
        }
        switch instrument.kind {
        case .equity, .etf: describe(asShare: instrument)
        case .index: describe(asIndex: instrument.symbol)
        case .future(let day):
            describe(day, "FUT")
            optionType = "XX"
            tradingSymbol = symbol + code(of: day, isMonthly: true) + "FUT"
        case .option(let day, let strike, let isCall):
            describe(day, "OPT")
            optionType = isCall ? "CE" : "PE"
            self.strike = strike
            tradingSymbol = symbol + code(of: day, isMonthly: isMonthly(day)) + strikeText + optionType
        }
    }

    private mutating func describe(asShare instrument: Instrument) {
        group = instrument.series.isEmpty ? "EQ" : instrument.series
        if segment == .bseCash {
            if group == "EQ" { group = "A" }
        } else {
            tradingSymbol = symbol + "-" + group
        }
        isin = NeoListing.madeISIN(token)
        name = symbol
        guard let known = NeoListing.shares[symbol] else { return }
        (isin, name) = (known.isin, known.name)
    }

    private mutating func describe(asIndex given: String) {
        group = ""
        let known = NeoListing.index(given)
        symbol = known?.symbol ?? given
        tradingSymbol = symbol
        name = symbol
        indexName = known?.name ?? given
    }

    private mutating func describe(_ day: Day, _ word: String) {
        expiry = day
        let isCurrency = !segment.takesOrders
        let isIndex = NeoListing.index(symbol) != nil
        switch segment {
        case .commodity: kind = word == "FUT" ? "FUTCOM" : "OPTFUT"
        case .bseDerivatives: kind = isIndex ? (word == "FUT" ? "IF" : "IO") : (word == "FUT" ? "SF" : "SO")
        default: kind = word + (isCurrency ? "CUR" : isIndex ? "IDX" : "STK")
        }
    }

    // MARK: - Names

    static let months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]

    /// `26OCT` by month, `26922` by week, `25SEP26` of MCX options.
    private func code(of day: Day, isMonthly: Bool) -> String {
        let (year, month, number) = day.parts
        let years = NeoTime.two(year % 100)
        if segment == .commodity, optionType != "XX" {
            return NeoTime.two(number) + NeoListing.months[month - 1] + years
        }
        if isMonthly { return years + NeoListing.months[month - 1] }
        let letter = month < 10 ? "\(month)" : month == 10 ? "O" : month == 11 ? "N" : "D"
        return years + letter + NeoTime.two(number)
    }

    /// `25000`, `187.5`.
    var strikeText: String {
        var text = "\(strike)"
        if text.contains(".") {
            while text.hasSuffix("0") { text.removeLast() }
            if text.hasSuffix(".") { text.removeLast() }
        }
        return text
    }

    /// `pScripRefKey`: `NIFTY22SEP2621000.00PE`, `TCS27OCT26FUT`.
    var referenceKey: String {
        guard let expiry else { return group == "EQ" || segment == .bseCash ? symbol : tradingSymbol }
        let (year, month, number) = expiry.parts
        let date = NeoTime.two(number) + NeoListing.months[month - 1] + NeoTime.two(year % 100)
        return symbol + date + (isOption ? NeoNumber.two(strike) + optionType : "FUT")
    }

    /// An ISIN with the right check digit for a share that none is known of.
    static func madeISIN(_ number: UInt32) -> String {
        let digits = String(number % 1_000_000)
        let body = "INE" + String(repeating: "0", count: 6 - digits.count) + digits + "01"
        // Letters count as two digits; every second digit from the right is doubled (ISO 6166).
        var values: [Int] = []
        for byte in body.utf8 {
            let value = byte < 65 ? Int(byte) - 48 : Int(byte) - 55
            values += value < 10 ? [value] : [value / 10, value % 10]
        }
        var sum = 0
        for (place, value) in values.reversed().enumerated() {
            let doubled = place % 2 == 0 ? value * 2 : value
            sum += doubled / 10 + doubled % 10
        }
        return body + "\((10 - sum % 10) % 10)"
    }
}
