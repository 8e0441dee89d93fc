import SaudaCore
import Testing

/// SEL-12: what people do by hand.
@Suite struct EMA9ManualTests {
    private func placed(_ with: [String: Parameter.Value] = [:]) -> Rig {
        var rig = Rig([share("A"), share("B")], closes: [flat(101.5), flat(101.5)], with: with)
        rig.hold()
        rig.start()
        rig.tick("100.15", at: "09:15:00")
        rig.run(to: "09:15:00")
        rig.forget()
        return rig
    }

    @Test func `SEL-12: sold by hand as a whole: our order is cancelled, the trade closes at the average price`() {
        var rig = placed()
        rig.foreign("X1", 50, at: "102", filled: 20)
        rig.foreign("X1", 50, at: "103", filled: 50, .complete)
        #expect(rig.orders.last == "09:15:00 cancel #1")
        #expect(rig.book.closedTrades.map(\.exitReason) == ["MANUAL_EXIT"])
        #expect(rig.book.closedTrades.map(\.exit) == ["103"])
        #expect(rig.alerts.map(\.code) == ["manual-exit"])
        rig.tick("98", at: "09:15:30")
        rig.run(to: "09:20:00")
        #expect(rig.orders.filter { $0.contains("place") } == [])
    }

    @Test func `SEL-12: what is bought by the rules after a sale by hand is a new trade with an order of its own`() {
        var rig = placed()
        rig.foreign("X1", 50, at: "102", filled: 50, .complete)
        rig.hold(20, at: "99", entered: "2026-06-18")
        rig.tick("100.15", at: "09:15:30")
        rig.run(to: "09:16:00")
        #expect(rig.orders.last == "09:16:00 place A SELL 20 @ 101.25")
    }

    @Test func `SEL-12: sold by hand in part: the order is for the rest, never for more than is held`() {
        var rig = placed()
        rig.foreign("X1", 20, at: "102", filled: 20, .complete)
        rig.tick("100.15", at: "09:15:30")
        rig.run(to: "09:16:00")
        #expect(rig.orders == ["09:15:00 modify #1 30 @ 101.25"])
        #expect(rig.notes.contains("manual-partial-exit A: 20 sold by hand, 30 left"))
        rig.fill(30, at: "101.25")
        #expect(rig.book.closedTrades.count == 1)
        #expect(rig.book.closedTrades[0].sold == Quantity(50))
    }

    @Test func `SEL-12: sold by hand in part while our order is partly filled`() {
        var rig = placed()
        rig.fill(10, at: "101.25")
        rig.foreign("X1", 15, at: "102", filled: 15, .complete)
        #expect(rig.orders == ["09:15:00 modify #1 35 @ 101.25"])
        rig.fill(35, at: "101.25")
        #expect(rig.book.closedTrades.count == 1)
    }

    @Test func `SEL-12: in the closing auction too the order does not stay over what is held`() {
        var rig = Rig([Instrument(symbol: "A", tick: "0.05", hasDerivatives: true)], closes: [flat(101.5)])
        rig.hold(entered: "2026-07-20")
        rig.start("2026-08-03")
        rig.tick("100.15", at: "09:15:00")
        rig.run(to: "15:20:00")
        rig.foreign("X1", 20, at: "102", filled: 20, .complete)
        #expect(rig.orders.last == "15:20:00 modify #1 30 @ 101.25")
    }

    @Test func `SEL-12: a market exit underway is lowered with the position as well`() {
        var rig = placed()
        rig.tick("103", at: "09:15:30")
        rig.run(to: "09:16:00")
        rig.foreign("X1", 20, at: "102", filled: 20, .complete)
        #expect(rig.orders == ["09:16:00 modify #1 50 MARKET", "09:16:00 modify #1 30 MARKET"])
    }

    @Test func `SEL-12: an intraday sale of the same share is none of ours`() {
        var rig = placed()
        rig.foreign("X1", 50, at: "102", filled: 50, .complete, product: .intraday)
        #expect(rig.orders == [])
        #expect(rig.notes == [])
        #expect(rig.book.openTrade(in: rig.id("A"))?.quantity == Quantity(50))
    }

    @Test func `SEL-12: the fills of an adopted order are our exit, not a sale by hand`() {
        var rig = Rig(closes: [flat(101.5)])
        rig.hold()
        rig.start()
        rig.foreign("X1", 50, at: "101.40")
        rig.tick("101.20", at: "09:15:00")
        rig.run(to: "09:15:00")
        rig.foreign("X1", 50, at: "101.40", filled: 20)
        rig.foreign("X1", 50, at: "101.40", filled: 50, .complete)
        rig.run(to: "09:17:00")
        #expect(rig.orders == [])
        #expect(rig.book.closedTrades.map(\.exitReason) == ["EMA9_TARGET"])
        #expect(rig.book.closedTrades.map(\.exit) == ["101.40"])
        #expect(!rig.notes.contains { $0.contains("manual-partial") })
        #expect(!rig.alerts.contains { $0.code == "manual-exit" })
    }

    @Test func `SEL-12: after a refusal a pending sell by hand is adopted all the same`() {
        var rig = Rig(closes: [flat(101.5)])
        rig.broker = { command, rig in
            command.isPlace && rig.placed.count == 1 ? [.rejected(.notPermitted)] : Rig.obliging(command, &rig)
        }
        rig.hold()
        rig.start()
        rig.tick("100.15", at: "09:15:00")
        rig.run(to: "09:15:00")
        rig.foreign("X1", 50, at: "101.40")
        rig.tick("100.15", at: "09:15:30")
        rig.run(to: "09:16:00")
        #expect(rig.orders.dropFirst() == ["09:16:00 modify #2 50 @ 101.25"])
    }

    @Test func `SEL-12: an adopted order that its owner cancels is left alone until tomorrow`() {
        var rig = Rig(closes: [flat(101.5)])
        rig.hold()
        rig.start()
        rig.foreign("X1", 50, at: "101.40")
        rig.tick("101.20", at: "09:15:00")
        rig.run(to: "09:15:00")
        rig.foreign("X1", 50, at: "101.40", .cancelled)
        rig.tick("100", at: "09:15:30")
        rig.run(to: "10:00:00")
        #expect(rig.orders == [])
        #expect(rig.alerts.map(\.code).contains("hands-off"))
    }

    @Test func `SEL-12: our order cancelled by hand is left alone until tomorrow`() {
        var rig = placed()
        rig.report(.cancelled)
        rig.tick("95", at: "09:15:30")
        rig.run(to: "15:30:00")
        #expect(rig.orders == [])
        rig.closeDay(["A": 101.5])
        rig.start("2026-06-19")
        rig.tick("100.15", at: "09:15:00")
        rig.run(to: "09:15:00")
        #expect(rig.orders == ["09:15:00 place A SELL 50 @ 101.25"])
    }

    @Test func `SEL-12: the twin of our order, placed by hand, is not doubled, and the one that fills ends the other`()
    {
        for isOurs in [true, false] {
            var rig = placed()
            rig.foreign("X1", 50, at: "101.25")
            rig.tick("100.15", at: "09:15:30")
            rig.run(to: "09:16:00")
            #expect(rig.orders == [])
            if isOurs {
                rig.fill(50, at: "101.25")
            } else {
                rig.foreign("X1", 50, at: "101.25", filled: 50, .complete)
                #expect(rig.orders == ["09:16:00 cancel #1"])
            }
            rig.tick("95", at: "09:16:30")
            rig.run(to: "09:30:00")
            #expect(rig.orders.filter { $0.contains("place") || $0.contains("modify") } == [])
            #expect(rig.book.openTrades.isEmpty && rig.book.closedTrades.count == 1)
        }
    }

    @Test func `a lot that changed overnight: what is no whole number of lots is not sent, and a person is told`() {
        var rig = Rig([Instrument(symbol: "A", tick: "0.05", lot: Quantity(20))], closes: [flat(101.5)])
        rig.hold()
        rig.start()
        rig.tick("100.15", at: "09:15:00")
        rig.run(to: "09:30:00")
        #expect(rig.orders == [])
        #expect(!rig.alerts.isEmpty)
        #expect(rig.book.openTrades.map(\.quantity) == [Quantity(50)])
    }

    @Test func `SEL-12: what is bought by hand on top is never sold by us, today or later`() {
        var rig = placed()
        rig.foreign("X1", 30, side: .buy, at: "100", filled: 30, .complete)
        rig.tick("99.55", at: "09:15:30")
        rig.run(to: "09:16:00")
        #expect(rig.orders == ["09:16:00 modify #1 50 @ 101.15"])
        rig.fill(50, at: "101.15")
        rig.run(to: "15:29:00")
        rig.closeDay(["A": 101.5])
        rig.start("2026-06-19")
        rig.tick("100.15", at: "09:15:00")
        rig.run(to: "09:20:00")
        #expect(rig.orders == ["09:16:00 modify #1 50 @ 101.15"])
        #expect(rig.book.quantity(of: rig.id("A")) == Quantity(30))
    }

    @Test func `SEL-12: a share that only a person bought is ignored`() {
        var rig = placed()
        rig.foreign("X1", 30, of: "B", side: .buy, at: "100", filled: 30, .complete)
        rig.tick("100.15", of: "B", at: "09:15:30")
        rig.run(to: "09:30:00")
        #expect(rig.orders == [])
        #expect(!rig.asked.contains { $0.hasSuffix("history B") })
    }

    // MARK: - Holdings

    private func morning(_ held: Int64?, entered: String = "2026-06-01", at time: String = "08:30:00") -> Rig {
        var rig = Rig(closes: [flat(101.5)])
        rig.hold(entered: entered)
        rig.holdings = held.map { [HoldingRow(instrument: rig.id("A"), quantity: Quantity($0), average: "100")] } ?? []
        rig.start(at: time)
        rig.tick("100.15", at: "09:15:00")
        rig.run(to: "09:15:00")
        return rig
    }

    @Test func `SEL-12: holdings as expected change nothing`() {
        let rig = morning(50)
        #expect(rig.orders == ["09:15:00 place A SELL 50 @ 101.25"])
        #expect(rig.alerts == [])
    }

    @Test func `SEL-12: fewer holdings than tracked: tracking follows, MANUAL_SELL`() {
        var rig = morning(30)
        #expect(rig.orders == ["09:15:00 place A SELL 30 @ 101.25"])
        #expect(rig.alerts.map(\.code) == ["manual-sell"])
        rig.fill(30, at: "101.25")
        #expect(rig.book.closedTrades[0].sold == Quantity(50))
    }

    @Test func `SEL-12: more holdings than tracked: noted as a manual buy and not sold`() {
        let rig = morning(70)
        #expect(rig.orders == ["09:15:00 place A SELL 50 @ 101.25"])
        #expect(rig.notes.contains("manual-buy A: 20 more at the broker; they are not sold"))
    }

    @Test func `SEL-12: gone from holdings: one source alone closes nothing, but nothing is sold and a person is told`()
    {
        let rig = morning(nil)
        #expect(rig.orders == [])
        #expect(rig.alerts.map(\.code) == ["holdings-gone"])
        #expect(rig.book.openTrades.count == 1)
    }

    @Test func `SEL-12: a failed holdings call changes nothing`() {
        var rig = Rig(closes: [flat(101.5)])
        rig.hold()
        rig.isSilent = true
        rig.start()
        rig.answer(2, .failure("down"))
        rig.answer(1, .orderBook([]))
        rig.answer(0, .candles(Candle.days(flat(101.5), before: rig.day)))
        rig.tick("100.15", at: "09:15:00")
        rig.run(to: "09:15:00")
        #expect(rig.orders == ["09:15:00 place A SELL 50 @ 101.25"])
    }

    @Test func `SEL-12: holdings lag, so what was bought in the last session is not compared`() {
        let rig = morning(nil, entered: "2026-06-17")
        #expect(rig.orders == ["09:15:00 place A SELL 50 @ 101.25"])
        #expect(rig.alerts == [])
    }

    @Test func `SEL-12: with a sell pending, or inside market hours, nothing is compared`() {
        var rig = Rig(closes: [flat(101.5)])
        rig.hold()
        rig.isSilent = true
        rig.start()
        rig.answer(1, .orderBook([]))
        rig.answer(0, .candles(Candle.days(flat(101.5), before: rig.day)))
        rig.tick("100.15", at: "09:15:00")
        rig.run(to: "09:15:00")
        rig.answer(0, .holdings([]))
        #expect(rig.alerts == [])
        #expect(rig.orders == ["09:15:00 place A SELL 50 @ 101.25"])
    }

    @Test func `SEL-12: an answer that comes inside market hours is not compared, order or not`() {
        var rig = Rig(closes: [flat(101.5)], with: ["min_target_vs_entry": .number(1)])
        rig.hold(at: "120")
        rig.isSilent = true
        rig.start()
        rig.answer(1, .orderBook([]))
        rig.answer(0, .candles(Candle.days(flat(101.5), before: rig.day)))
        rig.run(to: "09:20:00")
        rig.answer(0, .holdings([]))
        #expect(!rig.alerts.contains { $0.code == "holdings-gone" })
    }

    @Test func `SEL-12: holdings are compared in the evening too, but not what was sold that day`() {
        var rig = placed(["monitor": .bool(false)])
        rig.fill(20, at: "101.25")
        rig.run(to: "15:29:59")
        rig.report(.expired)
        rig.closeDay(["A": 101.5])
        rig.holdings = []
        rig.run(to: "18:00:00")
        #expect(rig.asked.filter { $0.contains("holdings") } == ["18:00:00 holdings"])
        #expect(rig.alerts == [])
        // The next evening the same answer counts.
        rig.holdings = nil
        rig.start("2026-06-19")
        rig.closeDay(["A": 101.5])
        rig.holdings = []
        rig.run(to: "18:02:00")
        #expect(rig.alerts.map(\.code) == ["holdings-gone"])
    }

    @Test(arguments: [[], [HoldingRow(instrument: InstrumentID(index: 0), quantity: Quantity(20), average: "100")]])
    func `SEL-12: a list that comes short for a minute is asked for again and changes nothing`(rows: [HoldingRow]) {
        var rig = Rig(closes: [flat(101.5)])
        rig.hold()
        rig.holdings = rows
        rig.start(at: "08:55:00")
        rig.run(to: "08:55:59")
        #expect(rig.alerts == [] && rig.notes.contains { $0.hasPrefix("holdings-short") })
        rig.holdings = nil
        rig.tick("100.15", at: "09:15:00")
        rig.run(to: "09:15:00")
        #expect(rig.asked.filter { $0.contains("holdings") } == ["08:55:00 holdings", "08:56:00 holdings"])
        #expect(rig.alerts == [] && rig.book.openTrades.map(\.quantity) == [Quantity(50)])
        #expect(rig.orders == ["09:15:00 place A SELL 50 @ 101.25"])
    }

    @Test func `SEL-12: the third short answer counts, and so does one just before the open`() {
        var rig = Rig(closes: [flat(101.5)])
        rig.hold()
        rig.holdings = []
        rig.start(at: "08:55:00")
        rig.run(to: "08:56:59")
        #expect(rig.alerts == [])
        rig.run(to: "08:57:00")
        #expect(rig.alerts.map(\.code) == ["holdings-gone"] && rig.book.openTrades.count == 1)
        rig.run(to: "09:20:00")
        #expect(rig.asked.count { $0.contains("holdings") } == 3 && rig.orders == [])

        var late = Rig(closes: [flat(101.5)])
        late.hold()
        late.holdings = []
        late.start(at: "09:14:30")
        #expect(late.alerts.map(\.code) == ["holdings-gone"])
    }
}
