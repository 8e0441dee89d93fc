import SaudaBroker
import SaudaCore

// Historical candles (section 3.12).

extension KitePractice {
    /// Minutes in a candle and the most days of one request.
    private static let intervals: [String: (minutes: Int64, days: Int)] = [
        "minute": (1, 60), "3minute": (3, 100), "5minute": (5, 100), "10minute": (10, 100), "15minute": (15, 200),
        "30minute": (30, 200), "60minute": (60, 400), "day": (0, 2000),
    ]

    func candles(
        _ token: String,
        _ interval: String,
        _ query: FormFields,
        at now: Timestamp
    ) throws(KiteRefusal) -> [PracticeJSON] {
        guard let span = KitePractice.intervals[interval] else { throw .input("invalid interval") }
        guard let slot = UInt32(token).flatMap({ catalogue.find(token: $0) }) else { throw .input("invalid token") }
        guard let from = query["from"].flatMap(KiteTime.read) else { throw .input("invalid from date") }
        guard let toText = query["to"], var to = KiteTime.read(toText) else { throw .input("invalid to date") }
        // A date alone means all of it.
        if toText.utf8.count == 10 { to = to.day.at(TimeOfDay(23, 59, 59)) }
        guard to.day.days(since: from.day) <= span.days else {
            throw .input("interval exceeds max limit: \(span.days) days")
        }
        let isOpenInterest = query["oi"] == "1"
        let all = span.minutes == 0 ? days(slot) : minutes(slot, span.minutes)
        return all.filter { $0.start >= from && $0.start <= to && $0.start <= now }.map { candle in
            var row: [PracticeJSON] = [
                KiteTime.candle(candle.start), .price(candle.open), .price(candle.high), .price(candle.low),
                .price(candle.close), .quantity(candle.volume),
            ]
            if isOpenInterest { row.append(0) }
            return .array(row)
        }
    }

    /// Those of the days before, and today's as far as it has come.
    private func days(_ slot: Int) -> [Candle] {
        let quote = market[slot]
        guard let id = catalogue[slot].instrument, setup.daily.indices.contains(Int(id.index)) else { return [] }
        var days = setup.daily[Int(id.index)]
        if let day, quote.lastTrade != nil {
            days.removeAll { $0.start.day >= day.day }
            days.append(
                Candle(
                    start: day.day.at(TimeOfDay(0, 0)),
                    open: quote.open,
                    high: quote.high,
                    low: quote.low,
                    close: quote.last,
                    volume: quote.volume
                )
            )
        }
        return days
    }

    /// At the end of a day its candles become history.
    mutating func keepCandles() {
        for (slot, listing) in catalogue.listings.enumerated() {
            guard let id = listing.instrument, let today = days(slot).last, market[slot].lastTrade != nil else {
                continue
            }
            let index = Int(id.index)
            while setup.daily.count <= index { setup.daily.append([]) }
            while setup.minutes.count <= index { setup.minutes.append([]) }
            setup.daily[index].append(today)
            setup.minutes[index] += market.minutes[slot]
        }
    }

    /// Candles of so many minutes, counted from the day's opening.
    private func minutes(_ slot: Int, _ length: Int64) -> [Candle] {
        let id = catalogue[slot].instrument
        let earlier = id.flatMap { setup.minutes.indices.contains(Int($0.index)) ? setup.minutes[Int($0.index)] : nil }
        let minutes = (earlier ?? []).filter { $0.start.day < day?.day ?? $0.start.day } + market.minutes[slot]
        guard length > 1 else { return minutes }
        var joined: [Candle] = []
        for minute in minutes {
            let opening = minute.start.day.at(TimeOfDay(9, 15))
            let size = length * 60_000_000
            let offset = minute.start.since(opening).microseconds
            let start = opening.advanced(by: TimeSpan(microseconds: (offset - (offset % size + size) % size)))
            guard let last = joined.indices.last, joined[last].start == start else {
                var first = minute
                first.start = start
                joined.append(first)
                continue
            }
            joined[last].high = max(joined[last].high, minute.high)
            joined[last].low = min(joined[last].low, minute.low)
            joined[last].close = minute.close
            joined[last].volume += minute.volume
        }
        return joined
    }
}
