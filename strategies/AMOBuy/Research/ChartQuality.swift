/// Whether a chart can be traded at all: gaps, movement, extreme candles (SIG-9). A hard filter.
package struct ChartQuality: Hashable, Sendable {
    package enum Status: UInt8, Hashable, Sendable { case poor, acceptable, clean }

    /// 0 to 100.
    package var score: Int
    package var status: Status
    package var passes: Bool
    /// What cost points, in words.
    package var faults: [String]

    /// Nil with fewer bars than 30: such a chart passes, with a warning.
    package init?(_ view: ChartView, _ limits: Profile.ChartLimits) {
        guard view.count >= 30 else { return nil }
        faults = []
        var penalty = 0
        let gaps = ChartQuality.gapPercent(view.recent(60))
        if gaps > limits.gapPercent {
            penalty += 30
            faults.append("many gaps")
        } else if gaps > 10 {
            penalty += 15
            faults.append("gaps")
        }
        let movement = ChartQuality.movement(view.recent(60))
        if movement.range < limits.rangePercent, movement.span < 15 {
            penalty += 25
            faults.append("flat")
        } else if movement.range < 2 {
            penalty += 10
            faults.append("little movement")
        }
        let extremes = ChartQuality.extremePercent(view.recent(30))
        if extremes > limits.extremePercent {
            penalty += 25
            faults.append("many extreme candles")
        } else if extremes > 10 {
            penalty += 15
            faults.append("extreme candles")
        }
        score = max(0, 100 - penalty)
        status = score >= 80 ? .clean : score >= 60 ? .acceptable : .poor
        passes = score >= limits.minimumScore
    }

    /// Bars wholly above or below the close before them, in percent of the bars.
    private static func gapPercent(_ bars: ArraySlice<Bar>) -> Double {
        var gaps = 0
        for index in bars.indices.dropFirst() {
            let close = bars[index - 1].close
            if bars[index].low > close || bars[index].high < close { gaps += 1 }
        }
        return Double(gaps) / Double(bars.count) * 100
    }

    /// The mean range and the whole span, in percent of the mean close.
    private static func movement(_ bars: ArraySlice<Bar>) -> (range: Double, span: Double) {
        var range = 0.0
        var close = 0.0
        var high = 0.0
        var low = Double.infinity
        for bar in bars {
            range += bar.high - bar.low
            close += bar.close
            high = max(high, bar.high)
            low = min(low, bar.low)
        }
        return (range / close * 100, (high - low) / (close / Double(bars.count)) * 100)
    }

    private static func extremePercent(_ bars: ArraySlice<Bar>) -> Double {
        var sum = 0.0
        for bar in bars { sum += bar.high - bar.low }
        let range = sum / Double(bars.count)
        guard range > 0 else { return 0 }
        var extremes = 0
        for bar in bars {
            let body = abs(bar.close - bar.open)
            if body > 3 * range || body / bar.open * 100 > 5 { extremes += 1 }
        }
        return Double(extremes) / Double(bars.count) * 100
    }
}
