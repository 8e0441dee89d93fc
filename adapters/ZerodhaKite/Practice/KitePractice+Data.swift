import SaudaBroker
import SaudaCore

// Quotes, candles and the instruments dump (sections 3.11 to 3.13), and what the market does to them.

extension KitePractice {
    mutating func move(_ moves: [MarketMove], at now: Timestamp, into actions: inout [PracticeAction]) {
        for move in moves {
            guard let slot = catalogue.find(move.instrument) else { continue }
            market.move(slot, move, at: now)
            trigger(slot, move.price, at: now, into: &actions)
            fireTriggers(slot, move.price, at: now)
        }
        market.moveIndex(at: now)
    }

    func data(
        _ parts: [String],
        _ request: IncomingRequest,
        at now: Timestamp
    ) throws(KiteRefusal) -> PracticeResponse {
        guard request.method == .get else { throw .wrongMethod }
        guard settings.hasData else { throw .noPermission }
        switch parts {
        case ["quote"]: return .kite(try quotes(request, most: 500) { quote($0, at: now) })
        case ["quote", "ohlc"]: return .kite(try quotes(request, most: 1000) { short($0, withDay: true) })
        case ["quote", "ltp"]: return .kite(try quotes(request, most: 1000) { short($0, withDay: false) })
        case _ where parts.count == 4 && parts[1] == "historical":
            return .kite(["candles": .array(try candles(parts[2], parts[3], request.query, at: now))])
        case _ where parts.count == 3 && parts[1] == "trigger_range":
            return .kite(try quotes(request, most: 500) { range($0) })
        default: throw .notFound
        }
    }

    func instruments(_ parts: [String], _ request: IncomingRequest) throws(KiteRefusal) -> PracticeResponse {
        guard request.method == .get else { throw .wrongMethod }
        let exchange = parts.count == 2 ? parts[1] : nil
        // Of the indices alone there is no dump; the body is not the usual envelope.
        if exchange == "INDICES" {
            let page = "<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code></Error>"
            return PracticeResponse(403, type: "application/xml", page)
        }
        guard let text = catalogue.csv(of: exchange) else { throw .notFound }
        return PracticeResponse(200, type: "text/csv", text)
    }

    // MARK: - Quotes

    /// A key without data is left out.
    private func quotes(
        _ request: IncomingRequest,
        most: Int,
        _ row: (Int) -> PracticeJSON
    ) throws(KiteRefusal) -> PracticeJSON {
        let keys = request.query.all("i")
        guard !keys.isEmpty else { throw .input("Missing `i`") }
        guard keys.count <= most else { throw .input("Too many instruments: \(keys.count), at most \(most).") }
        var seen: Set<String> = []
        var pairs: [PracticeJSON.Pair] = []
        for key in keys where seen.insert(key).inserted {
            guard let slot = slot(of: key), market[slot].last.raw > 0 else { continue }
            pairs.append(PracticeJSON.Pair(key: key, value: row(slot)))
        }
        return .object(pairs)
    }

    private func slot(of key: String) -> Int? {
        catalogue.find(key: key) ?? UInt32(key).flatMap { catalogue.find(token: $0) }
    }

    private func ohlc(_ quote: PracticeQuote) -> PracticeJSON {
        [
            "open": .price(quote.open), "high": .price(quote.high), "low": .price(quote.low),
            "close": .price(quote.close),
        ]
    }

    private func short(_ slot: Int, withDay: Bool) -> PracticeJSON {
        let quote = market[slot]
        var pairs = [
            PracticeJSON.Pair(key: "instrument_token", value: .int(catalogue[slot].token)),
            PracticeJSON.Pair(key: "last_price", value: .price(quote.last)),
        ]
        if withDay { pairs.append(PracticeJSON.Pair(key: "ohlc", value: ohlc(quote))) }
        return .object(pairs)
    }

    private func range(_ slot: Int) -> PracticeJSON {
        let (low, high) = limits(slot)
        return ["instrument_token": .int(catalogue[slot].token), "lower": .price(low), "upper": .price(high)]
    }

    private func limits(_ slot: Int) -> (Price, Price) {
        let quote = market[slot]
        let band = quote.band ?? PriceBand(around: quote.close, percent: 20, tick: max(quote.tick, Price(paise: 1)))
        return (band?.lower ?? .zero, band?.upper ?? .zero)
    }

    private func quote(_ slot: Int, at now: Timestamp) -> PracticeJSON {
        let quote = market[slot]
        let listing = catalogue[slot]
        if listing.isIndex {
            return [
                "instrument_token": .int(listing.token), "tradingsymbol": .string(listing.tradingSymbol),
                "timestamp": KiteTime.json(quote.lastTrade ?? now), "last_price": .price(quote.last),
                "net_change": .price(quote.last - quote.close), "indicative_close_price": 0, "ohlc": ohlc(quote),
            ]
        }
        let depth = market.depth(slot)
        let (low, high) = limits(slot)
        func levels(_ levels: [PracticeDepth.Level]) -> PracticeJSON {
            .array(
                levels.map {
                    ["price": .price($0.price), "quantity": .int($0.quantity), "orders": .int($0.orders)]
                }
            )
        }
        return [
            "instrument_token": .int(listing.token), "timestamp": KiteTime.json(now),
            "last_trade_time": KiteTime.json(quote.lastTrade), "last_price": .price(quote.last),
            "last_quantity": .quantity(quote.lastQuantity), "buy_quantity": .int(depth.bought),
            "sell_quantity": .int(depth.offered), "volume": .quantity(quote.volume),
            "average_price": .price(quote.average), "oi": 0, "oi_day_high": 0, "oi_day_low": 0, "net_change": 0,
            "lower_circuit_limit": .price(low), "upper_circuit_limit": .price(high), "ohlc": ohlc(quote),
            "depth": ["buy": levels(depth.bids), "sell": levels(depth.offers)],
        ]
    }
}
