import AMOBuyStrategy
import SaudaCore
import SaudaSimulation

/// Candles for the tests of signals, scores and studies: by hand, or by seeded chance.
enum Drawn {
    /// A Monday.
    static let firstDay = Day(number: 18_995)

    /// Business days, oldest first.
    static func days(_ count: Int, from first: Day = firstDay) -> [Day] {
        var days: [Day] = []
        var day = first
        while days.count < count {
            if !day.weekday.isWeekend { days.append(day) }
            day = day.advanced(by: 1)
        }
        return days
    }

    static func candle(
        _ day: Day,
        _ open: Double,
        _ high: Double,
        _ low: Double,
        _ close: Double,
        _ volume: Int64 = 100_000
    ) -> Candle {
        func price(_ rupees: Double) -> Price { Price(raw: Int64((rupees * 10_000).rounded())) }
        return Candle(
            start: day.at(TimeOfDay(0, 0)),
            open: price(open),
            high: price(high),
            low: price(low),
            close: price(close),
            volume: Quantity(volume)
        )
    }

    /// Rows of open, high, low, close and volume on business days.
    static func candles(_ rows: [(Double, Double, Double, Double, Int64)], from first: Day = firstDay) -> [Candle] {
        zip(days(rows.count, from: first), rows).map { candle($0, $1.0, $1.1, $1.2, $1.3, $1.4) }
    }

    /// Bars that open at the close before, with a shadow of `shadow` rupees on either side.
    static func candles(closes: [Double], shadow: Double = 1, volume: Int64 = 100_000) -> [Candle] {
        var before = closes.first ?? 0
        return candles(
            closes.map { close in
                defer { before = close }
                return (before, max(before, close) + shadow, min(before, close) - shadow, close, volume)
            }
        )
    }

    /// A share that wanders upwards, falls hard at times, and has gaps, dull days and days without volume.
    static func walk(_ count: Int, seed: UInt64) -> [Candle] {
        var random = SplitMix64(seed: seed)
        var level = 500.0
        return candles(
            (0..<count).map { _ in
                let mood = random.below(40) == 0 ? -6.0 : 0.25
                let open = max(20, level * (1 + 0.004 * random.normal()))
                let close = max(20, open * (1 + (mood + 1.3 * random.normal()) / 100))
                level = close
                let high = max(open, close) * (1 + 0.008 * random.uniform())
                let low = min(open, close) * (1 - 0.008 * random.uniform())
                let volume = random.below(50) == 0 ? 0 : 50_000 + Int64(random.below(400_000))
                return (open, high, low, close, volume)
            }
        )
    }

    static func chart(_ rows: [(Double, Double, Double, Double, Int64)]) -> Chart { Chart(candles(rows)) }
}

extension Chart {
    /// Of a chart that is not empty.
    var now: ChartView { latest! }
}
