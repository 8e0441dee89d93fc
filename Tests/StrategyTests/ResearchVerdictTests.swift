import SaudaCore
import Testing

@testable import AMOBuyStrategy

/// SIG-10, and the downgrades after it.
@Suite struct ResearchVerdictTests {
    /// Decides over an analysis whose earlier steps found what is given; the standard is a plain buy.
    private func decide(
        _ profile: Profile = .current,
        oversold: Bool = true,
        above: Bool = true,
        ratio: Double = 1,
        alignment: Int? = nil,
        signals: Signals = [],
        grade: FundamentalsGrade = .sound,
        news: NewsReading? = nil,
        candles: [Bar] = Array(repeating: Drawn.calm, count: 20)
    ) -> Analysis {
        var analysis = Analysis(of: Drawn.bar(100, 101, 99, 100, rsi: 25))
        analysis.isOversold = oversold
        analysis.isAboveTrend = above
        analysis.signals = signals
        analysis.alignment = alignment.map(Drawn.alignment)
        if let alignment = analysis.alignment { analysis.signals.formUnion(alignment.label.signal) }
        analysis.volume = Drawn.volume(ratio: ratio)
        analysis.fundamentals = grade
        analysis.news = news
        Analyst(profile).decide(&analysis)
        Analyst(profile).downgrade(&analysis, Drawn.view(candles))
        return analysis
    }

    @Test func `SIG-10: over EMA200 the core buys, strongly from an alignment of 8`() {
        #expect(decide().verdict == .buy)
        #expect(decide(alignment: 7).verdict == .buy && decide(alignment: 8).verdict == .strongBuy)
        #expect(decide(signals: .excellentUptrendDip).verdict == .strongBuy)
    }

    @Test func `SIG-10: below EMA200 the core needs a confirmation`() {
        #expect(decide(above: false).verdict == .watch)
        #expect(
            decide(above: false, alignment: 5).verdict == .watch && decide(above: false, alignment: 6).verdict == .buy
        )
        #expect(decide(above: false, alignment: 9).verdict == .buy, "never strongly")
        for signal in [Signals.hammer, .bullishEngulfing, .bullishDivergence] {
            #expect(decide(above: false, signals: signal).verdict == .buy)
        }
        #expect(decide(above: false, signals: .rsiOversold).verdict == .watch)
        #expect(decide(above: false, ratio: 1.19).verdict == .watch && decide(above: false, ratio: 1.2).verdict == .buy)
    }

    @Test func `SIG-10: without the core a signal with volume is watched`() {
        #expect(decide(oversold: false).verdict == .avoid)
        #expect(decide(oversold: false, signals: .hammer).verdict == .watch)
        #expect(
            decide(oversold: false, alignment: 4).verdict == .watch
                && decide(oversold: false, alignment: 3).verdict == .avoid
        )
        #expect(decide(ratio: 0.3, signals: .hammer).verdict == .avoid, "no volume")
        #expect(decide(oversold: false, ratio: 3).verdict == .avoid, "volume alone is no signal")
    }

    @Test func `SIG-10, SIG-7: losses by profile`() {
        #expect(decide(signals: .hammer, grade: .avoid).verdict == .avoid)
        #expect(decide(signals: .hammer, grade: .growth).verdict == .watch)
        #expect(decide(ratio: 0.3, grade: .growth).verdict == .watch, "oversold growth")
        #expect(decide(oversold: false, ratio: 1.2, grade: .growth).verdict == .watch, "growth on strong volume")
        #expect(decide(oversold: false, ratio: 1.1, grade: .growth).verdict == .avoid)
        #expect(decide(.version21, signals: .hammer, grade: .loss).verdict == .watch)
        #expect(decide(.version21, grade: .loss).verdict == .avoid)
    }

    @Test(
        "SIG-10: the limit is 30 over EMA200 and 20 below, strictly",
        arguments: [
            (29.99, 99.99, true), (30, 99.99, false), (19.99, 100, true), (20, 100, false), (29, 100, false),
            (19.99, Double.nan, true), (25, .nan, false), (.nan, 90, false),
        ]
    )
    func limits(rsi: Double, ema200: Double, isOversold: Bool) {
        let view = Drawn.view([Drawn.bar(100, 101, 99, 100, rsi: rsi, ema200: ema200)])
        for profile in [Profile.current, .version21] { #expect(Analyst(profile).isOversold(view) == isOversold) }
    }

    @Test func `SIG-8, SIG-2: bad news turn a buy into watch, before the candles`() {
        let titles = Array(repeating: Headline(day: Drawn.firstDay, title: "Fraud"), count: 2)
        let bad = NewsReading(titles, asOf: Drawn.firstDay, .current)
        let analysis = decide(
            alignment: 8,
            news: bad,
            candles: Array(repeating: Drawn.bar(100, 100, 96, 96), count: 20)
        )
        #expect(analysis.plainVerdict == .strongBuy && analysis.verdict == .watch)
        #expect(analysis.candlePenalty == 0, "not asked any more")
        #expect(decide(oversold: false, signals: .hammer, news: bad).verdict == .watch)
        #expect(decide(news: NewsReading([], asOf: Drawn.firstDay, .current)).verdict == .buy)
    }

    @Test func `SIG-11: hard selling downgrades a buy, and says so`() {
        // One full red body as the newest bar: 7 points.
        let sold = Array(repeating: Drawn.calm, count: 19) + [Drawn.bar(100, 100, 96, 96)]
        let analysis = decide(alignment: 8, candles: sold)
        #expect(analysis.verdict == .watch && analysis.candlePenalty == 7)
        #expect(analysis.reasons.last == "candles sold hard, penalty 7")
        #expect(decide(oversold: false, candles: sold).candlePenalty == 0)
    }

    @Test func `SIG-10: reasons name RSI, signals and volume in words`() {
        let analysis = decide(ratio: 1.3, alignment: 6, signals: [.hammer, .rsiOversold])
        #expect(
            analysis.reasons
                == ["RSI 25.0 above EMA200", "hammer", "rsi_oversold", "good_uptrend_dip", "volume_strong"]
        )
        #expect(decide(above: false).reasons == ["RSI 25.0 below EMA200", "volume_adequate"])
        #expect(decide(oversold: false, ratio: 0.3).reasons == ["volume_poor"])
    }
}
