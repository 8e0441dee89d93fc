import SaudaCore
import Testing

@testable import AMOBuyStrategy

/// Section 3.
@Suite struct ScoreTests {
    private func analysis(
        _ verdict: Verdict = .buy,
        rsi: Double = 25,
        ratio: Double = 1,
        alignment: Int? = nil,
        signals: Signals = [],
        daily: TimeframeReading? = nil,
        chart: (Int, ChartQuality.Status)? = nil,
        pe: Double? = nil
    ) -> Analysis {
        var analysis = Analysis(of: Drawn.bar(100, 101, 99, 100, rsi: rsi, ema200: 90))
        analysis.verdict = verdict
        analysis.isOversold = rsi < 30
        analysis.isAboveTrend = true
        analysis.volume = Drawn.volume(ratio: ratio)
        analysis.alignment = alignment.map(Drawn.alignment)
        analysis.signals = signals
        analysis.daily = daily
        analysis.weekly = daily.map { _ in Drawn.reading() }
        if let chart {
            analysis.chartQuality = ChartQuality(
                Drawn.view(Array(repeating: Drawn.calm, count: 60)),
                .current
            )
            analysis.chartQuality?.score = chart.0
            analysis.chartQuality?.status = chart.1
        }
        analysis.pe = pe
        (analysis.recentLow, analysis.recentHigh) = (95, 110)
        return analysis
    }

    private func strength(_ analysis: Analysis, _ profile: Profile = .current) -> Double {
        StrengthScore.score(analysis, profile)
    }

    @Test func `SCO-1: a base by verdict, and -1 for what does not buy`() {
        #expect([Verdict.avoid, .watch, .buy, .strongBuy].map { strength(analysis($0)) } == [-1, -1, 5, 10])
        #expect(strength(analysis(.buy, rsi: 5)) == 5, "the bonus for a low RSI never fires")
    }

    @Test func `SCO-1: patterns, volume, label and alignment`() {
        #expect(strength(analysis(signals: [.hammer, .rsiOversold])) == 9)
        #expect(strength(analysis(signals: [.hammer, .bullishEngulfing, .bullishDivergence, .rsiOversold])) == 13)
        #expect(strength(analysis(signals: .goodUptrendDip)) == 5, "labels count by the alignment")
        #expect(strength(analysis(ratio: 1.2)) == 6 && strength(analysis(ratio: 1.19)) == 5)
        // Label and alignment points: 8 + 4, 5 + 3, 3 + 2, 0 + 1, 0.
        #expect([8, 6, 4, 2, 0].map { strength(analysis(alignment: $0)) } == [17, 13, 10, 6, 5])
        #expect([9, 7, 5, 3, 1].map { strength(analysis(alignment: $0)) } == [17, 13, 10, 6, 5])
    }

    @Test func `SCO-1: severity, support and exhaustion of the days, when there are weeks`() {
        func points(_ daily: TimeframeReading) -> Double { strength(analysis(daily: daily)) - 5 }
        #expect(points(Drawn.reading(severity: .extreme)) == 3 && points(Drawn.reading(severity: .high)) == 2)
        #expect(points(Drawn.reading(severity: .moderate)) == 0)
        #expect(points(Drawn.reading(support: .strong)) == 2 && points(Drawn.reading(support: .moderate)) == 1)
        #expect(points(Drawn.reading(volume: 2)) == 2 && points(Drawn.reading(volume: 1)) == 1)
        var daysOnly = analysis(daily: Drawn.reading(severity: .extreme))
        daysOnly.weekly = nil
        #expect(strength(daysOnly) == 5)
    }

    @Test func `SCO-1: a clean chart counts in the current profile, and 25 is the most`() {
        let charts: [(Int, ChartQuality.Status)] = [(80, .clean), (70, .acceptable), (60, .acceptable), (55, .poor)]
        #expect(charts.map { strength(analysis(chart: $0)) } == [8, 7, 6, 5])
        #expect(strength(analysis(chart: (100, .clean)), .version21) == 5)
        let all: Signals = [.hammer, .bullishEngulfing, .bullishDivergence, .rsiOversold]
        #expect(strength(analysis(.strongBuy, alignment: 9, signals: all)) == 25)
    }

    private func figures(
        percent: Double,
        wins: Double,
        positions: Int = 10,
        hold: Double? = nil
    ) -> StudyFigures {
        var figures = StudyFigures()
        figures.returnPercent = percent
        figures.winRatePercent = wins
        figures.positions = positions
        figures.executed = positions
        figures.buyAndHoldPercent = hold
        return figures
    }

    @Test(
        "SCO-2: return, win rate and lead over buy and hold",
        arguments: [
            // (2 x 5 + 24 + 10) x 0.8; repaired: lead 5 - 25 = -20: 6 points instead of 10.
            (5.0, 60.0, 10, 25.0, 35.2, 40.0), (10, 60, 10, 10, 43.2, 54), (-5, 40, 10, -5, 12.8, 16),
            // Over 10 %: (50 + min(2.5 x 10, 50)) x 0.4 = 30.
            (20, 60, 10, 20, 51.2, 64), (50, 100, 10, 0, 72, 100), (5, 60, 2, 25, 35.2, 40),
            (5, 60, 1, 25, 35.2, 36), (5, 60, 0, 25, 0, 0), (5, 60, 10, 80, 35.2, 34),
        ]
    )
    func backtest(percent: Double, wins: Double, positions: Int, hold: Double, quirky: Double, repaired: Double) {
        let figures = figures(percent: percent, wins: wins, positions: positions, hold: hold)
        #expect(near(ScoreReading.singlePass.score(figures), quirky, 1e-9))
        #expect(near(ScoreReading.repaired.score(figures), repaired, 1e-9))
    }

    @Test func `SCO-2: the published runs by hand`() {
        let a = figures(percent: -0.3582, wins: 54.5455, positions: 11)
        #expect(near(ScoreReading.singlePass.score(a), 24.88, 0.005))
        let b = figures(percent: 0.6181, wins: 93.3333, positions: 15, hold: 24.4001)
        #expect(near(ScoreReading.twoStage.score(b), 35.05, 0.005))
        #expect(near(ScoreReading.repaired.score(b), 43.81, 0.005))
    }

    @Test func `SCO-3: combined is half and half, at most 62.5`() {
        #expect(
            Scorer.combined(strength: 12, backtest: 35) == 23.5 && Scorer.combined(strength: 25, backtest: 100) == 62.5
        )
        #expect(Scorer.combined(strength: -1, backtest: 60) == 29.5)
    }

    @Test(
        "SCO-4: the bars for strong_buy and buy, by trades",
        arguments: [
            (5, 60.0, 35.0, Verdict.strongBuy), (5, 59.9, 35, .buy), (5, 60, 34.9, .buy), (5, 0, 60, .strongBuy),
            (5, 35, 22, .buy), (5, 34.9, 22, .watch), (5, 35, 21.9, .watch), (5, 0, 35, .buy), (5, 0, 34.9, .watch),
            (4, 65, 42, .strongBuy), (4, 64.9, 42, .buy), (4, 65, 41.9, .buy), (4, 0, 65, .strongBuy),
            (4, 40, 28, .buy), (4, 39.9, 28, .watch), (4, 40, 27.9, .watch), (4, 0, 45, .buy), (4, 0, 44.9, .watch),
        ]
    )
    func finalVerdict(trades: Int, backtest: Double, combined: Double, verdict: Verdict) {
        let undefined = analysis(rsi: .nan)
        #expect(
            FinalVerdict.verdict(
                of: undefined,
                backtest: backtest,
                combined: combined,
                trades: trades,
                isGuarded: false
            ) == verdict
        )
    }

    @Test(
        "SCO-4: the lower RSI, the lower the bars; a missing one counts as 30",
        arguments: [
            (19.99, 0.7), (20, 0.8), (24.99, 0.8), (25, 0.9), (29.99, 0.9), (30, 1), (.nan, 1),
        ] as [(Double, Double)]
    )
    func relief(rsi: Double, factor: Double) {
        #expect(FinalVerdict.relief(rsi: rsi) == factor)
        let dip = analysis(rsi: rsi)
        let combined = 35 * factor
        func verdict(_ combined: Double) -> Verdict {
            FinalVerdict.verdict(of: dip, backtest: 0, combined: combined, trades: 5, isGuarded: false)
        }
        #expect(verdict(combined + 0.01) == .buy && verdict(combined - 0.01) == .watch)
    }

    @Test func `SCO-4: a backtest alone lifts nothing above watch, unless parity is asked for`() {
        let study = figures(percent: 40, wins: 100)
        let calm = analysis(.avoid, rsi: 45)
        #expect(Scorer().scores(of: calm, study: study).finalVerdict == .watch)
        // (50 + 50) x 0.4 + 40 + 10 = 90, x 0.8 = 72; combined 35.5: clears 35 and 60.
        #expect(Scorer(isParity: true).scores(of: calm, study: study).finalVerdict == .strongBuy)
        let dip = analysis(.watch, rsi: 25)
        #expect(Scorer().scores(of: dip, study: study).finalVerdict == .strongBuy, "RSI is under its limit")
        var barred = dip
        barred.fundamentals = .avoid
        #expect(Scorer().scores(of: barred, study: study).finalVerdict == .watch)
        for grade in [FundamentalsGrade.growth, .loss] {
            barred.fundamentals = grade
            #expect(Scorer().scores(of: barred, study: study).finalVerdict == .watch, "never a buy (SIG-7)")
        }
    }

    @Test(
        "SCO-4: confidence by trades",
        arguments: [(0, "Low"), (1, "Low"), (2, "Medium"), (4, "Medium"), (5, "High")]
    )
    func confidence(trades: Int, word: String) { #expect(Confidence(trades: trades).word == word) }

    @Test func `SCO-5: a candidate has a final buy and a combined score of 25`() {
        let scorer = Scorer(isParity: true)
        let good = analysis(.strongBuy, rsi: 15, ratio: 1.3, alignment: 8, signals: .hammer)
        let study = figures(percent: 5, wins: 60)
        let scores = scorer.scores(of: good, study: study)
        // Strength 10 + 2 + 1 + 8 + 4 = 25; backtest 35.2.
        #expect(
            scores.strength == 25 && near(scores.backtest ?? 0, 35.2, 1e-9) && near(scores.combined ?? 0, 30.1, 1e-9)
        )
        #expect(near(scores.otherBacktest ?? 0, 44, 1e-9) && scores.confidence == .high)
        #expect(scores.finalVerdict.buys && scorer.admits(good, scores))
        #expect(!Scorer(minimumCombined: 30.2, isParity: true).admits(good, scores))
        var failed = good
        failed.status = .indicatorError
        #expect(!scorer.admits(failed, scores))
        var watched = scores
        watched.finalVerdict = .watch
        #expect(!scorer.admits(good, watched))
    }

    @Test func `SCO-5: without a backtest the plain verdict decides`() {
        let scores = Scorer().scores(of: analysis(.buy), study: nil)
        #expect(scores.combined == nil && scores.backtest == nil && scores.confidence == nil)
        #expect(scores.finalVerdict == .buy && Scorer().admits(analysis(.buy), scores))
        let watched = Scorer().scores(of: analysis(.watch), study: nil)
        #expect(!Scorer().admits(analysis(.watch), watched))
    }

    /// The priority of an analysis without any points but those given; RSI 45, volume 1, no alignment.
    private func priority(
        rsi: Double = 45,
        ratio: Double = 1,
        alignment: Int? = nil,
        pe: Double? = nil,
        backtest: Double? = nil,
        chart: (Int, ChartQuality.Status)? = nil,
        target: Double? = nil
    ) -> Int {
        var advice: Advice?
        if let target {
            advice = Analyst(.version21).advice(for: analysis(.buy), as: .buy)
            advice?.stop = 92
            advice?.target = target
        }
        let given = analysis(.buy, rsi: rsi, ratio: ratio, alignment: alignment, chart: chart, pe: pe)
        return Priority.score(given, advice: advice, backtest: backtest)
    }

    @Test func `SCO-6: each part of the ranking`() {
        #expect([132, 131.9, 124, 116, 112, 111.9].map { priority(target: $0) } == [40, 30, 30, 20, 10, 0])
        #expect([15, 15.1, 20, 25, 30, 30.1].map { priority(rsi: $0) } == [25, 20, 20, 15, 10, 0])
        #expect([4, 3.99, 2, 1.5, 1.2, 1.19].map { priority(ratio: $0) } == [20, 15, 15, 10, 5, 0])
        #expect([0, 7, 10].map { priority(alignment: $0) } == [0, 7, 10])
        #expect([-1, 0, 15, 25, 35, 40, 49.9, 50].map { priority(pe: $0) } == [0, 0, 10, 5, 2, 0, 0, -5])
        #expect([40, 39.9, 30, 20, 19.9].map { priority(backtest: $0) } == [15, 10, 10, 5, 0])
        let charts: [(Int, ChartQuality.Status)] = [(80, .clean), (70, .acceptable), (60, .acceptable), (55, .poor)]
        #expect(charts.map { priority(chart: $0) } == [10, 7, 5, 0])
        #expect(priority() == 0 && priority(rsi: .nan) == 0)
    }

    @Test func `SCO-7: the row of a candidate`() {
        let dip = analysis(.buy, rsi: 24.56789, ratio: 1.3, alignment: 6, signals: [.hammer], pe: 12)
        let scores = Scorer().scores(of: dip, study: nil)
        let row = Candidate(
            strategy: StrategyID(index: 1),
            instrument: InstrumentID(index: 7),
            day: Drawn.firstDay,
            dip,
            scores
        )
        #expect((row.status, row.verdict, row.finalVerdict, row.label) == ("success", "buy", "buy", "good_uptrend_dip"))
        #expect((row.close, row.ema200, row.rsi) == (Price(rupees: 100), Price(rupees: 90), 245_679))
        #expect((row.strength, row.combined, row.backtest) == (160_000, 0, 0))
        #expect(row.averageVolume == Quantity(1_000_000) && row.alignment == 6)
        // Good without readings: default stop 92.
        #expect(row.stop == Price(rupees: 92) && row.buyLow == Price(paise: 99_50))
        #expect(row.priority == Int64(scores.priority))
        let none = Analyst().analysis(of: nil)
        let empty = Candidate(
            strategy: StrategyID(index: 1),
            instrument: InstrumentID(index: 7),
            day: Drawn.firstDay,
            none,
            Scorer().scores(of: none, study: nil)
        )
        #expect((empty.status, empty.verdict, empty.strength) == ("no_data", "avoid", -10_000))
        #expect(empty.reasons == "0 daily bars, 30 are needed")
    }
}
