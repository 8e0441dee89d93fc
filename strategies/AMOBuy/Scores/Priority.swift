/// The order in which candidates are bought (SCO-6); what the originals never filled in is filled in.
enum Priority {
    static func score(_ analysis: Analysis, advice: Advice?, backtest: Double?) -> Int {
        guard let bar = analysis.bar, analysis.status == .success else { return 0 }
        let ratio = advice?.riskReward(close: bar.close) ?? .nan
        var score = ratio >= 4 ? 40 : ratio >= 3 ? 30 : ratio >= 2 ? 20 : ratio >= 1.5 ? 10 : 0
        let rsi = bar.rsi
        score += rsi <= 15 ? 25 : rsi <= 20 ? 20 : rsi <= 25 ? 15 : rsi <= 30 ? 10 : 0
        let volume = analysis.volume?.ratio ?? 0
        score += volume >= 4 ? 20 : volume >= 2 ? 15 : volume >= 1.5 ? 10 : volume >= 1.2 ? 5 : 0
        score += min(analysis.alignmentScore, 10)
        if let pe = analysis.pe, pe > 0 { score += pe <= 15 ? 10 : pe <= 25 ? 5 : pe <= 35 ? 2 : pe >= 50 ? -5 : 0 }
        if let backtest { score += backtest >= 40 ? 15 : backtest >= 30 ? 10 : backtest >= 20 ? 5 : 0 }
        return score + (analysis.chartQuality?.bonus(clean: 10, acceptable: 7, barely: 5) ?? 0)
    }
}
