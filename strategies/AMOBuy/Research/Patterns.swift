/// The candle patterns of the last bars (SIG-3).
enum Patterns {
    static func signals(of view: ChartView, rsiLimit: Double) -> Signals {
        let last = view.last
        var signals: Signals = []
        if isHammer(last) { signals.insert(.hammer) }
        if view.count > 1, isBullishEngulfing(view.bars[view.bars.endIndex - 2], last) {
            signals.insert(.bullishEngulfing)
        }
        if hasBullishDivergence(view) { signals.insert(.bullishDivergence) }
        if last.rsi < rsiLimit { signals.insert(.rsiOversold) }
        return signals
    }

    /// A long lower shadow under a small body.
    static func isHammer(_ bar: Bar) -> Bool {
        let body = bar.close == bar.open ? 1e-6 : abs(bar.close - bar.open)
        let lowShadow = min(bar.open, bar.close) - bar.low
        let highShadow = bar.high - max(bar.open, bar.close)
        return lowShadow > 2 * body && highShadow < 0.8 * body
    }

    static func isBullishEngulfing(_ previous: Bar, _ bar: Bar) -> Bool {
        previous.close < previous.open && bar.close > bar.open
            && bar.close >= previous.open && bar.open <= previous.close
    }

    /// The lowest low of the last 10 bars is under that of the 10 bars that end 5 ago, and RSI is higher there.
    static func hasBullishDivergence(_ view: ChartView) -> Bool {
        guard view.count >= 11 else { return false }
        let now = lowest(view.recent(10))
        let before = lowest(view.recent(15).prefix(10))
        return now.low < before.low && now.rsi > before.rsi
    }

    /// The first of the bars with the lowest low.
    private static func lowest(_ bars: ArraySlice<Bar>) -> Bar {
        var index = bars.startIndex
        for candidate in bars.indices where bars[candidate].low < bars[index].low { index = candidate }
        return bars[index]
    }
}
