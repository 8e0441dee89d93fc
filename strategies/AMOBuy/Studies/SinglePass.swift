package import SaudaCore

/// Study A: one pass over the days, signals, re-entries and exits as they come (BT-2, BT-3). Name `parity-a`.
///
/// Buys RSI10 under 30 over EMA200 at the next open, averages down by REN-1 to REN-3 of `v2_1`, sells at the target or
/// when RSI is over 50. No charges, no slippage.
package struct SinglePass: Hashable, Sendable {
    package enum TargetMode: String, Hashable, Sendable, CaseIterable {
        /// EMA9 with the entry day's own close: a small look-ahead, kept for parity.
        case entryDayEMA9 = "entry_day_ema9"
        /// EMA9 of the signal's evening.
        case previousDayEMA9 = "previous_day_ema9"
        /// Each day afresh, EMA9 of the evening before moved by the day's open (IND-3, SEL-4).
        case trailingLive = "trailing_live"
    }

    package var targetMode: TargetMode
    /// F or N, which give the same trades after the warm-up.
    package var rsi: RSI.Variant
    package var analyst: Analyst

    package init(
        targetMode: TargetMode = .entryDayEMA9,
        rsi: RSI.Variant = .firstChange,
        analyst: Analyst = Analyst()
    ) {
        self.targetMode = targetMode
        self.rsi = rsi
        self.analyst = analyst
    }

    package func run(_ candles: ArraySlice<Candle>, _ terms: StudyTerms) -> StudyResult {
        run(StudyWindow(candles, terms), terms)
    }

    /// The same over a chart that is already there, weekend sessions left out again.
    package func run(_ view: ChartView, _ terms: StudyTerms) -> StudyResult {
        run(StudyWindow(view, terms), terms)
    }

    private func run(_ given: StudyWindow, _ terms: StudyTerms) -> StudyResult {
        var judge = StudyJudge(analyst, terms, given, rsi)
        var window = given
        var result = StudyResult()
        result.warnings = window.settle(terms)
        guard !window.period.isEmpty else {
            result.warnings.append("no bars from \(terms.from) to \(terms.to)")
            return result
        }
        var pass = Pass(mode: targetMode, rsi: rsi, capital: terms.capital.rupees)
        for index in window.rows.indices {
            let row = window.rows[index]
            guard index >= window.start else {
                pass.warm(row)
                continue
            }
            pass.take(row, hasNext: index + 1 < window.rows.count) { judge.judge(row.day).approves }
        }
        pass.finish(at: window.rows[window.rows.count - 1])
        result.positions = pass.positions
        result.figures = pass.figures
        result.figures.buyAndHoldPercent = window.buyAndHold(window.period)
        result.sum()
        return result
    }
}
