import SaudaBroker
import SaudaCore

// Quotes (section 3.8). Everything in them is text.

extension KotakNeoPractice {
    static let filters = ["all", "depth", "ohlc", "ltp", "oi", "52W", "circuit_limits", "scrip_details"]

    mutating func data(
        _ parts: [String],
        _ request: IncomingRequest,
        at now: Timestamp
    ) throws(NeoRefusal) -> PracticeResponse {
        guard request.method == .get else { throw .notFound(request.path) }
        if parts[0] == "market-data" {
            guard settings.hasHistory else { throw .notFound(request.path) }
            return try history(parts, request, at: now)
        }
        if parts == ["script-details", "1.0", "masterscrip", "file-paths"] { return filePaths(request, at: now) }
        guard (5...6).contains(parts.count), parts[0...3] == ["script-details", "1.0", "quotes", "neosymbol"] else {
            throw .notFound(request.path)
        }
        let filter = parts.count == 6 ? parts[5] : "all"
        guard KotakNeoPractice.filters.contains(filter) else { throw .upstream }
        let keys = parts[4].split(separator: ",", omittingEmptySubsequences: false)
        guard keys.count <= settings.quotesPerCall else { throw .upstream }
        // Those that are not known are left out.
        let found = keys.filter { catalogue.find($0) != nil }
        guard !found.isEmpty else { throw .badInstrument }
        let rows = found.compactMap { key in
            catalogue.find(key).map { quote($0, key.split(separator: "|")[1], filter) }
        }
        return .neo(.array(rows))
    }

    /// - Parameter key: token or name, as asked.
    private func quote(_ slot: Int, _ key: some StringProtocol, _ filter: String) -> PracticeJSON {
        let listing = catalogue[slot]
        let quote = market[slot]
        var pairs: [PracticeJSON.Pair] = []
        func add(_ key: String, _ value: PracticeJSON) { pairs.append(.init(key: key, value: value)) }
        func has(_ word: String) -> Bool { filter == "all" || filter == word }
        add("exchange_token", .string(String(key)))
        add("display_symbol", .string(listing.displaySymbol))
        add("exchange", .string(listing.segment.rawValue))
        let depth = market.depth(slot)
        if filter == "all" {
            add("lstup_time", .string("\(quote.lastTrade.map(NeoTime.seconds) ?? 0)"))
        }
        if has("ltp") { add("ltp", four(quote.last)) }
        if filter == "all" {
            add("last_traded_quantity", NeoNumber.text(quote.lastQuantity))
            add("total_buy", .string("\(depth.bought)"))
            add("total_sell", .string("\(depth.offered)"))
            add("last_volume", NeoNumber.text(quote.volume))
            add("avg_cost", four(quote.average))
        }
        if has("oi") { add("open_int", "0") }
        if filter == "all" {
            let change = quote.last - quote.close
            add("change", four(change))
            add("per_change", four(percent(change, of: quote.close)))
        }
        if has("circuit_limits") {
            add("low_price_range", four(quote.band?.lower ?? .zero))
            add("high_price_range", four(quote.band?.upper ?? .zero))
        }
        if has("52W") {
            let range = year(slot)
            add("year_high", NeoNumber.json(range.high))
            add("year_low", NeoNumber.json(range.low))
        }
        if has("ohlc") {
            // The close is that of the day before.
            let prices: PracticeJSON = [
                "open": four(quote.open), "high": four(quote.high), "low": four(quote.low), "close": four(quote.close),
            ]
            add("ohlc", prices)
        }
        if has("depth") {
            add("depth", listing.isIndex ? .null : ["buy": rows(depth.bids), "sell": rows(depth.offers)])
        }
        return .object(pairs)
    }

    private func rows(_ levels: [PracticeDepth.Level]) -> PracticeJSON {
        .array(
            levels.map {
                ["price": four($0.price), "quantity": .string("\($0.quantity)"), "orders": .string("\($0.orders)")]
            }
        )
    }

    private func four(_ price: Price) -> PracticeJSON { .string(NeoNumber.four(price)) }

    private func percent(_ change: Price, of close: Price) -> Price {
        guard close.raw > 0 else { return .zero }
        let exact = Double(change.raw) / Double(close.raw) * 10_000
        return Price(raw: Int64(exact.rounded()) * 100)
    }

    /// Of the days that are known, at most 365 back.
    private func year(_ slot: Int) -> (high: Price, low: Price) {
        let days = market.dailyCandles(slot, setup, today: day?.day)
        let first = (day?.day ?? Day(number: 0)).advanced(by: -365)
        let recent = days.filter { $0.start.day >= first }
        return (recent.map(\.high).max() ?? .zero, recent.map(\.low).min() ?? .zero)
    }
}
