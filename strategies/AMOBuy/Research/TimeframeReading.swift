/// What the days or the weeks say about a dip (SIG-4).
package struct TimeframeReading: Hashable, Sendable {
    package var support: Support
    package var resistance: Resistance
    package var severity: Severity
    /// Signs that selling runs out in the volumes, 0 to 2.
    package var volumeExhaustion: Int
    /// Signs that selling runs out in the prices, 0 to 2.
    package var pressureExhaustion: Int
    package var setup: Setup
    /// Close over EMA50.
    package var isUptrend: Bool

    package struct Support: Hashable, Sendable {
        package enum Quality: UInt8, Hashable, Sendable { case none, weak, moderate, strong }
        /// The lowest low, in rupees to the paisa.
        package var level: Double
        /// Of the close above the level, in percent to two decimals.
        package var distance: Double
        package var tests: Int
        package var quality: Quality
        /// No low of the last five bars is more than 2 % under the level.
        package var isHolding: Bool
        /// Strong or moderate.
        package var isFirm: Bool { quality == .strong || quality == .moderate }
    }

    package struct Resistance: Hashable, Sendable {
        package enum Quality: UInt8, Hashable, Sendable { case immediate, weak, moderate, strong }
        package var level: Double
        /// Of the level above the close, in percent to two decimals.
        package var distance: Double
        package var tests: Int
        package var quality: Quality
    }

    package enum Severity: UInt8, Hashable, Comparable, Sendable {
        case none, moderate, high, extreme
        package static func < (a: Severity, b: Severity) -> Bool { a.rawValue < b.rawValue }
    }

    package struct Setup: Hashable, Sendable {
        package enum Quality: UInt8, Hashable, Sendable { case poor, fair, good, excellent }
        package var score: Int
        package var quality: Quality {
            score >= 6 ? .excellent : score >= 4 ? .good : score >= 2 ? .fair : .poor
        }
    }
}

extension TimeframeReading {
    /// The days; nil with fewer bars than the lookback.
    init?(days view: ChartView, _ profile: Profile) {
        let lookback = profile.dailyLookback(rows: view.count)
        guard view.count >= lookback else { return nil }
        self.init(
            Days(view: view),
            isWeekly: false,
            lookback: lookback,
            threshold: profile.rsiLimit,
            window: profile.dailyExhaustionWindow
        )
    }

    /// The weeks; nil with too few of them (IND-5).
    init?(weeks view: ChartView, _ profile: Profile) {
        guard view.weeks >= profile.minimumWeeks, let lookback = profile.weeklyLookback(rows: view.weeks)
        else { return nil }
        self.init(
            Weeks(view: view),
            isWeekly: true,
            lookback: lookback,
            threshold: profile.weeklyRSILimit,
            window: profile.weeklyExhaustionWindow
        )
    }

    private init(
        _ bars: some Timeframe,
        isWeekly: Bool,
        lookback: Int,
        threshold: Double,
        window: Int
    ) {
        support = TimeframeReading.support(bars, lookback)
        resistance = TimeframeReading.resistance(bars, lookback)
        severity = TimeframeReading.severity(bars.rsi, threshold)
        volumeExhaustion = TimeframeReading.volumeExhaustion(bars, window)
        pressureExhaustion = TimeframeReading.pressureExhaustion(bars)
        isUptrend = bars.bar(back: 0).close > bars.ema50
        setup = TimeframeReading.setup(bars, isWeekly: isWeekly, threshold, isUptrend: isUptrend)
    }
}
