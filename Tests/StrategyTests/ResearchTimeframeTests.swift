import SaudaCore
import Testing

@testable import AMOBuyStrategy

/// SIG-4: each component by hand.
@Suite struct ResearchTimeframeTests {
    private func days(_ bars: [Bar]) -> Days { Days(view: Drawn.view(bars)) }

    /// Twenty bars: one low of 100, one of 102, others well above.
    @Test(
        "SIG-4: support is the lowest low, its quality the distance and the tests",
        arguments: [
            (103.0, 102.0, 2, 3.0, TimeframeReading.Support.Quality.strong), (103, 103, 1, 3, .moderate),
            (103.01, 102, 2, 3.01, .moderate), (105, 102, 2, 5, .moderate), (105.01, 102, 2, 5.01, .weak),
            (110, 102, 2, 10, .weak), (110.01, 102, 2, 10.01, .none),
        ]
    )
    func support(
        close: Double,
        second: Double,
        tests: Int,
        distance: Double,
        quality: TimeframeReading.Support.Quality
    ) {
        var bars = Array(repeating: Drawn.bar(112, 130, 108, 112), count: 20)
        bars[3].low = 100
        bars[9].low = second
        bars[19].close = close
        let support = TimeframeReading.support(days(bars), 20)
        #expect(support == .init(level: 100, distance: distance, tests: tests, quality: quality, isHolding: true))
    }

    @Test(
        "SIG-4: resistance is the highest high",
        arguments: [
            (110.0, 108.0, 2, 10.0, TimeframeReading.Resistance.Quality.strong), (110, 107, 1, 10, .moderate),
            (109.99, 108, 2, 9.99, .moderate), (105, 104, 2, 5, .moderate), (104.99, 104, 2, 4.99, .weak),
            (102, 90, 1, 2, .weak), (101.99, 90, 1, 1.99, .immediate),
        ]
    )
    func resistance(
        high: Double,
        second: Double,
        tests: Int,
        distance: Double,
        quality: TimeframeReading.Resistance.Quality
    ) {
        var bars = Array(repeating: Drawn.bar(85, 90, 80, 85), count: 20)
        bars[3].high = high
        bars[9].high = second
        bars[19].close = 100
        // The high of the last bar itself is 100 at most.
        let resistance = TimeframeReading.resistance(days(bars), 20)
        #expect(resistance == .init(level: high, distance: distance, tests: tests, quality: quality))
    }

    @Test func `SIG-4: the lookback ends where it should`() {
        var bars = Array(repeating: Drawn.bar(112, 130, 108, 112), count: 40)
        bars[19].low = 50
        bars[20].low = 90
        #expect(TimeframeReading.support(days(bars), 20).level == 90)
        #expect(TimeframeReading.support(days(bars), 21).level == 50)
    }

    @Test(
        "SIG-4: severity by RSI, with 30 for days and 40 for weeks",
        arguments: [
            (19.99, 30.0, TimeframeReading.Severity.extreme), (20, 30, .high), (29.99, 30, .high), (30, 30, .moderate),
            (39.99, 30, .moderate), (40, 30, .none), (.nan, 30, .none), (39.99, 40, .high), (40, 40, .moderate),
            (49.99, 40, .moderate), (50, 40, .none),
        ]
    )
    func severity(rsi: Double, threshold: Double, severity: TimeframeReading.Severity) {
        #expect(TimeframeReading.severity(rsi, threshold) == severity)
    }

    /// The volumes of the last five of ten bars, the others 100; negative ones are down bars.
    @Test(
        "SIG-4: volume exhaustion counts thin down bars or falling volumes, and a thin last bar",
        arguments: [
            ([100.0, 100, 100, 100, 100], 0), ([100, -50, 100, -50, 100], 1), ([100, 99, 98, 97, 96], 1),
            ([100, 100, 100, 100, 50], 2), ([120, -90, 80, -70, 60], 1), ([-100, -100, -100, -100, -100], 0),
            ([100, 99, 100, -40, -40], 2), ([60, 70, 80, 90, 100], 0), ([0, 0, 0, 0, 0], 1),
        ]
    )
    func exhaustion(volumes: [Double], score: Int) {
        let last = volumes.map { Drawn.bar(100, 102, 98, $0 < 0 ? 99 : 101, volume: abs($0)) }
        let before = Array(repeating: Drawn.bar(100, 102, 98, 101), count: 5)
        #expect(TimeframeReading.volumeExhaustion(days(before + last), 10) == score)
    }

    @Test func `SIG-4: bars without volume show no exhaustion`() {
        let bars = Array(repeating: Drawn.bar(100, 102, 98, 99, volume: 0), count: 10)
        #expect(TimeframeReading.volumeExhaustion(days(bars), 10) == 0)
    }

    @Test func `SIG-4: a higher low and a shallow third fall are signs that pressure ends`() {
        let green = Drawn.bar(100, 105, 95, 101)
        func red(_ low: Double, _ close: Double) -> Bar { Drawn.bar(close + 1, 110, low, close) }
        func signs(_ bars: [Bar]) -> Int { TimeframeReading.pressureExhaustion(days(bars)) }
        #expect(signs([green, red(94, 96), red(93, 95), red(93.5, 94)]) == 2)
        #expect(signs([green, red(94, 96), red(93, 95), red(92, 94)]) == 1, "shallow only")
        // 0.98 x 93 is 91.14.
        #expect(signs([green, red(94, 96), red(93, 95), red(90, 91.13)]) == 0, "the last fall is deep")
        #expect(signs([green, red(94, 96), red(93, 95), red(90, 91.14)]) == 1)
        #expect(signs([green, green, red(93, 95), red(93.5, 94)]) == 1, "two down bars are not three")
        #expect(signs([green, green, green, green]) == 0, "equal lows are not higher")
    }

    @Test(
        "SIG-4: the setup adds up RSI, trend, candles and timeframe",
        arguments: [
            (25.0, false, false, 3, TimeframeReading.Setup.Quality.fair), (15, true, false, 6, .excellent),
            (50, false, false, 1, .poor), (50, true, false, 3, .fair), (.nan, true, false, 0, .poor),
            (50, false, true, 0, .poor), (35, false, true, 4, .good), (40, false, true, 0, .poor),
            (15, true, true, 7, .excellent),
        ]
    )
    func setup(
        rsi: Double,
        uptrend: Bool,
        isWeekly: Bool,
        score: Int,
        quality: TimeframeReading.Setup.Quality
    ) {
        let bars = days([Drawn.calm, Drawn.bar(100, 101, 99, 100.9, rsi: rsi)])
        let setup = TimeframeReading.setup(bars, isWeekly: isWeekly, isWeekly ? 40 : 30, isUptrend: uptrend)
        #expect(setup.score == score && setup.quality == quality)
    }

    @Test func `SIG-4: in the setup a hammer counts 1 and a strict engulfing 2`() {
        func score(_ previous: Bar, _ last: Bar) -> Int {
            var last = last
            last.rsi = 50
            return TimeframeReading.setup(days([previous, last]), isWeekly: false, 30, isUptrend: false).score - 1
        }
        #expect(score(Drawn.calm, Drawn.bar(100, 101.4, 97.9, 101)) == 1)
        #expect(score(Drawn.calm, Drawn.bar(100, 101.5, 97.9, 101)) == 0, "the upper wick is half the body")
        let red = Drawn.bar(105, 106, 99, 100)
        #expect(score(red, Drawn.bar(99.9, 106, 99.8, 105.1)) == 2)
        #expect(score(red, Drawn.bar(100, 106, 99.8, 105.1)) == 0)
        #expect(score(red, Drawn.bar(99.9, 106, 99.8, 105)) == 0)
    }

    @Test func `SIG-4: lookbacks by profile, rows and timeframe`() {
        #expect(Profile.current.dailyLookback(rows: 2000) == 20)
        var adaptive = Profile.current
        adaptive.adaptsLookback = true
        #expect([1094, 1095, 1824, 1825].map(adaptive.dailyLookback(rows:)) == [20, 30, 30, 50])
        #expect([9, 10, 24, 49, 50].map(Profile.current.weeklyLookback(rows:)) == [nil, 10, 24, 25, 50])
        #expect([9, 19, 20, 50].map(Profile.version21.weeklyLookback(rows:)) == [nil, nil, 20, 20])
    }

    @Test func `SIG-4, IND-5: fewer bars than the lookback, or than 50 weeks, give no reading`() {
        let chart = Chart(Drawn.walk(260, seed: 5))
        func read(_ count: Int, _ profile: Profile = .current) -> (Bool, Bool) {
            let view = chart.view(at: count - 1)!
            return (TimeframeReading(days: view, profile) != nil, TimeframeReading(weeks: view, profile) != nil)
        }
        #expect(read(19) == (false, false) && read(20) == (true, false))
        #expect(read(245) == (true, false) && read(246) == (true, true), "the 50th week begins with bar 246")
        #expect(read(245, .version21) == (true, false) && read(246, .version21) == (true, true))
    }
}
