import OpeningRangeStrategy
import SaudaCore
import Testing

/// Sessions, silences, restarts.
@Suite struct OpeningRangeDayTests {
    @Test func `a first price within two minutes makes a range, a later one makes none`() {
        var rig = Breakout.rig()
        rig.draw([100, 101, 99] + Array(repeating: 100, count: 10), from: "09:17:00")
        rig.draw([100, 100, 100, 100, 101.2, 101.2], from: "09:30:00")
        #expect(rig.orders.count == 1)
        var late = Breakout.rig()
        late.draw(Array(repeating: 100, count: 12), from: "09:18:00")
        late.draw(Array(repeating: 102, count: 60), from: "09:30:00")
        #expect(late.orders == [])
        #expect(late.skipped == ["range-incomplete A"])
    }

    @Test("minutes without a price within the range", arguments: [(1, true), (3, false)])
    func holes(missing: Int, trades: Bool) {
        var rig = Breakout.rig()
        rig.draw([100, 101, 99])
        rig.draw(Array(repeating: 100, count: 12 - missing), from: "09:\(18 + missing):00")
        rig.draw([100, 100, 100, 100, 101.2, 101.2], from: "09:30:00")
        #expect(rig.orders.isEmpty != trades)
        #expect(rig.skipped == (trades ? [] : ["range-incomplete A"]))
    }

    @Test func `a close that stood before a silence is not followed`() {
        var rig = Breakout.rig()
        rig.draw(Breakout.range)
        rig.draw([100, 100, 100, 101.2], from: "09:30:00")
        rig.draw([101.2, 101.2], from: "09:36:00")
        #expect(rig.orders == [], "from 09:33:30 to 09:36:00")
        rig.draw([101.2, 101.2, 101.2], from: "09:38:00")
        #expect(rig.orders == ["09:40:00 place A BUY 987 @ 101.30"], "the next candle's own close is")
    }

    @Test func `prices of before the opening are not of the range`() {
        var rig = Breakout.rig()
        rig.tick("120", at: "09:08:00")
        rig.draw(Breakout.range)
        rig.draw([100, 100, 100, 100, 101.2, 101.2], from: "09:30:00")
        #expect(rig.orders == ["09:35:00 place A BUY 987 @ 101.30"])
    }

    @Test func `an index has no order and is not watched`() {
        let index = Instrument(symbol: "NIFTY 50", series: "", segment: .nseIndex, kind: .index)
        let rig = Breakout.rig([index, share("A")])
        #expect(rig.desk.market.isWatched(rig.id("NIFTY 50")) == false)
        #expect(rig.desk.market.isWatched(rig.id("A")))
    }

    @Test func `daily prices, a start in the session, two short sessions: not traded, and counted`() {
        #expect(Breakout.rig(holdsPrices: true).skipped == ["needs-minutes"])
        #expect(Breakout.rig(at: "09:15:01").skipped == ["started-late"])
        #expect(Breakout.rig(on: "2024-03-02").skipped == ["session-too-short"], "09:15 to 10:00 and 11:30 to 12:30")
    }

    @Test func `an evening session counts from its own opening, and is mostly too short`() {
        #expect(Breakout.rig(on: "2024-11-01").skipped == ["session-too-short"])
        var rig = Breakout.rig(
            with: ["range_minutes": .integer(15), "last_entry": .integer(20), "square_off": .integer(12)],
            on: "2024-11-01"
        )
        rig.draw(Breakout.range, from: "18:00:00")
        rig.draw([100, 100, 100, 100, 101.2, 101.2], from: "18:15:00")
        #expect(rig.orders == ["18:20:00 place A BUY 987 @ 101.30"])
        rig.fill(987, at: "101.20")
        rig.run(to: "18:48:00")
        #expect(rig.orders.last == "18:48:00 modify #2 987 MARKET", "12 minutes before 19:00")
    }

    @Test func `nothing is held into a closing auction`() {
        var rig = Breakout.rig(on: "2026-08-04")
        rig.draw(Breakout.range)
        rig.draw([100, 100, 100, 100, 101.2, 101.2], from: "09:30:00")
        rig.fill(987, at: "101.20")
        rig.run(to: "15:00:00")
        #expect(rig.orders.last == "15:00:00 modify #2 987 MARKET", "15 minutes before 15:15")
    }

    @Test func `the day said twice, as after a restart, repeats nothing and moves the square-off with the close`() {
        var rig = Breakout.bought()
        var hours = rig.today!
        rig.post(.dayStarted(hours))
        #expect(rig.orders.count == 2)
        hours.close = rig.day.at(TimeOfDay(12, 0))
        hours.auctionFrom = hours.close
        rig.post(.dayStarted(hours))
        rig.run(to: "11:45:00")
        #expect(rig.orders.last == "11:45:00 modify #2 987 MARKET")
        rig.draw(Array(repeating: 101.2, count: 30), from: "11:46:00")
        #expect(rig.orders.count == 3)
    }

    @Test func `the events of a day make the same commands in a second engine, and then none twice`() {
        var first = Breakout.rig(with: ["short": .bool(true)])
        first.draw(Breakout.range)
        first.draw([100, 100, 100, 100, 101.2, 101.2], from: "09:30:00")
        first.fill(500, at: "101.20")
        var engine = Rig(strategy: OpeningRange(Parameters(OpeningRange.parameters, given: ["short": .bool(true)])))
            .engine
        var commands: [Command] = []
        for event in first.events { engine.handle(event, into: &commands) }
        #expect(commands == first.commands)
        commands.removeAll()
        engine.handle(Event(first.now, .dayStarted(first.today!)), into: &commands)
        #expect(commands.filter(\.isIntent) == [])
    }

    @Test func `a new day begins anew`() {
        var rig = Breakout.bought()
        rig.fill(987, at: "99.00")
        rig.closeDay([:])
        rig.start("2026-06-19")
        rig.forget()
        rig.draw(Breakout.range)
        rig.draw([100, 100, 100, 100, 101.2, 101.2], from: "09:30:00")
        #expect(rig.orders == ["09:35:00 place A BUY 987 @ 101.30"])
    }
}
