package import SaudaCore

/// Judges one instrument as of one evening, by SIG-2's order of steps. Pure: the same view gives the same analysis.
///
/// An analysis takes some microseconds; `isOversold` says for a nanosecond whether it can end in a buy at all.
package struct Analyst: Hashable, Sendable {
    package var profile: Profile

    package init(_ profile: Profile = .current) { self.profile = profile }

    /// RSI under its limit of SIG-10, without which no verdict buys. For the nightly pass over many instruments.
    package func isOversold(_ view: ChartView) -> Bool { isOversold(view.last) }

    func isOversold(_ bar: Bar) -> Bool { bar.rsi < profile.rsiLimit(of: bar) }

    /// - Parameters:
    ///   - view: nil or too short is `no_data`; what it does not hold cannot be seen.
    ///   - headlines: nil when news is off.
    ///   - clock: the time of day when the view's last bar is today's and not final; nil after hours and as of a past
    ///     day.
    package func analysis(
        of view: ChartView?,
        fundamentals: Fundamentals? = nil,
        headlines: [Headline]? = nil,
        clock: TimeOfDay? = nil
    ) -> Analysis {
        guard let view, view.count >= profile.minimumDays else {
            var none = Analysis(
                status: .noData,
                reason: "\(view?.count ?? 0) daily bars, \(profile.minimumDays) are needed"
            )
            none.bar = view?.last
            return none
        }
        let bar = view.last
        guard bar.close.isFinite, bar.ema9.isFinite else {
            var none = Analysis(status: .indicatorError, reason: "the indicators have no value")
            none.bar = bar
            return none
        }
        var analysis = Analysis(of: bar)
        analysis.isAboveTrend = bar.close > bar.ema200
        analysis.isOversold = isOversold(view)
        guard passesChart(view, &analysis) else { return analysis }
        readTimeframes(view, &analysis)
        if let headlines { analysis.news = NewsReading(headlines, asOf: view.day, profile) }
        analysis.volume = VolumeReading(view, profile, clock: clock)
        for bar in view.recent(20) {
            analysis.recentLow = analysis.recentLow == 0 ? bar.low : min(analysis.recentLow, bar.low)
            analysis.recentHigh = max(analysis.recentHigh, bar.high)
        }
        analysis.pe = fundamentals?.pe
        analysis.fundamentals = FundamentalsGrade(fundamentals, profile)
        decide(&analysis)
        downgrade(&analysis, isMarketOpen(clock) ? view.withoutLast : view)
        analysis.advice = advice(for: analysis, as: analysis.verdict)
        return analysis
    }

    /// The levels for a verdict that may have been lifted by scores (SCO-4); nil when it does not buy, and by profile
    /// when RSI is not under its limit (SIG-12).
    package func advice(for analysis: Analysis, as verdict: Verdict) -> Advice? {
        guard verdict.buys, let bar = analysis.bar, analysis.recentHigh > 0,
            analysis.isOversold || !profile.advisesOversoldOnly
        else { return nil }
        let setting = Advice.Setting(
            price: bar.close,
            low: analysis.recentLow,
            high: analysis.recentHigh,
            daily: analysis.daily,
            weekly: analysis.weekly,
            alignment: analysis.alignment
        )
        return Advice(setting, strong: verdict == .strongBuy)
    }

    private func isMarketOpen(_ clock: TimeOfDay?) -> Bool {
        clock.map { $0 >= TimeOfDay(9, 15) && $0 <= TimeOfDay(15, 30) } ?? false
    }
}

// MARK: - Steps

extension Analyst {
    /// Step 4.
    private func passesChart(_ view: ChartView, _ analysis: inout Analysis) -> Bool {
        guard let limits = profile.chart else { return true }
        guard let quality = ChartQuality(view, limits) else {
            analysis.reasons.append("chart not judged, \(view.count) bars")
            return true
        }
        analysis.chartQuality = quality
        if !quality.passes {
            analysis.reasons.append("chart quality \(quality.score): \(quality.faults.joined(separator: ", "))")
        }
        return quality.passes
    }

    /// Step 5.
    private func readTimeframes(_ view: ChartView, _ analysis: inout Analysis) {
        analysis.signals = Patterns.signals(of: view, rsiLimit: profile.rsiLimit)
        analysis.daily = TimeframeReading(days: view, profile)
        analysis.weekly = TimeframeReading(weeks: view, profile)
        if let daily = analysis.daily, let weekly = analysis.weekly {
            let alignment = Alignment(daily: daily, weekly: weekly)
            analysis.alignment = alignment
            analysis.signals.formUnion(alignment.label.signal)
        }
    }
}
