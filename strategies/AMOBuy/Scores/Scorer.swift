package import SaudaCore

/// Scores an analysis, and says whether it becomes a candidate (section 3).
package struct Scorer: Sendable {
    package var analyst: Analyst
    /// Below it nothing is a candidate (SCO-5).
    package var minimumCombined: Double
    /// As the originals: SCO-2 with its quirks, and a backtest alone may lift a verdict (SCO-4).
    package var isParity: Bool

    package init(_ profile: Profile = .current, minimumCombined: Double = 25, isParity: Bool = false) {
        analyst = Analyst(profile)
        self.minimumCombined = minimumCombined
        self.isParity = isParity
    }

    /// - Parameter study: the figures of the profile's first study over the years before, two of them for `v2_1` and
    ///   five for `current` in the originals; nil when no backtest was made. Its trades are entries and re-entries.
    package func scores(of analysis: Analysis, study: StudyFigures?) -> Scores {
        let strength = StrengthScore.score(analysis, analyst.profile)
        let quirky = study.map(analyst.profile.parityReading.score)
        let repaired = study.map(ScoreReading.repaired.score)
        let backtest = isParity ? quirky : repaired
        let combined = backtest.map { Scorer.combined(strength: strength, backtest: $0) }
        var verdict = analysis.verdict
        if let study, let backtest, let combined {
            verdict = FinalVerdict.verdict(
                of: analysis,
                backtest: backtest,
                combined: combined,
                trades: study.executed,
                isGuarded: !isParity
            )
        }
        let advice = analyst.advice(for: analysis, as: verdict)
        return Scores(
            strength: strength,
            backtest: backtest,
            otherBacktest: isParity ? repaired : quirky,
            combined: combined,
            finalVerdict: verdict,
            confidence: study.map { Confidence(trades: $0.executed) },
            priority: Priority.score(analysis, advice: advice, backtest: backtest),
            advice: advice
        )
    }

    /// SCO-3.
    package static func combined(strength: Double, backtest: Double) -> Double { 0.5 * strength + 0.5 * backtest }

    /// SCO-5: by final verdict and combined score, or by the plain verdict where there was no backtest.
    package func admits(_ analysis: Analysis, _ scores: Scores) -> Bool {
        guard analysis.status == .success, scores.finalVerdict.buys else { return false }
        return scores.combined.map { $0 >= minimumCombined } ?? true
    }
}
