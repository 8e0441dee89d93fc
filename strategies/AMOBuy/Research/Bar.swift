package import SaudaCore

/// One day of a chart: prices in rupees, and every indicator as of that day's close.
///
/// An indicator that is undefined is NaN, so that every comparison with it is false (IND-1). The running week is kept
/// on each of its days as it stood that evening; so no reader of an earlier day can see how the week ended.
package struct Bar: Hashable, Sendable {
    package var day: Day
    /// Counts the chart's weeks from 0.
    package var week: Int32
    package var open: Double
    package var high: Double
    package var low: Double
    package var close: Double
    /// In units.
    package var volume: Double

    package var rsi: Double
    package var ema9: Double
    package var ema20: Double
    package var ema50: Double
    package var ema200: Double

    /// The week up to this day; its close is the day's.
    package var weekOpen: Double
    package var weekHigh: Double
    package var weekLow: Double
    package var weekVolume: Double
    package var weekRSI: Double
    package var weekEMA50: Double
}
