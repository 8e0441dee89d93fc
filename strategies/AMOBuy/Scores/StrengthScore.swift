/// How strong tonight's setup is, at most 25; -1 for what does not buy (SCO-1).
///
/// The originals' bonus for a low RSI never fired and is left out.
enum StrengthScore {
    static func score(_ analysis: Analysis, _ profile: Profile) -> Double {
        guard analysis.verdict.buys else { return -1 }
        var score = analysis.verdict == .strongBuy ? 10 : 5
        score += 2 * analysis.signals.intersection(.patterns).count
        if analysis.volume?.isStrong ?? false { score += 1 }
        if let alignment = analysis.alignment {
            switch alignment.label {
            case .excellent: score += 8
            case .good: score += 5
            case .fair: score += 3
            case .weak, .poor: break
            }
            let points = alignment.score
            score += points >= 8 ? 4 : points >= 6 ? 3 : points >= 4 ? 2 : points >= 2 ? 1 : 0
        }
        if let daily = analysis.daily, analysis.weekly != nil {
            score += daily.severity == .extreme ? 3 : daily.severity == .high ? 2 : 0
            score += daily.support.quality == .strong ? 2 : daily.support.quality == .moderate ? 1 : 0
            score += min(daily.volumeExhaustion, 2)
        }
        if profile.chart != nil, let chart = analysis.chartQuality {
            score += chart.bonus(clean: 3, acceptable: 2, barely: 1)
        }
        return Double(min(score, 25))
    }
}

extension ChartQuality {
    /// What a chart earns with 80 points, 70 and 60 (SCO-1, SCO-6).
    func bonus(clean: Int, acceptable: Int, barely: Int) -> Int {
        switch status {
        case .clean: clean
        case .acceptable: score >= 70 ? acceptable : barely
        case .poor: 0
        }
    }
}
