import SaudaCore
import SaudaSimulation
import Testing

@Suite struct PathsMinutesTests {
    private let path = DailyPath(session: Paths.session)

    @Test("minutes make up their day, for any shape of day and any order", arguments: ExtremeOrder.allCases)
    func consistency(order: ExtremeOrder) {
        let path = DailyPath(session: Paths.session, order: order)
        for tick in [Price(paise: 1), Price(paise: 5), Price(rupees: 1), Price(raw: 25)] {
            for day in Paths.randomCandles(120, tick: tick, seed: 7) {
                let minutes = path.minutes(of: day, tick: tick, seed: 1)
                #expect(minutes.count == 375)
                #expect(makeUp(day, minutes))
                #expect(minutes.allSatisfy { isOnTick($0, tick) && $0.isConsistent })
            }
        }
    }

    @Test func `minutes start on each minute from 09:15 to 15:29 of the day`() {
        let minutes = path.minutes(of: Paths.candle(10_000, 10_200, 9_900, 10_100), tick: Paths.tick, seed: 1)
        let expected = (0..<375).map { Paths.day.at(TimeOfDay(9, 15).advanced(bySeconds: $0 * 60)) }
        #expect(minutes.map(\.start) == expected)
    }

    @Test(
        "short sessions work, begun minutes count",
        arguments: [(1, 1), (60, 1), (61, 2), (120, 2), (180, 3), (3_600, 60)]
    )
    func shortSessions(seconds: Int, count: Int) {
        let path = DailyPath(session: TimeOfDay(18, 0)..<TimeOfDay(18, 0).advanced(bySeconds: seconds))
        for day in Paths.randomCandles(120, tick: Paths.tick, seed: 8) {
            let minutes = path.minutes(of: day, tick: Paths.tick, seed: 1)
            #expect(minutes.count == count)
            #expect(makeUp(day, minutes))
        }
    }

    @Test func `a flat day has flat minutes`() {
        let day = Paths.candle(10_000, 10_000, 10_000, 10_000, volume: 12_345)
        let minutes = path.minutes(of: day, tick: Paths.tick, seed: 1)
        #expect(minutes.allSatisfy { $0.low == day.low && $0.high == day.high })
        #expect(makeUp(day, minutes))
    }

    @Test func `prices that are off the tick stay in range and are touched exactly`() {
        let day = Paths.candle(10_003, 10_207, 9_901, 10_101, volume: 1_000)
        let minutes = path.minutes(of: day, tick: Paths.tick, seed: 1)
        #expect(makeUp(day, minutes))
        let own: Set<Price> = [day.open, day.high, day.low, day.close]
        #expect(minutes.allSatisfy { own.contains($0.close) || $0.close.isMultiple(ofTick: Paths.tick) })
    }

    @Test("the extremes come in the path's order", arguments: [ExtremeOrder.highFirst, .lowFirst])
    func order(order: ExtremeOrder) {
        // Opens and closes in the middle of a wide range; the bounce may touch the second extreme no earlier.
        let path = DailyPath(session: Paths.session, order: order)
        for seed in 0..<50 as Range<UInt64> {
            let day = Paths.candle(10_000, 10_500, 9_500, 10_000)
            let minutes = path.minutes(of: day, tick: Paths.tick, seed: seed)
            let high = minutes.firstIndex { $0.high == day.high } ?? -1
            let low = minutes.firstIndex { $0.low == day.low } ?? -1
            #expect(order == .highFirst ? high <= low : low <= high)
        }
    }

    @Test func `the walk moves about, not in straight lines`() {
        let day = Paths.candle(10_000, 10_200, 9_900, 10_100)
        let closes = path.minutes(of: day, tick: Paths.tick, seed: 1).map(\.close)
        let moves = zip(closes, closes.dropFirst()).map { $1.raw - $0.raw }.filter { $0 != 0 }
        let turns = zip(moves, moves.dropFirst()).count { ($0 < 0) != ($1 < 0) }
        #expect(moves.count > 200 && turns > 80)
        #expect(Set(closes).count > 20)
    }

    @Test func `extremes are touched, not hugged`() {
        let day = Paths.candle(10_000, 10_500, 9_500, 10_000)
        let touches = (0..<50 as Range<UInt64>).map { seed in
            path.minutes(of: day, tick: Paths.tick, seed: seed).count { $0.high == day.high || $0.low == day.low }
        }
        #expect(touches.reduce(0, +) < 16 * 50, "11 minutes a day when steps bounce off, 26 when they are cut")
    }

    @Test func `volume is busiest at both ends`() {
        let day = Paths.candle(10_000, 10_200, 9_900, 10_100, volume: 10_000_000)
        let volumes = path.minutes(of: day, tick: Paths.tick, seed: 1).map(\.volume.units)
        let noon = volumes[170..<205].reduce(0, +)
        #expect(volumes.prefix(35).reduce(0, +) > 2 * noon && volumes.suffix(35).reduce(0, +) > 2 * noon)
    }

    @Test func `asking twice gives the same, another seed or date something else`() {
        var day = Paths.candle(10_000, 10_200, 9_900, 10_100, volume: 1_000)
        let minutes = path.minutes(of: day, tick: Paths.tick, seed: 1)
        #expect(path.minutes(of: day, tick: Paths.tick, seed: 1) == minutes)
        #expect(path.minutes(of: day, tick: Paths.tick, seed: 2).map(\.close) != minutes.map(\.close))
        day.start = Paths.day.advanced(by: 1).at(TimeOfDay(0, 0))
        #expect(path.minutes(of: day, tick: Paths.tick, seed: 1).map(\.close) != minutes.map(\.close))
    }

    @Test func `golden: minutes are the same on every machine`() {
        let days = Paths.randomCandles(30, tick: Paths.tick, seed: 5)
        let minutes = days.flatMap { path.minutes(of: $0, tick: Paths.tick, seed: 42) }
        #expect(Paths.fingerprint(minutes) == 13_812_506_059_226_481_694)
    }

    private func makeUp(_ day: Candle, _ minutes: [Candle]) -> Bool {
        minutes.first?.open == day.open && minutes.last?.close == day.close
            && minutes.map(\.high).max() == day.high && minutes.map(\.low).min() == day.low
            && minutes.reduce(0) { $0 + $1.volume.units } == day.volume.units
            && minutes.allSatisfy { $0.volume.units >= 0 }
    }

    private func isOnTick(_ candle: Candle, _ tick: Price) -> Bool {
        [candle.open, candle.high, candle.low, candle.close].allSatisfy { $0.isMultiple(ofTick: tick) }
    }
}
