import SaudaBroker
import SaudaCore

// Candles, expiries and option chains (section 3.8).

extension KotakNeoPractice {
    /// Minutes, and the most days of one request; 0 minutes for days, -1 for weeks.
    static let intervals: [String: (minutes: Int64, days: Int)] = [
        "1min": (1, 30), "3min": (3, 30), "5min": (5, 30), "10min": (10, 60), "15min": (15, 60), "30min": (30, 90),
        "60min": (60, 90), "D": (0, 180), "W": (-1, 180),
    ]

    func history(_ parts: [String], _ request: IncomingRequest, at now: Timestamp) throws(NeoRefusal)
        -> PracticeResponse
    {
        switch parts.dropFirst().joined(separator: "/") {
        case "1.0/historical/details": return try candles(request.query, at: now)
        case "1.0/watchlist/expiries": return try expiries(request.query)
        case "1.0/watchlist/option-chain": return try chain(request.query)
        default: throw .notFound(request.path)
        }
    }

    private func candles(_ query: FormFields, at now: Timestamp) throws(NeoRefusal) -> PracticeResponse {
        guard let word = query["interval"], let interval = KotakNeoPractice.intervals[word] else {
            throw .fault("Invalid interval value")
        }
        guard let slot = query["neosymbol"].flatMap({ catalogue.find($0) }),
            catalogue[slot].segment.takesOrders, catalogue[slot].segment != .commodity
        else { throw .fault("Invalid neosymbol value") }
        guard let from = query["fromdate"].flatMap({ Day($0) }), let to = query["todate"].flatMap({ Day($0) }),
            from <= to, to.days(since: from) <= interval.days
        else { throw .fault("Invalid date range") }
        let all =
            interval.minutes > 0
            ? market.minuteCandles(slot, of: interval.minutes, setup, today: day?.day)
            : market.dailyCandles(slot, setup, today: day?.day)
        var found = all.filter { $0.start.day >= from && $0.start.day <= to && $0.start <= now }
        if interval.minutes < 0 { found = weeks(found) }
        guard !found.isEmpty else { throw .fault("No data found for the given duration") }
        let rows = found.map { candle -> PracticeJSON in
            .array([
                .string("\(candle.start.day)T\(candle.start.time)+0530"), .price(candle.open), .price(candle.high),
                .price(candle.low), .price(candle.close), .quantity(candle.volume), 0,
            ])
        }
        return .neo(["status": "success", "interval": .string(word), "data": ["candles": .array(rows)]])
    }

    /// From Monday on.
    private func weeks(_ days: [Candle]) -> [Candle] {
        var weeks: [Candle] = []
        for day in days {
            let monday = day.start.day.advanced(by: -Int(day.start.day.weekday.rawValue))
            guard let last = weeks.indices.last, weeks[last].start.day == monday else {
                var first = day
                first.start = monday.at(TimeOfDay(0, 0))
                weeks.append(first)
                continue
            }
            weeks[last].high = max(weeks[last].high, day.high)
            weeks[last].low = min(weeks[last].low, day.low)
            weeks[last].close = day.close
            weeks[last].volume += day.volume
        }
        return weeks
    }

    // MARK: - Derivatives of an underlying

    private func derivatives(_ query: FormFields) throws(NeoRefusal) -> [Int] {
        guard let segment = query["exchange"].flatMap({ NeoSegment(rawValue: $0) }), segment.isDerivatives,
            let symbol = query["underlying"]
        else { throw .fault("Invalid input") }
        let wanted = query["instrument_type"] ?? ""
        guard ["", "option", "fut"].contains(wanted) else { throw .fault("Invalid instrument_type value") }
        return catalogue.listings.indices.filter { slot in
            let listing = catalogue[slot]
            guard listing.segment == segment, listing.symbol == symbol, listing.expiry != nil else { return false }
            return wanted.isEmpty || listing.isOption == (wanted == "option")
        }
    }

    private func expiries(_ query: FormFields) throws(NeoRefusal) -> PracticeResponse {
        let days = Set(try derivatives(query).compactMap { catalogue[$0].expiry }).sorted()
        guard !days.isEmpty else { throw .fault("No data found") }
        return .neo([
            "exchange": .string(query["exchange"] ?? ""), "underlying": .string(query["underlying"] ?? ""),
            "expiries": .strings(days.map { "\($0)" }),
        ])
    }

    /// Of the day asked for, or of the first one.
    private func chain(_ query: FormFields) throws(NeoRefusal) -> PracticeResponse {
        let all = try derivatives(query)
        let asked = query["expiry"].flatMap { Day($0) }
        guard let expiry = query["expiry"] == nil ? all.compactMap({ catalogue[$0].expiry }).min() : asked else {
            throw .fault("No data found")
        }
        let slots = all.filter { catalogue[$0].expiry == expiry }
            .sorted { catalogue[$0].strike < catalogue[$1].strike }
        guard let first = slots.first else { throw .fault("No data found") }
        let count = max(1, query["count"].flatMap { Int($0) } ?? 40)
        func options(_ word: String) -> PracticeJSON {
            .array(slots.filter { catalogue[$0].optionType == word }.prefix(count).map(option))
        }
        let common: PracticeJSON = [
            "mktLot": .quantity(catalogue[first].lot), "multiplier": 1, "unlSymbol": .string(catalogue[first].symbol),
            "exSeg": .string(catalogue[first].segment.rawValue), "expiryDt": .string("\(expiry)"),
        ]
        let futures = PracticeJSON.array(slots.filter { catalogue[$0].optionType == "XX" }.map(future))
        return .neo([
            "data": ["common_data": common, "call": options("CE"), "put": options("PE"), "fut": futures]
        ])
    }

    private func option(_ slot: Int) -> PracticeJSON {
        let (listing, quote) = (catalogue[slot], market[slot])
        return [
            "instrument": [
                "neoSymbol": .string("\(listing.segment.rawValue)|\(listing.token)"),
                "symbol": .string(listing.tradingSymbol), "optionType": .string(listing.optionType),
                "strikePrice": .price(listing.strike), "moneyness": "",
            ],
            "quote": [
                "ltp": .price(quote.last), "open": .price(quote.open), "high": .price(quote.high),
                "low": .price(quote.low), "prevClose": .price(quote.close),
                // Null during the session.
                "close": quote.isOpen ? .null : .price(quote.last), "volume": .quantity(quote.volume),
            ],
            "openInterest": ["current": 0, "previous": 0, "change": 0, "changePct": 0],
        ]
    }

    private func future(_ slot: Int) -> PracticeJSON {
        let (listing, quote) = (catalogue[slot], market[slot])
        return [
            "inst": [
                "neoSymbol": .string("\(listing.segment.rawValue)|\(listing.token)"),
                "symbol": .string(listing.tradingSymbol),
            ],
            "quote": [
                "ltp": .price(quote.last), "o": .price(quote.open), "h": .price(quote.high), "l": .price(quote.low),
                "c": quote.isOpen ? .null : .price(quote.last), "pc": .price(quote.close),
                "vol": .quantity(quote.volume),
            ],
            "oi": ["cur": 0, "prev": 0, "chg": 0, "chgPct": 0],
        ]
    }
}
