import SaudaCore
import Testing

@testable import AMOBuyStrategy

/// BT-4, BT-5 and BT-6 by hand.
@Suite struct StudyTwoStageTests {
    /// The signals of stage 1, day 0 being the first of the closes; they follow 300 rising days, five of them in the
    /// period.
    private func signals(_ closes: [Double], from first: Int = 295) -> [Int] {
        let candles = Drawn.candles(closes: (1...300).map { 100 + 0.2 * Double($0) } + closes, shadow: 0.5)
        let days = candles.map(\.start.day)
        let terms = StudyTerms(
            from: days[first],
            to: days[days.count - 1],
            capital: Money(rupees: 100_000),
            validates: false
        )
        let window = StudyWindow(candles[...], terms)
        return TwoStage().signals(window).0.map { window.rows[$0.row].day }.compactMap { day in
            days.firstIndex(of: day).map { $0 - 300 }
        }
    }

    @Test func `BT-4: the first entry leaves the reset set, so that the next day under 30 signals again`() {
        // RSI 26 on day 0; on day 1 still under 30: the reset from before the first entry fires, and is spent.
        #expect(signals([155, 154.9, 154.8, 154.7, 154.6]) == [0, 1])
    }

    @Test func `BT-4: each lower level signals once, and once more after a reset`() {
        // Day 1 falls under 20, day 2 under 20 again with the reset still set, day 3 without.
        #expect(signals([155, 150, 149, 148.5, 148.4]) == [0, 1, 2])
        // Day 4 falls under 10 for the first time.
        #expect(signals([155, 150, 149, 148.5, 130, 129.9, 129.8]) == [0, 1, 2, 4])
    }

    @Test func `BT-4: below EMA200 the first entry needs an RSI under 20`() {
        // EMA200 is near 140: a fall to 130 is under it, with an RSI near 6.
        #expect(signals([130, 129.9]).first == 0)
        // Down 0.9, up 0.3, in turn: RSI stays between 23 and 27, and after 150 days the close is under EMA200.
        var level = 160.0
        let slide = (0..<200).map { (day: Int) -> Double in
            level += day % 2 == 0 ? -0.9 : 0.3
            return level
        }
        #expect(signals(slide, from: 450) == [])
        #expect(signals(slide, from: 300).first.map { $0 < 20 } == true, "over EMA200 the same RSI is enough")
    }

    @Test func `BT-4: a signal needs a next bar`() {
        #expect(signals([155]) == [])
    }

    private func run(_ closes: [Double], after days: Int = 0, capital: Int64 = 100_000) -> StudyResult {
        let candles = Drawn.candles(
            closes: (1...300).map { 100 + 0.2 * Double($0) } + closes,
            shadow: 0.5
        )
        let all = candles.map(\.start.day)
        let terms = StudyTerms(
            from: all[300 - days],
            to: all[all.count - 1].advanced(by: 1),
            capital: Money(rupees: capital),
            validates: false
        )
        return TwoStage().run(candles[...], terms)
    }

    @Test func `BT-5: a position still open at the end has no profit, and is neither a win nor a loss`() throws {
        let result = run([155] + (1...30).map { 155 - 0.01 * Double($0) }, after: 30)
        let position = try #require(result.positions.last)
        #expect(position.exited == nil && position.profit == 0 && position.returnPercent == 0)
        #expect(result.figures.executed == 1 && result.figures.positions == 1)
        #expect(result.figures.wins == 0 && result.figures.losses == 0 && result.figures.winRatePercent == 0)
        #expect(result.figures.invested == 200_000, "the second signal added")
    }

    @Test func `BT-5, BT-9: EMA9 knows the period only; before it has a value the target is 8 % over the price`() throws
    {
        let result = run([155] + (1...30).map { 155 - 0.01 * Double($0) })
        let position = try #require(result.positions.last)
        #expect(position.fills.map(\.price) == [155] && near(position.target, 155 * 1.08, 1e-9))
    }

    @Test func `BT-5: fewer than 20 bars in the period are refused in words`() {
        let result = run([155, 154])
        #expect(result.positions == [] && result.warnings.first?.contains("20 are needed") == true)
    }

    @Test func `BT-5: a pyramiding signal without a position needs a close over EMA200`() {
        // After the first position was sold the slide goes on below EMA200.
        let closes = [155.0, 165, 166] + (1...60).map { 166 - 1.2 * Double($0) }
        let result = run(closes, after: 30)
        #expect(result.figures.skipped > 0)
        #expect(result.figures.signals >= result.figures.skipped + result.figures.executed)
    }

    // MARK: - BT-6

    /// 250 days up to 150 with a volume of 100, then the given rows.
    private func simple(
        _ rows: [(Double, Double, Double, Double, Int64)],
        dip: Bool = false
    ) -> StudyResult {
        let rising = (0..<250).map { index -> (Double, Double, Double, Double, Int64) in
            let close = 100 + 0.2 * Double(index + 1)
            return (close - 0.2, close + 1, close - 1, close, 100)
        }
        let candles = Drawn.candles(rising + rows)
        let terms = StudyTerms(
            from: Drawn.firstDay,
            to: candles[candles.count - 1].start.day,
            capital: Money(rupees: 100_000),
            validates: false
        )
        return SimpleFallback(isDipMode: dip).run(candles[...], terms)
    }

    @Test func `BT-6: bought at the close of a dip on volume, sold 8 % up or 5 % down, the target first`() throws {
        let dip: (Double, Double, Double, Double, Int64) = (150, 151, 144, 145, 130)
        let up = simple([dip, (145, 160, 130, 150, 100)])
        let position = try #require(up.positions.first)
        #expect(position.entry == 145 && near(position.exit, 156.6, 1e-9) && position.exitReason == "Target")
        #expect(near(up.figures.returnPercent, 8, 1e-9) && up.figures.wins == 1)
        let down = simple([dip, (145, 156.5, 137.75, 140, 100)])
        #expect(down.positions.first?.exitReason == "Stop Loss" && near(down.figures.returnPercent, -5, 1e-9))
        #expect(simple([dip, (145, 156.5, 137.8, 140, 100)]).positions == [], "open at the end does not count")
    }

    @Test func `BT-6: volume has to be over 1.2 times its 20-day mean, 1.1 in dip mode, 1.0 with RSI under 25`() {
        func signals(_ close: Double, _ volume: Int64, dip: Bool) -> Int {
            simple([(150, 151, close - 1, close, volume)], dip: dip).figures.signals
        }
        // The mean of 19 days of 100 and one of 122 is 101.1; of 121 it is 101.05.
        #expect(signals(145, 122, dip: false) == 1 && signals(145, 121, dip: false) == 0)
        #expect(signals(145, 111, dip: true) == 1 && signals(145, 110, dip: true) == 0)
        // A fall of 8 makes an RSI near 18.
        #expect(signals(142, 101, dip: true) == 1 && signals(142, 100, dip: true) == 0)
    }
}
