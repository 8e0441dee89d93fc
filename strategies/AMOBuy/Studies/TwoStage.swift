package import SaudaCore

/// Study B: first all signals, then the trades on them (BT-4, BT-5). Name `parity-b`; kept for older figures.
///
/// Its readings are those of the original, defects included: EMA9 knows the period only, the period's last day is
/// exclusive there, and a re-entry's lower target can be hit on a day before the re-entry.
package struct TwoStage: Hashable, Sendable {
    package var rsi: RSI.Variant
    package var analyst: Analyst

    package init(rsi: RSI.Variant = .zeroSeedReportedLate, analyst: Analyst = Analyst()) {
        self.rsi = rsi
        self.analyst = analyst
    }

    struct Signal {
        /// Rows of the evening and of the open it is executed at.
        var row: Int
        var execution: Int
        var rsi: Double
        var isAboveTrend: Bool
        /// Every signal but the first.
        var isPyramid: Bool
    }

    package func run(_ candles: ArraySlice<Candle>, _ terms: StudyTerms) -> StudyResult {
        let window = StudyWindow(candles, terms)
        var result = StudyResult()
        let (signals, days) = signals(window)
        guard days >= 20 else {
            result.warnings = ["\(days) bars with indicators from \(terms.from) to \(terms.to), 20 are needed"]
            return result
        }
        result.figures.signals = signals.count
        var trades = Trades(window, lastDay: terms.to, capital: terms.capital.rupees)
        var judge = StudyJudge(analyst, terms, window, rsi)
        for (index, signal) in signals.enumerated() {
            if signal.isPyramid, !trades.isOpen, !signal.isAboveTrend {
                result.figures.skipped += 1
                continue
            }
            let answer = judge.judge(window.rows[signal.row].day)
            if answer.approves {
                trades.buy(signal, advised: answer.target)
            } else {
                result.figures.skipped += 1
            }
            trades.scan(to: index + 1 < signals.count ? signals[index + 1].execution : nil)
        }
        result.figures.executed = trades.opened
        result.figures.buyAndHoldPercent = window.buyAndHold(trades.period)
        result.positions = trades.finished()
        result.sum()
        return result
    }
}
