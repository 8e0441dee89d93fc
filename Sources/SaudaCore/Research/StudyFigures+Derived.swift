/// What follows from the sums (BT-5).
extension StudyFigures {
    /// Return less buy and hold, in points; nil where the study does not report it.
    public var againstBuyAndHold: Double? { buyAndHoldPercent.map { returnPercent - $0 } }

    /// Executed of all signals, in percent; 0 without signals.
    public var approvalPercent: Double { signals == 0 ? 0 : Double(executed) / Double(signals) * 100 }
}

extension StudyResult {
    /// The mean profit of winning positions, in rupees; 0 without any.
    public var averageWin: Double { mean { $0 > 0 } }
    /// The mean loss of losing positions, in rupees, below zero; 0 without any.
    public var averageLoss: Double { mean { $0 < 0 } }

    private func mean(_ belongs: (Double) -> Bool) -> Double {
        let profits = positions.filter { $0.exited != nil && belongs($0.profit) }.map(\.profit)
        return profits.isEmpty ? 0 : profits.reduce(0, +) / Double(profits.count)
    }
}
