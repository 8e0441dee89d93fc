package import SaudaCore

extension Candidate {
    /// The row of an analysed and scored instrument (SCO-7). Scores that were not made are 0, as a row cannot be empty.
    package init(
        strategy: StrategyID,
        instrument: InstrumentID,
        day: Day,
        _ analysis: Analysis,
        _ scores: Scores
    ) {
        self.init(strategy: strategy, instrument: instrument, day: day, status: analysis.status.word)
        verdict = analysis.verdict.word
        finalVerdict = scores.finalVerdict.word
        combined = points(scores.combined ?? 0)
        strength = points(scores.strength)
        backtest = points(scores.backtest ?? 0)
        priority = Int64(scores.priority)
        if let bar = analysis.bar {
            close = Price(rupees: bar.close) ?? .zero
            rsi = points(bar.rsi)
            ema9 = Price(rupees: bar.ema9) ?? .zero
            ema200 = Price(rupees: bar.ema200) ?? .zero
        }
        if let advice = scores.advice {
            buyLow = Price(rupees: advice.buyLow) ?? .zero
            buyHigh = Price(rupees: advice.buyHigh) ?? .zero
            stop = Price(rupees: advice.stop) ?? .zero
            target = Price(rupees: advice.target) ?? .zero
        }
        if let volume = analysis.volume { averageVolume = Quantity(Int64(min(volume.average, 1e15))) }
        alignment = analysis.alignmentScore
        label = analysis.alignment?.label.word ?? ""
        reasons = analysis.reasons.joined(separator: "; ")
    }
}

/// In 1/10,000 point; 0 for an undefined value.
private func points(_ value: Double) -> Int64 {
    value.isFinite && abs(value) < 1e12 ? Int64((value * 10_000).rounded()) : 0
}
