import SaudaCore
import SaudaSimulation
import Testing

@Suite struct PathsPointsTests {
    /// The letters of the extremes in the order the path visits them, from prices in paise.
    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var open, high, low, close: Int64
        var highFirst: Bool
    }

    @Test(
        "DEC-21: the nearer extreme comes first",
        arguments: [
            Case(testDescription: "high is nearer", open: 105, high: 110, low: 95, close: 100, highFirst: true),
            Case(testDescription: "low is nearer", open: 100, high: 110, low: 95, close: 105, highFirst: false),
            Case(testDescription: "nearer by one unit", open: 101, high: 110, low: 91, close: 109, highFirst: true),
            Case(testDescription: "opens on the high", open: 110, high: 110, low: 95, close: 109, highFirst: true),
            Case(testDescription: "opens on the low", open: 95, high: 110, low: 95, close: 96, highFirst: false),
            Case(
                testDescription: "tie, closes up: low first",
                open: 100,
                high: 110,
                low: 90,
                close: 101,
                highFirst: false
            ),
            Case(
                testDescription: "tie, closes down: high first",
                open: 100,
                high: 110,
                low: 90,
                close: 99,
                highFirst: true
            ),
            Case(
                testDescription: "tie, closes at the open: low first",
                open: 100,
                high: 110,
                low: 90,
                close: 100,
                highFirst: false
            ),
        ]
    )
    func nearerFirst(_ row: Case) {
        let candle = Paths.candle(row.open, row.high, row.low, row.close)
        let extremes = row.highFirst ? [row.high, row.low] : [row.low, row.high]
        let expected = ([row.open] + extremes + [row.close]).map { Price(paise: $0) }
        #expect(prices(DailyPath(session: Paths.session).points(of: candle)) == expected)
        #expect(prices(MinutePath().points(of: candle)) == expected)
    }

    @Test func `DEC-21: the worst case of a resting sell has the high first, of a resting buy the low`() {
        // Low is nearer in the first, high in the second: the switch overrules both.
        for candle in [Paths.candle(100, 110, 95, 105), Paths.candle(105, 110, 95, 100)] {
            for side in Side.allCases {
                let order = ExtremeOrder.worstCase(for: side)
                let first = side == .sell ? candle.high : candle.low
                #expect(DailyPath(session: Paths.session, order: order).points(of: candle)[1].price == first)
                #expect(MinutePath(order: order).points(of: candle)[1].price == first)
            }
        }
    }

    @Test func `SEL-4: with the high first, a sell that is only lowered misses a high under its first limit`() {
        // Yesterday's EMA9 is 102.00; live it is 0.2 * price + 81.60 (IND-3), rounded up to the tick.
        let candle = Paths.candle(10_000, 10_150, 9_500, 9_800)
        func fill(_ order: ExtremeOrder) -> Price? {
            var limit = Price(paise: 10_160)
            for price in prices(DailyPath(session: Paths.session, order: order).points(of: candle)) {
                if price >= limit { return limit }
                let live = Price(raw: price.raw / 5 + 816_000).roundedUp(toTick: Paths.tick)
                limit = min(limit, live)
            }
            return nil
        }
        #expect(fill(.highFirst) == nil)
        #expect(fill(.lowFirst) == Price(paise: 10_060))
        #expect(fill(.worstCase(for: .sell)) == nil)
    }

    @Test func `a day's points stand at the open, a third, two thirds and the last instant of the session`() {
        let points = DailyPath(session: Paths.session).points(of: Paths.candle(105, 110, 95, 100))
        #expect(points[0].time == Paths.day.at(TimeOfDay(9, 15)))
        #expect(points[1].time == Paths.day.at(TimeOfDay(11, 20)))
        #expect(points[2].time == Paths.day.at(TimeOfDay(13, 25)))
        #expect(points[3].time == Paths.day.at(TimeOfDay(15, 30)).advanced(by: TimeSpan(microseconds: -1)))
    }

    @Test("a special session's points lie in it and ascend", arguments: [1, 2, 60, 2_700, 3_600, 86_399])
    func specialSessions(seconds: Int) {
        let session = TimeOfDay(0, 0)..<TimeOfDay(seconds: Int32(seconds))
        let points = DailyPath(session: session).points(of: Paths.candle(105, 110, 95, 100))
        #expect(points[0].time == Paths.day.at(session.lowerBound))
        #expect(points[0].time < points[1].time && points[1].time < points[2].time && points[2].time < points[3].time)
        #expect(points[3].time < Paths.day.at(session.upperBound))
    }

    @Test func `a minute's points stand 0, 15, 40 and 59 seconds into it`() {
        var candle = Paths.candle(105, 110, 95, 100)
        candle.start = Paths.day.at(TimeOfDay(15, 29))
        let points = MinutePath().points(of: candle)
        #expect(points.indices.map { points[$0].time.time.second } == [0, 15, 40, 59])
        #expect(points.indices.allSatisfy { points[$0].time.time.minute == 29 && points[$0].time.day == Paths.day })
    }

    @Test func `only the open may be a gap, from there the price travels`() {
        let candle = Paths.candle(105, 110, 95, 100)
        for points in [DailyPath(session: Paths.session).points(of: candle), MinutePath().points(of: candle)] {
            #expect(points.indices.map { points[$0].kind } == [.open, .travel, .travel, .travel])
        }
    }

    @Test("every path of every order stays in range and touches both extremes", arguments: ExtremeOrder.allCases)
    func touchesExtremes(order: ExtremeOrder) {
        for candle in Paths.randomCandles(300, tick: Paths.tick, seed: 11) {
            let path = prices(DailyPath(session: Paths.session, order: order).points(of: candle))
            #expect(path.first == candle.open && path.last == candle.close)
            #expect(path.max() == candle.high && path.min() == candle.low)
        }
    }

    private func prices(_ points: InlineArray<4, PathPoint>) -> [Price] { points.indices.map { points[$0].price } }
}
