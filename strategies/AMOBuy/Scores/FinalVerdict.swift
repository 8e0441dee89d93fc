/// Tonight's verdict and the years before, weighed together (SCO-4).
enum FinalVerdict {
    private struct Bar {
        /// Both are needed.
        var backtest: Double
        var combined: Double
        /// This alone is enough.
        var combinedAlone: Double

        func clears(_ backtest: Double, _ combined: Double, _ relief: Double) -> Bool {
            (backtest >= self.backtest * relief && combined >= self.combined * relief)
                || combined >= combinedAlone * relief
        }
    }

    /// - Parameter isGuarded: RSI under its limit and no filter against it, or nothing is lifted above `watch`.
    static func verdict(
        of analysis: Analysis,
        backtest: Double,
        combined: Double,
        trades: Int,
        isGuarded: Bool
    ) -> Verdict {
        if isGuarded, !analysis.isOversold || analysis.isBarred { return .watch }
        let isProven = trades >= 5
        let relief = relief(rsi: analysis.bar?.rsi ?? .nan)
        let strong =
            isProven
            ? Bar(backtest: 60, combined: 35, combinedAlone: 60) : Bar(backtest: 65, combined: 42, combinedAlone: 65)
        let buy =
            isProven
            ? Bar(backtest: 35, combined: 22, combinedAlone: 35) : Bar(backtest: 40, combined: 28, combinedAlone: 45)
        if strong.clears(backtest, combined, relief) { return .strongBuy }
        return buy.clears(backtest, combined, relief) ? .buy : .watch
    }

    /// The lower RSI, the less is asked for; an undefined one counts as 30.
    static func relief(rsi: Double) -> Double {
        rsi < 20 ? 0.7 : rsi < 25 ? 0.8 : rsi < 30 ? 0.9 : 1
    }
}
