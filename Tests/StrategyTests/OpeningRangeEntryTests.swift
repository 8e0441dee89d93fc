import OpeningRangeStrategy
import SaudaCore
import Testing

/// What is entered, when and how large.
@Suite struct OpeningRangeEntryTests {
    @Test func `a close above the range buys with the next price, at a limit beyond the range`() {
        let rig = Breakout.closed(at: 101.2)
        #expect(rig.orders == ["09:35:00 place A BUY 987 @ 101.30"])
        guard case .place(let order)? = rig.commands.first(where: \.isPlace) else {
            Issue.record("no order")
            return
        }
        #expect(order.product == .intraday)
        #expect(order.reason == "RANGE_BREAKOUT")
    }

    @Test func `a candle that leaves the range and comes back buys nothing`() {
        var rig = Breakout.rig()
        rig.draw(Breakout.range)
        rig.draw([101.2, 102, 103, 101.2, 101, 101, 101], from: "09:30:00")
        #expect(rig.orders == [], "the close at the edge is not above it")
    }

    @Test func `nothing is bought within the range's own minutes, whatever closes there`() {
        var rig = Breakout.rig()
        rig.draw([99, 99, 99, 99, 99, 101, 101, 101, 101, 101, 102, 102, 102, 102, 102])
        #expect(rig.orders == [])
    }

    @Test func `a close below the range sells short where that is wanted`() {
        #expect(Breakout.closed(at: 98.8).orders == [])
        let rig = Breakout.closed(at: 98.8, with: ["short": .bool(true)])
        #expect(rig.orders == ["09:35:00 place A SELL 1012 @ 98.75"])
    }

    @Test func `a close too far outside is not followed; a later one that is nearer is`() {
        var rig = Breakout.closed(at: 101.35)
        #expect(rig.orders == [])
        #expect(rig.skipped == ["too-far A"])
        rig.draw([101.3, 101.3, 101.3, 101.3, 101.3], from: "09:36:00")
        #expect(rig.orders == ["09:40:00 place A BUY 987 @ 101.30"])
    }

    @Test("a range that is too narrow or too wide", arguments: [("min_range", 2.1), ("max_range", 2.0)])
    func unfit(name: String, percent: Double) {
        let rig = Breakout.closed(at: 101.2, with: [name: .number(percent)])
        #expect(rig.orders == [])
        #expect(rig.skipped == [name == "min_range" ? "range-narrow A" : "range-wide A"])
    }

    @Test func `the quantity is what the capital buys at the limit, in whole lots`() {
        var rig = Breakout.rig([Instrument(symbol: "A", tick: "0.05", lot: Quantity(50))])
        rig.draw(Breakout.range)
        rig.draw([100, 100, 100, 100, 101.2, 101.2], from: "09:30:00")
        #expect(rig.orders == ["09:35:00 place A BUY 950 @ 101.30"])
        var dear = Breakout.rig([Instrument(symbol: "A", tick: "0.05", lot: Quantity(1000))])
        dear.draw(Breakout.range)
        dear.draw([100, 100, 100, 100, 101.2, 101.2], from: "09:30:00")
        #expect(dear.orders == [])
        #expect(dear.skipped == ["dearer-than-capital A"])
    }

    @Test func `no more positions than allowed, on their way or held`() {
        var rig = Breakout.rig([share("A"), share("B")], with: ["max_positions": .integer(1)])
        for minute in 0..<21 {
            let price = minute < 15 ? Breakout.range[minute] : minute < 19 ? 100 : 101.2
            let time = TimeOfDay(9, 15).advanced(bySeconds: 60 * minute).description
            for symbol in ["A", "B"] { rig.draw([price], from: time, of: symbol) }
        }
        #expect(rig.orders == ["09:35:00 place A BUY 987 @ 101.30"])
        #expect(rig.skipped == ["max-positions B"])
    }

    @Test func `an entry that is over makes room, and the other may still come`() {
        var rig = Breakout.rig([share("A"), share("B")], with: ["max_positions": .integer(1)])
        rig.broker = { command, rig in
            if case .place(let order) = command, order.instrument == rig.id("A") { return [.rejected(.notPermitted)] }
            return Rig.obliging(command, &rig)
        }
        for minute in 0..<21 {
            let price = minute < 15 ? Breakout.range[minute] : minute < 19 ? 100 : 101.2
            let time = TimeOfDay(9, 15).advanced(bySeconds: 60 * minute).description
            for symbol in ["A", "B"] { rig.draw([price], from: time, of: symbol) }
        }
        #expect(rig.orders.map { $0.split(separator: " ")[2] } == ["A", "B"])
    }

    @Test func `what the broker or the desk refuses is not tried again that day`() {
        var rig = Breakout.rig()
        rig.broker = { command, _ in command.isPlace ? [.rejected(.notPermitted)] : [] }
        rig.draw(Breakout.range)
        rig.draw(Array(repeating: 101.2, count: 60), from: "09:30:00")
        #expect(rig.orders.count == 1)
        var halted = Breakout.rig()
        halted.draw(Breakout.range)
        halted.post(.control(.halt))
        halted.draw(Array(repeating: 101.2, count: 10), from: "09:30:00")
        halted.post(.control(.resume))
        halted.draw(Array(repeating: 101.2, count: 10), from: "09:40:00")
        #expect(halted.orders == [])
        #expect(halted.skipped == ["halted A"])
    }

    @Test func `no entry from the last entry on`() {
        var rig = Breakout.rig(with: ["last_entry": .integer(355)])
        rig.draw(Breakout.range)
        rig.draw([100, 100, 100, 100, 101.2, 101.2], from: "09:30:00")
        #expect(rig.orders == [], "15:30 less 355 minutes is 09:35")
        var early = Breakout.rig(with: ["last_entry": .integer(354)])
        early.draw(Breakout.range)
        early.draw([100, 100, 100, 100, 101.2, 101.2], from: "09:30:00")
        #expect(early.orders.count == 1)
    }

    @Test func `what is not filled by the end of the next candle is taken back`() {
        var rig = Breakout.closed(at: 101.2)
        rig.fill(300, at: "101.25")
        rig.run(to: "09:40:00")
        #expect(rig.orders.last == "09:40:00 cancel #1")
        #expect(rig.intraday == Quantity(300))
    }

    @Test func `a stop that the day's limits do not allow keeps out`() {
        var rig = Breakout.rig()
        rig.band("99.05", "120")
        rig.draw(Breakout.range)
        rig.draw([100, 100, 100, 100, 101.2, 101.2], from: "09:30:00")
        #expect(rig.orders == [])
        #expect(rig.skipped == ["stop-outside-band A"])
    }
}
