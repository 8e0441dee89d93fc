import SaudaCore

@testable import AMOBuyStrategy

/// Views, bars and readings made by hand, for one rule at a time.
extension Drawn {
    /// A bar whose indicators are undefined but for those given.
    static func bar(
        _ open: Double,
        _ high: Double,
        _ low: Double,
        _ close: Double,
        volume: Double = 100,
        rsi: Double = .nan,
        ema50: Double = .nan,
        ema200: Double = .nan
    ) -> Bar {
        Bar(
            day: firstDay,
            week: 0,
            open: open,
            high: high,
            low: low,
            close: close,
            volume: volume,
            rsi: rsi,
            ema9: close,
            ema20: .nan,
            ema50: ema50,
            ema200: ema200,
            weekOpen: open,
            weekHigh: high,
            weekLow: low,
            weekVolume: volume,
            weekRSI: rsi,
            weekEMA50: ema50
        )
    }

    /// Bars on following business days of one long week.
    static func view(_ bars: [Bar]) -> ChartView {
        var bars = bars
        for (index, day) in days(bars.count).enumerated() { bars[index].day = day }
        return ChartView(bars: bars[...], weekEnds: [])
    }

    /// A calm bar: no change, a range of 2 around 100.
    static let calm = bar(100, 101, 99, 100)

    static func reading(
        severity: TimeframeReading.Severity = .none,
        support: TimeframeReading.Support.Quality = .none,
        distance: Double = 20,
        level: Double = 90,
        resistance: TimeframeReading.Resistance = .init(level: 110, distance: 3, tests: 1, quality: .weak),
        volume: Int = 0,
        pressure: Int = 0,
        setup: Int = 0,
        uptrend: Bool = false
    ) -> TimeframeReading {
        TimeframeReading(
            support: .init(level: level, distance: distance, tests: 2, quality: support, isHolding: true),
            resistance: resistance,
            severity: severity,
            volumeExhaustion: volume,
            pressureExhaustion: pressure,
            setup: .init(score: setup),
            isUptrend: uptrend
        )
    }

    /// An alignment of a score, with its label.
    static func alignment(_ score: Int) -> Alignment {
        var alignment = Alignment(daily: reading(), weekly: reading())
        alignment.score = score
        alignment.label = score >= 8 ? .excellent : score >= 6 ? .good : score >= 4 ? .fair : score >= 2 ? .weak : .poor
        return alignment
    }

    static func volume(ratio: Double, average: Double = 1_000_000, _ profile: Profile = .current) -> VolumeReading {
        VolumeReading(today: ratio * average, average: average, rsi: 50, profile, clock: nil)
    }
}
