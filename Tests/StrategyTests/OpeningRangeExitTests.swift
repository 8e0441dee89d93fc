import OpeningRangeStrategy
import SaudaCore
import Testing

/// The one exit: stop, target, jump, square-off, and what others do meanwhile.
@Suite struct OpeningRangeExitTests {
    @Test func `what is filled has a stop at the other side of the range, at once`() {
        var rig = Breakout.closed(at: 101.2)
        rig.fill(300, at: "101.25")
        #expect(rig.orders.last == "09:35:30 place A SELL 300 SL 99.00 @ 98.50")
        rig.fill(987, at: "101.25", of: rig.placed[0])
        #expect(rig.orders.last == "09:35:30 modify #2 987 SL 99.00 @ 98.50")
    }

    @Test func `a part of the range brings the stop nearer`() {
        let rig = Breakout.bought(with: ["stop": .number(0.5)])
        #expect(rig.orders.last == "09:35:30 place A SELL 987 SL 100.00 @ 99.50")
    }

    @Test func `a short sale mirrors it`() {
        var rig = Breakout.closed(at: 98.8, with: ["short": .bool(true)])
        rig.fill(1012, at: "98.80")
        #expect(rig.orders.last == "09:35:30 place A BUY 1012 SL 101.00 @ 101.55")
        rig.tick("94.30", at: "10:00:00")
        #expect(rig.orders.count == 2)
        rig.tick("94.25", at: "10:00:10")
        #expect(rig.orders.last == "10:00:10 modify #2 1012 MARKET", "98.75 less twice 2.25")
        rig.fill(1012, at: "94.25")
        #expect(rig.intraday == .zero)
        #expect(rig.book.otherTrades.map(\.exitReason) == ["TARGET"])
        #expect(rig.book.otherTrades.map(\.side) == [.sell])
    }

    @Test func `at the target the stop becomes a market order, the same order still`() {
        var rig = Breakout.bought()
        rig.tick("105.85", at: "10:00:00")
        #expect(rig.orders.count == 2)
        rig.tick("105.90", at: "10:00:10")
        #expect(rig.orders.last == "10:00:10 modify #2 987 MARKET")
        rig.fill(987, at: "105.90")
        #expect(rig.book.otherTrades.map(\.exitReason) == ["TARGET"])
        #expect(rig.book.otherTrades.map(\.entryReason) == ["RANGE_BREAKOUT"])
    }

    @Test func `without a target the stop alone ends it before the square-off`() {
        var rig = Breakout.bought(with: ["target": .number(0)])
        rig.tick("150", at: "10:00:00")
        #expect(rig.orders.count == 2)
    }

    @Test func `a price that jumps over the stop's limit sells at the market`() {
        var rig = Breakout.bought()
        rig.tick("98.50", at: "10:00:00")
        #expect(rig.orders.count == 2, "the limit still trades there")
        rig.tick("98.45", at: "10:00:10")
        #expect(rig.orders.last == "10:00:10 modify #2 987 MARKET")
    }

    @Test func `once it has left, nothing is entered again that day`() {
        var rig = Breakout.bought()
        rig.fill(987, at: "99.00")
        rig.forget()
        rig.draw(Array(repeating: 101.2, count: 120), from: "09:36:00")
        #expect(rig.orders == [])
        #expect(rig.intraday == .zero)
    }

    @Test func `at the square-off all is closed at the market and entries are taken back`() {
        var rig = Breakout.bought()
        rig.run(to: "15:14:59")
        #expect(rig.orders.count == 2)
        rig.run(to: "15:15:00")
        #expect(rig.orders.last == "15:15:00 modify #2 987 MARKET")
        rig.fill(987, at: "101.50")
        #expect(rig.book.otherTrades.map(\.exitReason) == ["SQUARE_OFF"])
    }

    @Test func `a fill that comes after the square-off is closed at once`() {
        var rig = Breakout.rig(with: ["last_entry": .integer(16), "candle_minutes": .integer(15)])
        rig.broker = { command, rig in
            if case .cancel = command { return [] }
            return Rig.obliging(command, &rig)
        }
        rig.draw(Breakout.range)
        rig.draw(Array(repeating: 100, count: 329), from: "09:30:00")
        rig.draw([101.2, 101.2], from: "14:59:00")
        #expect(rig.orders == ["15:00:00 place A BUY 987 @ 101.30"])
        rig.run(to: "15:15:00")
        rig.fill(200, at: "101.30")
        #expect(rig.orders.last == "15:15:00 place A SELL 200 MARKET")
    }

    @Test func `a stop that is refused becomes a market order, and a person hears of the third failure`() {
        var rig = Breakout.closed(at: 101.2)
        rig.broker = { command, rig in
            if case .place(let order) = command, order.side == .sell { return [.rejected(.notPermitted)] }
            return Rig.obliging(command, &rig)
        }
        rig.fill(987, at: "101.20")
        #expect(
            rig.orders.suffix(2) == [
                "09:35:30 place A SELL 987 SL 99.00 @ 98.50", "09:35:30 place A SELL 987 MARKET",
            ]
        )
        rig.tick("101.20", at: "09:35:59")
        #expect(rig.orders.count == 3)
        rig.tick("101.20", at: "09:36:00")
        #expect(rig.orders.count == 4)
        #expect(rig.alerts.isEmpty)
        rig.tick("101.20", at: "09:36:30")
        #expect(rig.alerts.map(\.code) == ["exit-failed"])
        #expect(rig.alerts.map(\.level) == [.critical])
        rig.broker = Rig.obliging
        rig.tick("101.20", at: "09:37:00")
        rig.fill(987, at: "101.20")
        #expect(rig.intraday == .zero)
    }

    @Test func `what a person sells is not sold again`() {
        var rig = Breakout.bought()
        rig.foreign("M1", 400, at: "101", filled: 400, .complete, product: .intraday)
        #expect(rig.orders.last == "09:35:30 modify #2 587 SL 99.00 @ 98.50")
        rig.foreign("M2", 587, at: "101", filled: 587, .complete, product: .intraday)
        #expect(rig.orders.last == "09:35:30 cancel #2")
        #expect(rig.intraday == .zero)
        rig.run(to: "15:15:00")
        #expect(rig.orders.last == "09:35:30 cancel #2", "nothing is left to close")
    }

    @Test func `a stop that a person cancels is left to that person`() {
        var rig = Breakout.bought()
        rig.report(.cancelled)
        rig.draw([98, 98], from: "09:36:00")
        rig.run(to: "15:20:00")
        #expect(rig.orders.count == 2)
        #expect(rig.alerts.map(\.code).contains("hands-off"))
    }

    @Test func `a halt keeps entries out and lets exits go`() {
        var rig = Breakout.closed(at: 101.2)
        rig.post(.control(.halt))
        rig.fill(987, at: "101.20")
        #expect(rig.orders.last == "09:35:30 place A SELL 987 SL 99.00 @ 98.50")
        rig.run(to: "15:15:00")
        #expect(rig.orders.last == "15:15:00 modify #2 987 MARKET")
    }

    @Test func `shares held for delivery are not its own`() {
        var rig = Breakout.rig()
        rig.hold(500)
        rig.draw(Breakout.range)
        rig.draw([100, 100, 100, 100, 101.2, 101.2], from: "09:30:00")
        rig.fill(987, at: "101.20")
        #expect(rig.orders.last == "09:35:30 place A SELL 987 SL 99.00 @ 98.50")
        #expect(rig.book.quantity(of: rig.id("A")) == Quantity(500))
    }
}
