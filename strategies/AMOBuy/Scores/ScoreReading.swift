package import SaudaCore

/// How the figures of a study become a score (SCO-2): as the originals did with their quirks, or as they meant it.
package enum ScoreReading: Hashable, Sendable {
    /// Of study A: too few trades are always assumed, and buy and hold counts as equal.
    case singlePass
    /// Of study B: too few trades are always assumed.
    case twoStage
    /// Trades are counted and buy and hold is compared.
    case repaired

    /// 0 to 100, below zero for heavy losses; 0 without positions. Only the reading `repaired` looks at the trades:
    /// entries and re-entries, as the originals meant to.
    package func score(_ figures: StudyFigures) -> Double {
        guard figures.positions > 0 else { return 0 }
        let percent = figures.returnPercent
        let gain = percent <= 10 ? percent * 2 : (50 + min((percent - 10) * 2.5, 50)) * 0.4
        let wins = figures.winRatePercent * 0.4
        let lead = self == .singlePass ? 0 : figures.againstBuyAndHold ?? 0
        let edge = min(max(lead + 50, 0), 100) * 0.2
        let trades = self == .repaired ? figures.executed : 0
        let trust = trades < 3 ? 0.8 + Double(trades) / 10 : 1
        return min((gain + wins + edge) * trust, 100)
    }
}
