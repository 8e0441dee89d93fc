package import SaudaCore

/// The numbers by which the two versions of the rules differ, and those a user may want to turn (DEC-1).
///
/// Both read the same charts: version 2.1's live analysis had EMA20, EMA50 and EMA200 in variant A, which the history of
/// IND-5 brings within a fraction of a percent of S, and its universe also leaves out ETFs here (SIG-1).
package struct Profile: Hashable, Sendable {
    package var name: String

    /// RSI10 has to be under it: over EMA200, and below it (SIG-10). The first also means oversold (SIG-3, SIG-4).
    package var rsiLimit = 30.0
    package var rsiLimitBelowTrend = 20.0
    /// Oversold weeks (SIG-4).
    package var weeklyRSILimit = 40.0

    /// Fewer daily bars are no data, fewer weeks switch the weekly part off (IND-5).
    package var minimumDays = 30
    package var minimumWeeks = 50

    /// Bars of support and resistance (SIG-4).
    package var dailyLookback = 20
    package var weeklyLookback: Int
    /// Weekly lookbacks may be halved, down to ten, when there are fewer weeks.
    package var halvesWeeklyLookback: Bool
    /// Longer daily lookbacks with 1095 and 1825 bars.
    package var adaptsLookback = false
    package var dailyExhaustionWindow = 10
    package var weeklyExhaustionWindow: Int

    /// Less on average is illiquid (SIG-6), in units a day.
    package var minimumAverageVolume: Double
    /// Of the average, what a day must have traded; and what an oversold one must.
    package var volumeMultiple: Double
    package var oversoldVolumeMultiple: Double
    /// From when on less volume is asked for during the day.
    package var volumeReliefFrom: TimeOfDay

    /// Up to which price over book a loss is growth; nil: every loss is only a loss (SIG-7).
    package var growthPriceToBook: Double?
    package var news: NewsLimits
    /// Nil: charts are not judged (SIG-9).
    package var chart: ChartLimits?
    /// Advice only when RSI is under its limit (SIG-12).
    package var advisesOversoldOnly: Bool
    /// The study whose figures are scored is B, and A otherwise (SCO-2).
    package var scoresTwoStage: Bool

    package struct NewsLimits: Hashable, Sendable {
        package var minimumUsed: Int
        package var minimumConfidence: Double
        package var worstScore: Double
    }

    package struct ChartLimits: Hashable, Sendable {
        /// Percent of bars.
        package var gapPercent: Double
        /// Mean range in percent of the mean close.
        package var rangePercent: Double
        /// Percent of bars.
        package var extremePercent: Double
        package var minimumScore: Int

        package static let current = ChartLimits(gapPercent: 25, rangePercent: 1, extremePercent: 20, minimumScore: 50)
        /// As before 2025-11-09.
        package static let strict = ChartLimits(gapPercent: 20, rangePercent: 1.5, extremePercent: 15, minimumScore: 60)
    }

    /// Of 2026: with the chart filter and the repaired volume rule.
    package static let current = Profile(
        name: "current",
        weeklyLookback: 50,
        halvesWeeklyLookback: true,
        weeklyExhaustionWindow: 20,
        minimumAverageVolume: 10_000,
        volumeMultiple: 0.7,
        oversoldVolumeMultiple: 0.5,
        volumeReliefFrom: TimeOfDay(9, 0),
        growthPriceToBook: 5,
        news: NewsLimits(minimumUsed: 2, minimumConfidence: 0.35, worstScore: -0.52),
        chart: .current,
        advisesOversoldOnly: true,
        scoresTwoStage: false
    )

    /// Of 2025: the numbers of version 2.1.
    package static let version21 = Profile(
        name: "v2_1",
        weeklyLookback: 20,
        halvesWeeklyLookback: false,
        weeklyExhaustionWindow: 10,
        minimumAverageVolume: 150_000,
        volumeMultiple: 1,
        oversoldVolumeMultiple: 1,
        volumeReliefFrom: TimeOfDay(9, 15),
        growthPriceToBook: nil,
        news: NewsLimits(minimumUsed: 1, minimumConfidence: 0, worstScore: -0.25),
        chart: nil,
        advisesOversoldOnly: false,
        scoresTwoStage: true
    )

    /// As in the parameter `profile`; nil for another word.
    package init?(named name: String) {
        switch name {
        case "current": self = .current
        case "v2_1": self = .version21
        default: return nil
        }
    }
}

extension Profile {
    private init(
        name: String,
        weeklyLookback: Int,
        halvesWeeklyLookback: Bool,
        weeklyExhaustionWindow: Int,
        minimumAverageVolume: Double,
        volumeMultiple: Double,
        oversoldVolumeMultiple: Double,
        volumeReliefFrom: TimeOfDay,
        growthPriceToBook: Double?,
        news: NewsLimits,
        chart: ChartLimits?,
        advisesOversoldOnly: Bool,
        scoresTwoStage: Bool
    ) {
        self.name = name
        self.weeklyLookback = weeklyLookback
        self.halvesWeeklyLookback = halvesWeeklyLookback
        self.weeklyExhaustionWindow = weeklyExhaustionWindow
        self.minimumAverageVolume = minimumAverageVolume
        self.volumeMultiple = volumeMultiple
        self.oversoldVolumeMultiple = oversoldVolumeMultiple
        self.volumeReliefFrom = volumeReliefFrom
        self.growthPriceToBook = growthPriceToBook
        self.news = news
        self.chart = chart
        self.advisesOversoldOnly = advisesOversoldOnly
        self.scoresTwoStage = scoresTwoStage
    }

    /// How the original of this profile scored its backtest.
    var parityReading: ScoreReading { scoresTwoStage ? .twoStage : .singlePass }

    func dailyLookback(rows: Int) -> Int {
        guard adaptsLookback else { return dailyLookback }
        return rows >= 1825 ? 50 : rows >= 1095 ? 30 : dailyLookback
    }

    /// How far back an analysis looks at most, the last bar left out (SIG-4, SIG-9), from any of its bars.
    var reach: Chart.Reach {
        let bars = max(60, dailyLookback(rows: .max)) + 7
        return Chart.Reach(bars: bars, weeks: weeklyLookback + bars / 5 + 2)
    }

    /// Nil when there are too few weeks even for half.
    func weeklyLookback(rows: Int) -> Int? {
        if rows >= weeklyLookback { return weeklyLookback }
        return halvesWeeklyLookback && rows >= 10 ? min(max(weeklyLookback / 2, 10), rows) : nil
    }

    /// The RSI a bar has to be under (SIG-10); an undefined EMA200 counts as below the trend.
    package func rsiLimit(of bar: Bar) -> Double { bar.close > bar.ema200 ? rsiLimit : rsiLimitBelowTrend }
}
