/// SIG-10 and the downgrades for news (SIG-8) and candles (SIG-11), each with its reason in words.
extension Analyst {
    func decide(_ analysis: inout Analysis) {
        let verdict = plainVerdict(of: analysis)
        analysis.plainVerdict = verdict
        analysis.verdict = verdict
        analysis.reasons.append(contentsOf: reasons(of: analysis))
    }

    private func plainVerdict(of analysis: Analysis) -> Verdict {
        guard analysis.fundamentals != .avoid, let volume = analysis.volume else { return .avoid }
        let isSound = analysis.fundamentals == .sound
        if analysis.isOversold, volume.passes, isSound {
            if analysis.isAboveTrend {
                return analysis.alignmentScore >= 8 || analysis.signals.contains(.excellentUptrendDip)
                    ? .strongBuy : .buy
            }
            let isConfirmed =
                analysis.alignmentScore >= 6 || !analysis.signals.isDisjoint(with: .reversals) || volume.isStrong
            return isConfirmed ? .buy : .watch
        }
        if !analysis.signals.isEmpty, volume.passes { return .watch }
        return analysis.fundamentals == .growth && (analysis.isOversold || volume.isStrong) ? .watch : .avoid
    }

    /// News first (SIG-2 step 10), then candles (step 11).
    func downgrade(_ analysis: inout Analysis, _ completed: ChartView?) {
        if analysis.verdict.buys, let news = analysis.news, news.isBad(profile.news) {
            analysis.verdict = .watch
            analysis.reasons.append("bad news \(news.score) of \(news.used) headlines")
        }
        guard analysis.verdict.buys, let completed else { return }
        analysis.candlePenalty = CandleQuality.penalty(completed)
        let verdict = CandleQuality.downgraded(analysis.verdict, penalty: analysis.candlePenalty)
        if verdict != analysis.verdict {
            analysis.reasons.append("candles sold hard, penalty \(analysis.candlePenalty)")
            analysis.verdict = verdict
        }
    }

    private func reasons(of analysis: Analysis) -> [String] {
        var reasons: [String] = []
        if analysis.isOversold, let bar = analysis.bar {
            reasons.append("RSI \(rounded(bar.rsi, 1)) \(analysis.isAboveTrend ? "above" : "below") EMA200")
        }
        reasons.append(contentsOf: analysis.signals.words)
        if let volume = analysis.volume {
            reasons.append(
                volume.isStrong ? "volume_strong" : volume.passes ? "volume_adequate" : "volume_\(volume.quality)"
            )
        }
        switch analysis.fundamentals {
        case .sound: break
        case .growth: reasons.append("loss at a modest price over book")
        case .loss: reasons.append("loss")
        case .avoid: reasons.append("loss at a high price over book")
        }
        return reasons
    }
}
