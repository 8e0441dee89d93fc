import SaudaCore
import Testing

@testable import AMOBuyStrategy

/// BT-1 to BT-3, BT-8 and BT-9 where the published data do not show them.
@Suite struct StudyRulesTests {
    /// 300 days up to 160, then the given closes; each opens at the close before, with half a rupee of shadow.
    private func candles(_ closes: [Double]) -> [Candle] {
        Drawn.candles(closes: (1...300).map { 100 + 0.2 * Double($0) } + closes, shadow: 0.5)
    }

    /// From the first of the given closes on.
    private func terms(_ days: Int, capital: Int64 = 100_000, validates: Bool = false) -> StudyTerms {
        let all = Drawn.days(300 + days)
        return StudyTerms(
            from: all[300],
            to: all[299 + days],
            capital: Money(rupees: capital),
            validates: validates
        )
    }

    private func run(_ closes: [Double], _ mode: SinglePass.TargetMode = .entryDayEMA9, capital: Int64 = 100_000)
        -> StudyResult
    {
        SinglePass(targetMode: mode).run(candles(closes)[...], terms(closes.count, capital: capital))
    }

    @Test func `BT-2: a dip over EMA200 is bought at the next open, and levels over the entry RSI are taken`() throws {
        // 160 to 155: RSI 26; the next open is 155.
        let result = run([155, 155.2, 155.3])
        let position = try #require(result.positions.first)
        #expect(position.entered == Drawn.days(302)[301] && position.entry == 155)
        #expect(position.fills == [.init(day: Drawn.days(302)[301], price: 155, quantity: 645, level: 30)])
        #expect(position.exitReason == "End of period" && position.exit == 155.3)
        #expect(near(position.profit, 645 * 0.3, 1e-6))
        #expect((result.figures.signals, result.figures.executed, result.figures.wins) == (1, 1, 1))
    }

    @Test func `BT-2: RSI over 50 sells at the close when the target is not reached`() throws {
        let closes = [155.0] + (1...12).map { 155 + 0.25 * Double($0) }
        let position = try #require(run(closes).positions.first)
        var rsi = RSI(period: 10, variant: .firstChange)
        let sold = try #require(
            candles(closes).first { candle in
                rsi.update(candle.close.rupees)
                return candle.start.day > position.entered && rsi.value ?? 0 > 50
            }
        )
        #expect(position.exitReason == "RSI > 50" && position.exited == sold.start.day)
        #expect(position.exit == sold.close.rupees && position.exit < position.target)
    }

    @Test func `BT-2: a lower level averages down at the next open, with its own target`() throws {
        // RSI 26, then about 17 and under 20: level 20, once.
        let result = run([155, 151, 150.8, 150.7])
        let position = try #require(result.positions.first)
        #expect(position.fills.map(\.level) == [30, 20])
        #expect(position.fills.map(\.price) == [155, 151])
        #expect(position.quantity == 645 + 662 && position.capital == 200_000)
        #expect(near(position.entry, (155.0 * 645 + 151 * 662) / 1307, 1e-9))
        #expect(result.figures.executed == 2 && result.figures.signals == 1)
        let ema = try ema9(candles([155, 151, 150.8, 150.7]))[302]
        #expect(near(position.target, ema, 1e-9))
    }

    @Test func `BT-2, BT-9: one share dearer than the capital is a signal without a fill`() {
        let result = run([155, 154.9, 154.8], capital: 100)
        #expect(result.figures.signals == 3 && result.figures.executed == 0 && result.positions == [])
    }

    @Test func `BT-9: a signal whose next bar lies beyond the end gives no fill`() {
        let closes = [155, 155.2, 155.3]
        let result = SinglePass().run(candles(closes)[...], terms(1))
        #expect((result.figures.signals, result.figures.executed, result.figures.skipped) == (1, 0, 0))
        #expect(result.positions == [])
    }

    @Test func `BT-2: a rejected signal is skipped, and a re-entry is not asked`() {
        // Nobody buys ten shares a day.
        let thin = Drawn.candles(
            closes: (1...300).map { 100 + 0.2 * Double($0) } + [155, 151, 150.8],
            shadow: 0.5,
            volume: 10
        )
        let result = SinglePass().run(thin[...], terms(3, validates: true))
        #expect(result.figures.signals > 0 && result.figures.executed == 0)
        #expect(result.figures.skipped == result.figures.signals - 1, "the last evening has no next bar")
    }

    @Test("BT-2: validation takes the verdict of each signal's evening", arguments: ["current", "v2_1"])
    func validates(name: String) throws {
        let analyst = Analyst(try #require(Profile(named: name)))
        var bought = 0
        var skipped = 0
        for seed in 41...46 as ClosedRange<UInt64> {
            let candles = Drawn.walk(1100, seed: seed)
            let days = candles.map(\.start.day)
            let terms = StudyTerms(
                from: days[400],
                to: days[1099],
                capital: Money(rupees: 50_000),
                validates: true
            )
            let result = SinglePass(analyst: analyst).run(candles[...], terms)
            let chart = StudyWindow(candles[...], terms).chart(.firstChange)
            for position in result.positions {
                let evening = chart.asOf(position.entered.advanced(by: -1))
                #expect(analyst.analysis(of: evening).verdict.buys)
            }
            bought += result.positions.count
            skipped += result.figures.skipped
            // The last evening may signal without a next bar.
            #expect([0, 1].contains(result.figures.signals - result.figures.skipped - result.positions.count))
        }
        #expect(bought > 0 && skipped > 0)
    }

    // MARK: - Targets

    private func ema9(_ candles: [Candle]) throws -> [Double] {
        let chart = Chart(candles)
        return try candles.indices.map { try #require(chart.view(at: $0)).last.ema9 }
    }

    @Test func `BT-2: targets of the entry day and of the evening before`() throws {
        let averages = try ema9(Published.candles)
        let index = Dictionary(uniqueKeysWithValues: Published.candles.enumerated().map { ($1.start.day, $0) })
        for (mode, back) in [(SinglePass.TargetMode.entryDayEMA9, 0), (.previousDayEMA9, 1)] {
            let result = SinglePass(targetMode: mode).run(Published.candles[...], Published.terms)
            #expect(!result.positions.isEmpty)
            for position in result.positions {
                let bought = try #require(position.fills.last.flatMap { index[$0.day] })
                #expect(near(position.target, averages[bought - back], 1e-9))
            }
        }
    }

    @Test func `BT-2, BT-8: the trailing target is IND-3 at each day's open, apart from the parity modes`() throws {
        let averages = try ema9(Published.candles)
        let result = SinglePass(targetMode: .trailingLive).run(Published.candles[...], Published.terms)
        #expect(!result.positions.isEmpty)
        for position in result.positions {
            for (index, candle) in Published.candles.enumerated() {
                let day = candle.start.day
                guard day >= position.entered, let exited = position.exited, day <= exited else { continue }
                let live = 0.2 * candle.open.rupees + 0.8 * averages[index - 1]
                #expect((candle.high.rupees >= live) == (day == exited && position.exitReason == "Target reached"))
                if position.exitReason == "Target reached", day == exited { #expect(near(position.exit, live, 1e-9)) }
            }
        }
        #expect(result != SinglePass().run(Published.candles[...], Published.terms))
    }

    // MARK: - What is read (BT-1, BT-9)

    private static let studies = AMOBuy.studies(Parameters(AMOBuy.studyParameters))

    @Test("BT-9: history before 420 days and bars after the end change nothing", arguments: [0, 1, 2])
    func readsItsWindow(index: Int) {
        let study = StudyRulesTests.studies[index]
        var signals = 0
        for seed in 31...36 as ClosedRange<UInt64> {
            let candles = Drawn.walk(1200, seed: seed)
            let days = candles.map(\.start.day)
            let terms = StudyTerms(
                from: days[500],
                to: days[1000],
                capital: Money(rupees: 50_000),
                validates: true
            )
            let expected = study.run(candles[...], terms)
            signals += expected.figures.signals
            var changed = candles
            let first = days[500].advanced(by: -420)
            for index in changed.indices where days[index] < first || days[index] > days[1000] {
                changed[index] = Drawn.candle(days[index], 900, 950, 850, 920)
            }
            #expect(changed[0] != candles[0] && changed[1199] != candles[1199])
            #expect(study.run(changed[...], terms) == expected)
            #expect(study.run(candles[190...1000], terms) == expected)
        }
        #expect(signals > 0)
    }

    @Test("BT-9: bars on a weekend are dropped before anything is computed", arguments: [0, 1, 2])
    func dropsWeekends(index: Int) {
        let candles = Drawn.walk(900, seed: 32)
        let days = candles.map(\.start.day)
        let terms = StudyTerms(from: days[400], to: days[899], capital: Money(rupees: 50_000), validates: true)
        var mixed: [Candle] = []
        for candle in candles {
            mixed.append(candle)
            if candle.start.day.weekday == .friday {
                mixed.append(Drawn.candle(candle.start.day.advanced(by: 1), 10, 2000, 5, 1500))
            }
        }
        let study = StudyRulesTests.studies[index]
        #expect(study.run(mixed[...], terms) == study.run(candles[...], terms))
    }

    @Test func `BT-1: too little history is said, and moves the start when there is nearly none`() throws {
        let candles = Drawn.walk(400, seed: 33)
        let days = candles.map(\.start.day)
        func warnings(_ start: Int) -> [String] {
            SinglePass().run(
                candles[...],
                StudyTerms(from: days[start], to: days[399], capital: Money(rupees: 50_000), validates: false)
            ).warnings
        }
        #expect(warnings(100) == [] && warnings(99) == ["99 bars before the first day, 100 settle EMA200"])
        #expect(warnings(10).count == 1, "140 days after the first bar is later than the start")
        // Half a year without a bar.
        var sparse = Array(candles.prefix(10))
        sparse += candles[180...]
        let late = SinglePass().run(
            sparse[...],
            StudyTerms(from: days[180], to: days[399], capital: Money(rupees: 50_000), validates: false)
        )
        #expect(late.warnings.last == "the first day is moved to \(days[0].advanced(by: 140))")
    }

    @Test("BT-1: empty, short and dead data are answered, not trapped", arguments: [0, 1, 2])
    func survives(index: Int) {
        let study = StudyRulesTests.studies[index]
        let day = Drawn.firstDay
        let terms = StudyTerms(
            from: day,
            to: day.advanced(by: 400),
            capital: Money(rupees: 50_000),
            validates: true
        )
        #expect(study.run([], terms).positions == [])
        for count in [1, 2, 10, 25] { #expect(study.run(Drawn.walk(count, seed: 3)[...], terms).positions == []) }
        let still = Drawn.candles(closes: Array(repeating: 100, count: 250), shadow: 0, volume: 0)
        #expect(study.run(still[...], terms).figures.signals == 0)
        let backwards = StudyTerms(from: day.advanced(by: 300), to: day, capital: .zero, validates: false)
        #expect(study.run(Drawn.walk(300, seed: 4)[...], backwards).positions == [])
        let none = StudyTerms(from: day, to: day.advanced(by: 400), capital: .zero, validates: false)
        #expect(study.run(Drawn.walk(300, seed: 5)[...], none).figures.profit.isFinite)
    }
}
