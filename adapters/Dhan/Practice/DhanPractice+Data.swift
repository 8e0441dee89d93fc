import SaudaBroker
import SaudaCore

// Quotes and the instrument masters (sections 2.15 and 6).

extension DhanPractice {
    /// - Parameter route: the path's parts below `/v2`.
    mutating func data(
        _ route: [String],
        _ request: IncomingRequest,
        at now: Timestamp
    ) throws(DhanRefusal) -> PracticeResponse {
        moveDerivatives(isWatched: true, at: now)
        // A body that is no JSON is refused in the shape of its route, like one that lacks everything.
        let body = (try? JSON(request.body)) ?? .null
        switch (request.method, route.joined(separator: "/")) {
        case (.post, "marketfeed/ltp"): return try quotes(body) { ["last_price": .price(market[$0].last)] }
        case (.post, "marketfeed/ohlc"):
            return try quotes(body) { ["last_price": .price(market[$0].last), "ohlc": ohlc(market[$0])] }
        case (.post, "marketfeed/quote"): return try quotes(body) { quote($0) }
        case (.post, "charts/historical"): return try dailyCandles(body, at: now)
        case (.post, "charts/intraday"): return try minuteCandles(body, at: now)
        case (.post, "charts/rollingoption"): return try rollingOption(body, at: now)
        case (.post, "optionchain"): return try optionChain(body, at: now)
        case (.post, "optionchain/expirylist"): return try expiries(body, at: now)
        case (.get, _) where route.count == 2 && route[0] == "instrument":
            guard let segment = DhanSegment(rawValue: route[1]) else { throw .input }
            return csv(detailed(of: segment))
        default: throw .notFound(request.path, at: now)
        }
    }

    /// Both masters, for whoever asks.
    func files(_ parts: [String], _ request: IncomingRequest, at now: Timestamp) throws(DhanRefusal) -> PracticeResponse
    {
        guard request.method == .get, parts.count == 2 else { throw .notFound(request.path, at: now) }
        switch parts[1] {
        case "api-scrip-master.csv": return csv(catalogue.compact)
        case "api-scrip-master-detailed.csv": return csv(detailed(of: nil))
        default: throw .notFound(request.path, at: now)
        }
    }

    private func csv(_ text: String) -> PracticeResponse { PracticeResponse(200, type: "text/csv", text) }

    private func detailed(of segment: DhanSegment?) -> String {
        catalogue.detailed(of: segment) { limits($0) }
    }

    /// The day's price limits.
    func limits(_ slot: Int) -> PriceBand? {
        let quote = market[slot]
        return quote.band ?? PriceBand(around: quote.close, percent: 20, tick: max(quote.tick, Price(paise: 1)))
    }

    // MARK: - Quotes

    /// An id or a segment that nobody knows is left out without a word (T9).
    private func quotes(_ body: JSON, _ row: (Int) -> PracticeJSON) throws(DhanRefusal) -> PracticeResponse {
        guard let members = body.members else { throw .invalidRequest }
        var count = 0
        var answer: [PracticeJSON.Pair] = []
        for segment in DhanSegment.allCases where !body[segment.rawValue].isNull {
            guard let items = body[segment.rawValue].items else { throw .invalidRequest }
            count += items.count
            guard count <= 1000 else { throw .data(400, 804, "Number of instruments exceeds limit") }
            var rows: [PracticeJSON.Pair] = []
            var seen: Set<Int64> = []
            for item in items {
                guard let id = item.integer else { throw .invalidRequest }
                guard seen.insert(id).inserted, let id = UInt32(exactly: id), let slot = catalogue.find(segment, id)
                else { continue }
                rows.append(PracticeJSON.Pair(key: "\(id)", value: row(slot)))
            }
            answer.append(PracticeJSON.Pair(key: segment.rawValue, value: .object(rows)))
        }
        guard members.contains(where: { $0.key != "dhanClientId" }) else { throw .invalidRequest }
        return .dhan(["data": .object(answer), "status": "success"])
    }

    private func ohlc(_ quote: PracticeQuote) -> PracticeJSON {
        [
            "open": .price(quote.open), "close": .price(quote.close), "high": .price(quote.high),
            "low": .price(quote.low),
        ]
    }

    private func quote(_ slot: Int) -> PracticeJSON {
        let quote = market[slot]
        let listing = catalogue[slot]
        let depth = market.depth(slot)
        let tick = DhanTick(listing, quote, depth)
        let limits = listing.isIndex ? nil : limits(slot)
        func levels(_ levels: [PracticeDepth.Level]) -> PracticeJSON {
            .array(
                levels.map { ["quantity": .int($0.quantity), "orders": .int($0.orders), "price": .price($0.price)] }
            )
        }
        return [
            "average_price": .price(quote.average), "buy_quantity": .int(tick.bought),
            "depth": ["buy": levels(depth.bids), "sell": levels(depth.offers)], "last_price": .price(quote.last),
            "last_quantity": .quantity(quote.lastQuantity),
            "last_trade_time": .string(quote.lastTrade.map(DhanTime.trade) ?? ""),
            "lower_circuit_limit": .price(limits?.lower ?? .zero), "net_change": .price(quote.last - quote.close),
            "ohlc": ohlc(quote), "oi": .int(tick.openInterest), "oi_day_high": .int(tick.openInterestHigh),
            "oi_day_low": .int(tick.openInterestLow), "sell_quantity": .int(tick.offered),
            "upper_circuit_limit": .price(limits?.upper ?? .zero), "volume": .quantity(quote.volume),
        ]
    }
}

extension DhanTime {
    /// `10/06/2026 09:49:57`, of quotes.
    static func trade(_ time: Timestamp) -> String {
        let (year, month, day) = time.day.parts
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(two(day))/\(two(month))/\(year) \(time.time)"
    }
}

extension DhanRefusal {
    static let invalidRequest = data(400, 814, "Invalid Request")
    static let invalidSecurity = data(400, 813, "Invalid SecurityId")
    /// DH-907: wrong parameters, or nothing there.
    static let noCandles = trading(
        400,
        "Data_Error",
        "DH-907",
        "System is unable to fetch data due to incorrect parameters or no data present."
    )
}
