import SaudaBroker
import SaudaCore

// Quotes and candles (sections 7.1 and 7.2).

extension UpstoxPractice {
    /// One bad key fails them all (trap T14).
    func quotes(_ query: FormFields, at now: Timestamp) throws(UpstoxRefusal) -> PracticeJSON {
        guard let text = query["instrument_key"], !text.isEmpty else { throw .badKey }
        let keys = text.split(separator: ",", omittingEmptySubsequences: false)
        guard keys.count <= 500 else { throw UpstoxRefusal(400, 100_042, "Maximum of 500 instruments") }
        var pairs: [PracticeJSON.Pair] = []
        for key in keys {
            guard let slot = catalogue.find(String(key)) else { throw .badKey }
            pairs.append(.init(key: catalogue[slot].quoteKey, value: quote(slot, at: now)))
        }
        return .object(pairs)
    }

    private func quote(_ slot: Int, at now: Timestamp) -> PracticeJSON {
        let (listing, quote, depth) = (catalogue[slot], market[slot], market.depth(slot))
        let levels: ([PracticeDepth.Level]) -> PracticeJSON = { levels in
            .array(
                levels.map { ["quantity": .int($0.quantity), "price": .price($0.price), "orders": .int($0.orders)] }
            )
        }
        return [
            "ohlc": [
                "open": .price(quote.open), "high": .price(quote.high), "low": .price(quote.low),
                "close": .price(quote.close),
            ],
            "depth": ["buy": levels(depth.bids), "sell": levels(depth.offers)],
            "timestamp": .string(UpstoxTime.zoned(now, withMilliseconds: true)),
            "instrument_token": .string(listing.key), "symbol": .string(listing.tradingSymbol),
            "last_price": value(quote.last), "volume": .quantity(quote.volume), "average_price": .price(quote.average),
            "oi": .number("0.0"), "net_change": .price(quote.last - quote.close),
            "total_buy_quantity": .int(depth.bought), "total_sell_quantity": .int(depth.offered),
            "lower_circuit_limit": .price(quote.band?.lower ?? .zero),
            "upper_circuit_limit": .price(quote.band?.upper ?? .zero),
            // As text, and there before the day's first trade, too.
            "last_trade_time": .string("\(quote.lastTrade.map(UpstoxTime.milliseconds) ?? 0)"),
            "oi_day_high": .number("0.0"), "oi_day_low": .number("0.0"),
        ]
    }

    /// Exact, or as a float made wider (section 1.3).
    func value(_ price: Price) -> PracticeJSON {
        settings.pricesAreFloats ? .double(Double(Float(price.rupees))) : .price(price)
    }

    /// Past days by `/to/from`, today by `intraday`; newest first (trap T15).
    func candles(_ parts: [String], at now: Timestamp) throws(UpstoxRefusal) -> PracticeJSON {
        let isToday = parts.count == 6 && parts[2] == "intraday"
        let rest = Array(parts.dropFirst(isToday ? 3 : 2))
        guard parts[0] == "v3", rest.count == (isToday ? 3 : 5), let slot = catalogue.find(rest[0]) else {
            throw .badKey
        }
        let (unit, interval) = (rest[1], Int64(rest[2]) ?? 0)
        let today = day?.day ?? now.day
        var span = today...today
        if !isToday {
            guard let to = Day(rest[3]), let from = Day(rest[4]), from <= to else {
                throw UpstoxRefusal(400, 1022, "Invalid dates")
            }
            span = from...to
        }
        var candles: [Candle]
        switch unit {
        case "minutes" where (1...300).contains(interval):
            guard isToday || span.upperBound.days(since: span.lowerBound) < (interval <= 15 ? 31 : 92) else {
                throw UpstoxRefusal(400, 1148, "Invalid date range")
            }
            candles = market.minuteCandles(slot, of: interval, setup, today: day?.day)
        case "days" where interval == 1:
            guard isToday || span.upperBound.days(since: span.lowerBound) < 3653 else {
                throw UpstoxRefusal(400, 1148, "Invalid date range")
            }
            candles = market.dailyCandles(slot, setup, today: day?.day)
        default: throw UpstoxRefusal(400, 1146, "Invalid unit")
        }
        candles = candles.filter { span.contains($0.start.day) && ($0.start.day == today) == isToday }
        let rows = candles.reversed().map { candle -> PracticeJSON in
            .array([
                .string(UpstoxTime.zoned(candle.start)), .price(candle.open), .price(candle.high),
                .price(candle.low), .price(candle.close), .quantity(candle.volume), 0,
            ])
        }
        return ["candles": .array(rows)]
    }
}
