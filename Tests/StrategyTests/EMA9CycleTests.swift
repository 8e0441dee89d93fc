import SaudaCore
import Testing

/// SEL-3, SEL-14, DEC-15: the minute and the day. A history flat at 101.50 makes EMA9 = 0.2 P + 81.20.
@Suite struct EMA9CycleTests {
    @Test func `SEL-3: one symbol's failure does not stop the others`() {
        // A: no history. B: the broker refuses. C: too few candles. D: the gate takes it for another share. E is fine.
        var rig = Rig(
            ["A", "B", "C", "D", "E"].map(share),
            closes: [nil, flat(101.5), flat(101.5, 3), flat(101.5), flat(101.5)]
        )
        rig.broker = { command, rig in
            if case .place(let order) = command, order.instrument == rig.id("B") {
                return [.rejected(.other(code: "16", text: "blocked"))]
            }
            return Rig.obliging(command, &rig)
        }
        for symbol in ["A", "B", "C", "D", "E"] { rig.hold(of: symbol) }
        rig.start()
        rig.post(.reference(rig.id("D"), previousClose: "900", band: nil))
        for symbol in ["B", "C", "D", "E"] { rig.tick("100.15", of: symbol, at: "09:15:00") }
        rig.run(to: "09:15:00")
        #expect(rig.orders == ["09:15:00 place B SELL 50 @ 101.25", "09:15:00 place E SELL 50 @ 101.25"])
        rig.tick("99.55", of: "E", at: "09:15:40")
        rig.run(to: "09:16:00")
        #expect(rig.orders.last == "09:16:00 modify #2 50 @ 101.15")
    }

    @Test func `SEL-3: a refused sell is tried again with the next cycles, then a person is told`() {
        var rig = placed(broker: { command, _ in command.isPlace ? [.rejected(.notPermitted)] : [] })
        for minute in 16...30 {
            rig.tick("100.15", at: "09:\(minute - 1):50")
            rig.run(to: "09:\(minute):00")
        }
        #expect(rig.orders.map { $0.prefix(5) } == ["09:15", "09:16", "09:17"])
        #expect(rig.alerts.map(\.code).filter { $0 == "sell-refused" }.count == 1)
    }

    @Test func `SEL-3: a rejection told twice counts once`() {
        var rig = placed(broker: { command, _ in
            command.isPlace ? [.rejected(.notPermitted), .rejected(.notPermitted)] : []
        })
        rig.tick("100.15", at: "09:15:50")
        rig.run(to: "09:16:00")
        #expect(rig.orders.count == 2)
        #expect(!rig.alerts.contains { $0.code == "sell-refused" })
    }

    @Test func `SEL-3 step 3, S0-50, S0-53, S0-56: after the fill nothing is modified and the share leaves the list`() {
        var rig = placed()
        rig.fill(50, at: "101.25")
        rig.tick("98", at: "09:15:40")
        rig.run(to: "09:20:00")
        #expect(rig.orders == ["09:15:00 place A SELL 50 @ 101.25"])
        #expect(rig.commands.contains(.watch(rig.id("A"), false)))
        #expect(rig.asked == ["08:30:00 history A", "08:30:00 order book", "08:30:00 holdings"])
    }

    @Test func `SEL-3 step 6, REN-6: a re-entry raises the order at the same price, also between two of its fills`() {
        var rig = placed()
        rig.hold(30, at: "98", entered: "2026-06-18", reason: "REENTRY")
        rig.fill(10, at: "101.25")
        rig.tick("100.15", at: "09:15:40")
        rig.run(to: "09:16:00")
        #expect(rig.orders == ["09:15:00 place A SELL 50 @ 101.25", "09:16:00 modify #1 80 @ 101.25"])
    }

    @Test func `SEL-4, REN-6: a re-entry while EMA9 is higher raises the quantity and not the price`() {
        var rig = placed(["rsi_exit": .bool(false)])
        rig.hold(30, at: "98", entered: "2026-06-18", reason: "REENTRY")
        rig.tick("101", at: "09:15:40")
        rig.run(to: "09:16:00")
        #expect(rig.orders.last == "09:16:00 modify #1 80 @ 101.25")
    }

    @Test func `SEL-3 step 6: what a re-entry leaves after the exit gets an order of its own`() {
        var rig = placed()
        rig.hold(30, at: "98", entered: "2026-06-18", reason: "REENTRY")
        rig.fill(50, at: "101.25")
        rig.tick("100.15", at: "09:15:40")
        rig.run(to: "09:16:00")
        #expect(rig.orders == ["09:15:00 place A SELL 50 @ 101.25", "09:16:00 place A SELL 30 @ 101.25"])
    }

    @Test func `SEL-3: one trade closed and another opened in the same minute are both seen`() {
        var rig = Rig([share("A"), share("B")], closes: [flat(101.5), flat(101.5)])
        rig.hold(of: "A")
        rig.start()
        rig.tick("100.15", of: "A", at: "09:15:00")
        rig.run(to: "09:15:00")
        rig.fill(50, at: "101.25")
        rig.hold(of: "B", entered: "2026-06-18")
        rig.tick("100.15", of: "B", at: "09:15:40")
        rig.run(to: "09:16:00")
        #expect(rig.orders.last == "09:16:00 place B SELL 50 @ 101.25")
    }

    @Test func `SEL-3: a share sold and bought anew the same day is another trade and gets its own order`() {
        var rig = placed()
        rig.fill(50, at: "101.25")
        rig.hold(20, at: "99", entered: "2026-06-18")
        rig.tick("100.15", at: "09:15:40")
        rig.run(to: "09:16:00")
        #expect(rig.orders.last == "09:16:00 place A SELL 20 @ 101.25")
    }

    @Test func `SEL-3: a wake-up that comes twice runs once, and a late one does not shift the minutes`() {
        var rig = placed()
        let key = rig.wakes.first { $0.key.label == 0 && !$0.key.isEngine }!.key
        let before = rig.wakes.count
        rig.post(.clock(key))
        #expect(rig.wakes.count == before)
        rig.now = rig.day.at(TimeOfDay(9, 16, 4)).advanced(by: .milliseconds(7))
        rig.post(.clock(key))
        #expect(rig.wakes.last?.time == rig.day.at(TimeOfDay(9, 17)))
    }

    @Test
    func `SEL-14: at the end of the day unfilled limits have lapsed and the next morning nothing is left of them`() {
        var rig = placed()
        rig.run(to: "15:29:59")
        rig.report(.expired)
        rig.closeDay(["A": 100.15])
        rig.run(to: "18:00:00")
        #expect(rig.notes.contains("day-cleaned: 1 positions tracked"))
        #expect(rig.orders == ["09:15:00 place A SELL 50 @ 101.25"])
        #expect(rig.alerts.filter { $0.level > .info && $0.code == "sell-refused" } == [])
        rig.start("2026-06-19")
        rig.tick("100.15", at: "09:15:00")
        rig.run(to: "09:15:00")
        // Yesterday's EMA9 was 101.23: 0.2 x 100.15 + 0.8 x 101.23 = 101.014.
        #expect(rig.orders.last == "09:15:00 place A SELL 50 @ 101.05")
    }

    @Test func `SEL-14: an order that lapses inside the session is placed again, and not for ever`() {
        var rig = placed()
        for minute in 16...30 {
            if rig.orders.count == minute - 15 { rig.report(.expired) }
            rig.tick("100.15", at: "09:\(minute - 1):40")
            rig.run(to: "09:\(minute):00")
        }
        #expect(rig.orders.count == 3)
        #expect(rig.alerts.contains { $0.code == "sell-refused" })
    }

    @Test func `SEL-14: an evening session is not cleaned up at 18:00, and never has two sells`() {
        var rig = Rig(closes: [flat(101.5)], with: ["monitor": .bool(false)])
        rig.hold(entered: "2024-10-10")
        rig.start("2024-11-01")
        #expect(rig.today?.open.time == TimeOfDay(18, 0))
        rig.tick("100.15", at: "18:00:00")
        for minute in 1...20 { rig.tick("100.15", at: TimeOfDay(18, minute).description) }
        rig.run(to: "18:20:00")
        #expect(rig.orders == ["18:00:00 place A SELL 50 @ 101.25"])
        #expect(!rig.notes.contains { $0.hasPrefix("day-cleaned") })
        rig.run(to: "23:00:00")
        #expect(rig.notes.filter { $0.hasPrefix("day-cleaned") }.count == 1)
    }

    @Test func `SEL-14: lapsing at the close is no refusal, even after two`() {
        var rig = placed(broker: { command, rig in
            command.isPlace && rig.placed.count < 3 ? [.rejected(.notPermitted)] : Rig.obliging(command, &rig)
        })
        for minute in 16...18 { rig.tick("100.15", at: "09:\(minute - 1):40") }
        rig.run(to: "15:30:00")
        rig.report(.expired)
        #expect(rig.orders.count == 3)
        #expect(!rig.alerts.contains { $0.code == "sell-refused" })
    }

    @Test(
        "DEC-15: from 2026-08-03 nothing changes after 15:14:59 for a stock with derivatives",
        arguments: [
            ("2026-08-03", true, "15:15:00", false), ("2026-08-03", true, "15:14:00", true),
            ("2026-08-03", false, "15:29:00", true), ("2026-07-31", true, "15:29:00", true),
        ]
    )
    func freezesForTheAuction(date: String, hasDerivatives: Bool, cycle: String, moves: Bool) {
        let share = Instrument(symbol: "A", tick: "0.05", hasDerivatives: hasDerivatives)
        var rig = Rig([share], closes: [flat(101.5)])
        rig.hold(entered: "2026-07-20")
        rig.start(date)
        rig.tick("100.15", at: "09:15:00")
        rig.run(to: "09:15:00")
        let time = TimeOfDay(cycle)!
        rig.tick("95", at: time.advanced(bySeconds: -30).description)
        rig.run(to: cycle)
        #expect(rig.orders.dropFirst() == (moves ? ["\(cycle) modify #1 50 @ 100.20"] : []))
        // The order itself is carried into the auction: no cancellation follows.
        rig.run(to: "15:29:59")
        #expect(!rig.orders.contains { $0.contains("cancel") })
    }

    @Test func `DEC-15: a quote asked for before the auction and answered in it moves nothing`() {
        var rig = Rig([Instrument(symbol: "A", tick: "0.05", hasDerivatives: true)], closes: [flat(101.5)])
        rig.hold(entered: "2026-07-20")
        rig.start("2026-08-03")
        rig.tick("100.15", at: "09:15:00")
        rig.run(to: "15:13:00")
        rig.isSilent = true
        rig.run(to: "15:14:00")
        let late = Tick(
            instrument: rig.id("A"),
            price: "95",
            exchangeTime: rig.day.at(TimeOfDay(15, 14, 50)),
            source: .rest
        )
        rig.now = rig.day.at(TimeOfDay(15, 15))
        rig.answer(0, .quote(late))
        #expect(rig.orders == ["09:15:00 place A SELL 50 @ 101.25"])
    }
}
