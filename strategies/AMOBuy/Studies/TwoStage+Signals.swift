import SaudaCore

extension TwoStage {
    /// Stage 1 (BT-4): the evenings that signal, whatever the trades make of them.
    ///
    /// - Returns: the signals, and the days of the period on which both indicators are defined (BT-1).
    func signals(_ window: StudyWindow) -> ([Signal], days: Int) {
        var signals: [Signal] = []
        var days = 0
        var state = LevelState()
        var rsi = RSI(period: 10, variant: rsi)
        var ema200 = EMA(span: 200, variant: .seededByMean)
        for index in window.rows.indices {
            let close = window.rows[index].close
            rsi.update(close)
            ema200.update(close)
            guard index >= window.start, let rsi = rsi.value, let average = ema200.value else { continue }
            days += 1
            let isAbove = close > average
            guard state.signals(rsi, isAboveTrend: isAbove, isFirst: signals.isEmpty), index + 1 < window.rows.count
            else { continue }
            signals.append(
                Signal(
                    row: index,
                    execution: index + 1,
                    rsi: rsi,
                    isAboveTrend: isAbove,
                    isPyramid: !signals.isEmpty
                )
            )
        }
        return (signals, days)
    }

    /// Which levels were traded since RSI was last above 30.
    private struct LevelState {
        private var isReset = false
        private var has10 = false
        private var has20 = false

        mutating func signals(_ rsi: Double, isAboveTrend: Bool, isFirst: Bool) -> Bool {
            if rsi > 30, !isReset { (isReset, has10, has20) = (true, false, false) }
            // The first entry leaves the reset as it is and sets no flag (BT-9).
            if isFirst { return rsi < (isAboveTrend ? 30 : 20) }
            if rsi < 10 { return fires(\.has10) }
            if rsi < 20 { return fires(\.has20) }
            guard rsi < 30, isReset else { return false }
            isReset = false
            return true
        }

        /// The first time at a level, and once more after a reset.
        private mutating func fires(_ flag: WritableKeyPath<LevelState, Bool>) -> Bool {
            if self[keyPath: flag] {
                guard isReset else { return false }
                isReset = false
            }
            self[keyPath: flag] = true
            return true
        }
    }
}
