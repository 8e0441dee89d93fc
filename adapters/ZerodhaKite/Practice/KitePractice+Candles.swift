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
        let all =
            span.minutes == 0
            ? market.dailyCandles(slot, setup, today: day?.day)
            : market.minuteCandles(slot, of: span.minutes, setup, today: day?.day)
        return all.filter { $0.start >= from && $0.start <= to && $0.start <= now }.map { candle in
            var row: [PracticeJSON] = [
                KiteTime.candle(candle.start), .price(candle.open), .price(candle.high), .price(candle.low),
                .price(candle.close), .quantity(candle.volume),
            ]
            if isOpenInterest { row.append(0) }
            return .array(row)
        }
    }
}
