import SaudaCore
import Testing

@testable import AMOBuyStrategy

/// SIG-2 and what holds of every analysis.
@Suite struct ResearchAnalysisTests {
    private static let analysts = [Analyst(.current), Analyst(.version21)]

    @Test func `SIG-2: nothing, ten days and 29 days are no data`() {
        for analyst in ResearchAnalysisTests.analysts {
            #expect(analyst.analysis(of: nil).status == .noData)
            let young = analyst.analysis(of: Chart(Drawn.walk(10, seed: 1)).latest)
            #expect(young.status.word == "no_data" && young.verdict == .avoid)
            #expect(young.reasons == ["10 daily bars, 30 are needed"])
            #expect(analyst.analysis(of: Chart(Drawn.walk(29, seed: 1)).latest).status == .noData)
            #expect(analyst.analysis(of: Chart(Drawn.walk(30, seed: 1)).latest).status == .success)
        }
    }

    @Test func `SIG-2: indicators without a value are an error of that instrument`() {
        var bars = Array(repeating: Drawn.calm, count: 40)
        bars[39].ema9 = .nan
        #expect(Analyst().analysis(of: Drawn.view(bars)).status.word == "indicator_error")
    }

    @Test func `SIG-2, SIG-9: a bad chart ends the analysis, in the current profile`() {
        // Flat and full of gaps: 100 - 25 - 30 is under 50.
        let rows = (0..<300).map { index -> (Double, Double, Double, Double, Int64) in
            let level = index % 2 == 0 ? 100.0 : 100.9
            return (level, level + 0.2, level - 0.2, level, 200_000)
        }
        let view = Drawn.chart(rows).now
        let stopped = Analyst(.current).analysis(of: view, headlines: [])
        #expect(stopped.status == .success && stopped.verdict == .avoid)
        #expect(stopped.volume == nil && stopped.news == nil && stopped.daily == nil && stopped.signals == [])
        #expect(stopped.reasons == ["chart quality 45: many gaps, flat"] && stopped.isBarred)
        let older = Analyst(.version21).analysis(of: view, headlines: [])
        #expect(older.chartQuality == nil && older.volume != nil && older.news != nil)
    }

    @Test func `SIG-2: a dip in a rising share buys, with all the steps filled in`() {
        let analysis = Analyst().analysis(of: ResearchAnalysisTests.dip().now)
        #expect(analysis.status == .success && analysis.isOversold && analysis.isAboveTrend)
        #expect(analysis.plainVerdict.buys)
        #expect(analysis.signals.contains(.rsiOversold) && analysis.alignment != nil && analysis.weekly != nil)
        #expect(analysis.recentHigh >= analysis.recentLow && analysis.recentLow > 0)
        #expect((analysis.advice == nil) == !analysis.verdict.buys)
        let red = Analyst().analysis(
            of: ResearchAnalysisTests.dip().latest,
            fundamentals: Fundamentals(pe: -1, pb: nil, asOf: Drawn.firstDay)
        )
        #expect(red.verdict == .avoid && red.isBarred)
    }

    @Test func `SIG-2, SIG-6, SIG-11: during market hours less volume is asked for and today's bar is no candle`()
        throws
    {
        let view = ResearchAnalysisTests.dip(lastVolume: 90_000).now
        let evening = Analyst().analysis(of: view)
        let noon = Analyst().analysis(of: view, clock: TimeOfDay(11, 0))
        #expect(evening.volume?.passes == false && noon.volume?.passes == true)
        #expect(evening.verdict == .avoid || evening.verdict == .watch)
        let shorter = try #require(view.withoutLast)
        #expect(noon.candlePenalty == CandleQuality.penalty(shorter))
    }

    /// 330 rising days with waves, then three down days to an RSI under 30 over EMA200.
    static func dip(lastVolume: Int64 = 260_000) -> Chart {
        var rows: [(Double, Double, Double, Double, Int64)] = []
        for index in 0..<330 {
            let open = 200 + 0.4 * Double(index) + (index % 2 == 0 ? 1 : -1)
            let close = 200 + 0.4 * Double(index + 1) + (index % 2 == 0 ? -1 : 1)
            rows.append((open, max(open, close) + 3, min(open, close) - 3, close, 200_000))
        }
        var level = rows[329].3
        for fall in 0..<3 {
            rows.append((level, level + 1, level - 9, level - 6, fall == 2 ? lastVolume : 200_000))
            level -= 6
        }
        return Drawn.chart(rows)
    }

    @Test("IND-5: cutting the future changes no analysis", arguments: [11 as UInt64, 12, 13])
    func seesNoFuture(seed: UInt64) throws {
        let candles = Drawn.walk(420, seed: seed)
        let whole = Chart(candles)
        var growing = Chart()
        for (index, candle) in candles.enumerated() {
            growing.append(candle)
            guard index >= 28, index % 3 == 0 else { continue }
            for analyst in ResearchAnalysisTests.analysts {
                let known = analyst.analysis(of: growing.latest)
                let later = analyst.analysis(of: whole.asOf(candle.start.day))
                #expect(String(describing: known) == String(describing: later))
            }
        }
    }

    @Test("IND-5: a chart that keeps its last bars alone is judged as the whole one", arguments: [31 as UInt64, 32])
    func keepsEnough(seed: UInt64) throws {
        for analyst in ResearchAnalysisTests.analysts {
            let reach = analyst.profile.reach
            let count = 15 * reach.weeks
            var whole = Chart()
            var short = Chart(keeping: reach)
            for candle in Drawn.walk(count, seed: seed) {
                whole.append(candle)
                short.append(candle)
                let (all, last) = (try #require(whole.latest), try #require(short.latest))
                #expect(last.count == all.count && last.weeks == all.weeks && last.bars.count <= 3 * reach.bars / 2)
                for back in 0..<min(all.weeks, reach.weeks) {
                    #expect(last.week(back: back).day == all.week(back: back).day)
                }
                guard all.count > count / 2 else { continue }
                let known = analyst.analysis(of: last, clock: TimeOfDay(12, 0))
                #expect(
                    String(describing: known) == String(describing: analyst.analysis(of: all, clock: TimeOfDay(12, 0)))
                )
                let day = all.day.advanced(by: -reach.bars)
                #expect(short.asOf(day)?.weeks == whole.asOf(day)?.weeks)
            }
            #expect(short.view(at: 0) == nil && short.asOf(Drawn.firstDay) == nil)
        }
    }

    @Test func `IND-5: a share that trades one day a week keeps its last bars and weeks alike`() throws {
        var chart = Chart(keeping: Chart.Reach(bars: 5, weeks: 2))
        for week in 0..<40 {
            chart.append(Drawn.candle(Drawn.firstDay.advanced(by: 7 * week), 100, 101, 99, 100))
            let view = try #require(chart.latest)
            #expect(view.count == week + 1 && view.weeks == week + 1)
            for back in 0...min(week, 2) { #expect(view.week(back: back).week == week - back) }
            #expect(view.withoutLast?.weeks == (week == 0 ? nil : week))
            #expect(view.asOf(view.bars[view.bars.startIndex].day)?.count == view.count - view.bars.count + 1)
        }
    }

    @Test("SIG-2: the gate never refuses what would buy", arguments: [21 as UInt64, 22, 23, 24])
    func gateIsSound(seed: UInt64) {
        let chart = Chart(Drawn.walk(500, seed: seed))
        for analyst in ResearchAnalysisTests.analysts {
            for index in 0..<500 {
                let view = chart.view(at: index)!
                let analysis = analyst.analysis(of: view)
                #expect(!analysis.verdict.buys || analyst.isOversold(view))
                #expect(analysis.verdict <= analysis.plainVerdict)
                #expect((analysis.advice != nil) == analysis.verdict.buys)
                if let advice = analysis.advice {
                    #expect(advice.stop < view.last.close && advice.target > view.last.close)
                    #expect(advice.buyLow < advice.buyHigh)
                }
            }
        }
    }

    @Test(
        "SIG-2: charts that are flat, still, cheap or dear trap nothing",
        arguments: [
            (100.0, 0.0, 0 as Int64), (100, 0, 1_000_000), (0.05, 0, 10), (0.05, 0.04, 0), (9_999_000, 900, 50_000_000),
            (100, 1, 0),
        ]
    )
    func survives(level: Double, shadow: Double, volume: Int64) {
        let chart = Chart(Drawn.candles(closes: Array(repeating: level, count: 300), shadow: shadow, volume: volume))
        for analyst in ResearchAnalysisTests.analysts {
            for index in 0..<300 {
                let analysis = analyst.analysis(of: chart.view(at: index), headlines: [], clock: TimeOfDay(11, 0))
                #expect(!analysis.verdict.buys, "RSI is undefined without a change")
                let scores = Scorer(analyst.profile, isParity: true).scores(of: analysis, study: StudyFigures())
                #expect(scores.strength == -1)
                _ = Candidate(
                    strategy: StrategyID(index: 0),
                    instrument: InstrumentID(index: 0),
                    day: Drawn.firstDay,
                    analysis,
                    scores
                )
            }
        }
    }
}
