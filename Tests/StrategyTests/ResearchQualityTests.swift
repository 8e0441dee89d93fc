import SaudaCore
import Testing

@testable import AMOBuyStrategy

/// SIG-9 and SIG-11: charts and candles.
@Suite struct ResearchQualityTests {
    private typealias Limits = Profile.ChartLimits

    /// Bars around a level with a range of 3 and bodies of 1; the level jumps by ten before each of the first `gaps`.
    private func jumpy(_ count: Int = 60, gaps: Int = 0) -> [Bar] {
        (0..<count).map { index in
            let level = min(index, gaps) % 2 == 0 ? 100.0 : 110
            return index % 2 == 0
                ? Drawn.bar(level, level + 2, level - 1, level + 1) : Drawn.bar(level + 1, level + 2, level - 1, level)
        }
    }

    private func quality(_ bars: [Bar], _ limits: Profile.ChartLimits = .current) -> ChartQuality? {
        ChartQuality(Drawn.view(bars), limits)
    }

    @Test(
        "SIG-9: gaps over 10 % of 60 bars cost 15, over 25 % 30",
        arguments: [(0, 100), (6, 100), (7, 85), (15, 85), (16, 70)]
    )
    func gaps(count: Int, score: Int) { #expect(quality(jumpy(gaps: count))?.score == score) }

    @Test func `SIG-9: a bar that touches the close before it is no gap`() {
        var bars = jumpy()
        for index in 1..<30 { bars[index].low = bars[index - 1].close }
        #expect(quality(bars)?.score == 100)
    }

    @Test func `SIG-9: a flat chart costs 25, little movement 10`() {
        func still(_ range: Double, first: Double = 100) -> [Bar] {
            var bars = Array(repeating: Drawn.bar(100, 100 + range / 2, 100 - range / 2, 100), count: 60)
            bars[0] = Drawn.bar(first, first + range / 2, first - range / 2, first)
            return bars
        }
        #expect(quality(still(2))?.score == 100)
        #expect(quality(still(1.98))?.score == 90 && quality(still(1))?.score == 90)
        #expect(quality(still(0.98))?.score == 75 && quality(still(0.98))?.status == .acceptable)
        #expect(quality(still(0.98, first: 116))?.score == 90, "a span of 15 % is not flat")
        #expect(quality(still(1.4), .strict)?.score == 75, "the older limit is 1.5 %")
    }

    @Test(
        "SIG-9: bodies over 5 % in more than 10 % of 30 bars cost 15, in more than 20 % 25",
        arguments: [(3, 100), (4, 85), (6, 85), (7, 75)]
    )
    func extremes(count: Int, score: Int) {
        var bars = Array(repeating: Drawn.bar(100, 106, 99, 101), count: 60)
        for index in 0..<count { bars[30 + index].close = 105.01 }
        // Before the last 30 bars they do not count.
        for index in 0..<20 { bars[index].close = 105.01 }
        #expect(quality(bars)?.score == score)
    }

    @Test func `SIG-9: bodies over three mean ranges are extreme too`() {
        // Mean range (26 x 0.1 + 4 x 1.1) / 30 = 0.2333: three of them are 0.7.
        var bars = Array(repeating: Drawn.bar(100, 100.05, 99.95, 100), count: 60)
        for index in 30..<34 { bars[index] = Drawn.bar(100, 101.05, 99.95, 101) }
        #expect(quality(bars)?.score == 60, "flat, and 4 extreme candles of 30")
        for index in 30..<34 { bars[index].close = 100.69 }
        #expect(quality(bars)?.score == 75)
    }

    @Test func `SIG-9: status and filter by score`() {
        // Gaps 30, flat impossible with gaps; extremes 25: 45.
        var bars = jumpy(gaps: 16)
        for index in 30..<37 { bars[index] = Drawn.bar(100, 107, 98, 106) }
        let poor = quality(bars)
        #expect(poor?.score == 45 && poor?.status == .poor && poor?.passes == false)
        #expect(poor?.faults == ["many gaps", "many extreme candles"])
        let acceptable = quality(jumpy(gaps: 16))
        #expect(acceptable?.status == .acceptable && acceptable?.passes == true)
        #expect(quality(jumpy())?.status == .clean)
        // 60 passes now, and 75 - 15 = 60 passed before 2025-11-09 as well; 55 did not.
        var still = Array(repeating: Drawn.bar(100, 100.05, 99.95, 100), count: 60)
        for index in 30..<35 { still[index] = Drawn.bar(100, 101.05, 99.95, 101) }
        #expect(quality(still, .strict)?.score == 50 && quality(still, .strict)?.passes == false)
        #expect(quality(still)?.score == 60 && quality(still)?.passes == true)
    }

    @Test func `SIG-9: under 30 bars a chart is not judged, from 30 on by what there is`() {
        #expect(quality(jumpy(29)) == nil)
        #expect(quality(jumpy(30, gaps: 3))?.score == 100 && quality(jumpy(30, gaps: 4))?.score == 85)
        let analysis = Analyst().analysis(of: Chart(Drawn.walk(30, seed: 7)).latest)
        #expect(analysis.chartQuality != nil)
    }

    // MARK: - SIG-11

    /// Seventeen calm bars with a range of 2 and a volume of 100, then the given ones, oldest first.
    private func penalty(_ bars: Bar...) -> Int {
        let calm = Array(repeating: Drawn.calm, count: 20 - bars.count)
        return CandleQuality.penalty(Drawn.view(calm + bars))
    }

    private let red = Drawn.bar(100, 100.1, 96, 97)

    @Test func `SIG-11: a large red bar costs 3, less as it ages`() {
        // Body 3 against a mean range of 2.105: 2 points; 3 % of the open: 0.5. Together 2.5: high.
        #expect(penalty(red) == 3)
        #expect(penalty(red, Drawn.calm) == 2 && penalty(red, Drawn.calm, Drawn.calm) == 1)
        #expect(penalty(red, Drawn.calm, Drawn.calm, Drawn.calm) == 0)
        #expect(penalty(Drawn.calm) == 0)
    }

    @Test func `SIG-11: volume makes a red bar larger and costs 1 on the newest`() {
        var loud = red
        loud.volume = 200
        #expect(penalty(loud) == 4, "3.0 points are still high; and 200 is more than 1.5 x 100")
        loud.volume = 150
        #expect(penalty(loud) == 3, "1.5 x 100 is not more")
    }

    @Test func `SIG-11: size by body, move, fullness and volume`() {
        // Body 1.2: 0.58 of the mean range 2.06: 1 point; 1.2 %; not large; 0.375 of its range: nothing.
        #expect(penalty(Drawn.bar(100, 101, 97.8, 98.8)) == 0)
        // The same body in a range of 1.8: two thirds of it.
        #expect(penalty(Drawn.bar(100, 100.2, 98.4, 98.8)) == 1)
        // Body 1.9 of mean range 2.035: 2 points, large; 1.9 %; 0.7 of its range.
        #expect(penalty(Drawn.bar(100, 100.2, 97.5, 98.1)) == 2)
        // Body 5: 2 points, 5 % 1, 0.86 of its range 0.5: 3.5, extreme.
        #expect(penalty(Drawn.bar(100, 100.1, 94.3, 95)) == 4)
    }

    @Test func `SIG-11: no lower wick costs 2 in any colour, a full red body 2 more`() {
        #expect(penalty(Drawn.bar(100, 101, 100, 100.5)) == 2)
        #expect(penalty(Drawn.bar(100, 100, 100, 100)) == 2, "a bar without range")
        // Body 4 of 4: 2 + 0.5 (4 % is not over 4) + 0.5 = 3.0: 3 points, wick 2, full 2.
        #expect(penalty(Drawn.bar(100, 100, 96, 96)) == 7)
    }

    @Test func `SIG-11: red bars in a row cost, and ten is the most`() {
        let small = Drawn.bar(100, 101, 98.5, 99.7)
        #expect(penalty(small) == 0 && penalty(small, small) == 1 && penalty(small, small, small) == 2)
        #expect(penalty(small, small, small, small) == 2, "three are looked at")
        #expect(penalty(small, Drawn.calm, small) == 0)
        let full = Drawn.bar(100, 100, 96, 96)
        #expect(penalty(full, full, full) == 10)
    }

    @Test func `SIG-11: two bars are too few to judge`() {
        #expect(CandleQuality.penalty(Drawn.view([red, red])) == 0)
        #expect(CandleQuality.penalty(Drawn.view([red, red, red])) > 0)
    }

    @Test(
        "SIG-11: what a penalty makes of a verdict",
        arguments: [
            (2, Verdict.strongBuy, Verdict.buy), (3, .buy, .buy), (4, .buy, .buy), (5, .buy, .watch), (6, .buy, .watch),
            (7, .watch, .watch), (10, .watch, .watch),
        ]
    )
    func downgrade(penalty: Int, strong: Verdict, buy: Verdict) {
        #expect(CandleQuality.downgraded(.strongBuy, penalty: penalty) == strong)
        #expect(CandleQuality.downgraded(.buy, penalty: penalty) == buy)
        #expect(CandleQuality.downgraded(.watch, penalty: penalty) == .watch)
        #expect(CandleQuality.downgraded(.avoid, penalty: penalty) == .avoid)
    }
}
