import SaudaCore
import Testing

/// SEL-4, SEL-5, SEL-7: only lower. A history flat at 101.50 makes EMA9 = 0.2 P + 81.20.
@Suite struct EMA9LimitTests {
    @Test func `SEL-4: EMA9 101.23 places 101.25, 101.40 nothing, 101.11 modifies to 101.15, 101.13 nothing`() {
        var rig = placed(["rsi_exit": .bool(false)])
        for (price, time) in [("101", "09:15:30"), ("99.55", "09:16:30"), ("99.65", "09:17:30")] as [(Price, String)] {
            rig.tick(price, at: time)
        }
        rig.run(to: "09:18:00")
        #expect(rig.orders == ["09:15:00 place A SELL 50 @ 101.25", "09:17:00 modify #1 50 @ 101.15"])
    }

    @Test func `SEL-4: each new day starts afresh at its own EMA9, also above yesterday's target`() {
        var rig = placed()
        rig.tick("95", at: "09:15:30")
        rig.run(to: "09:16:00")
        #expect(rig.orders.last == "09:16:00 modify #1 50 @ 100.20")
        rig.run(to: "15:29:59")
        rig.report(.expired)
        rig.closeDay(["A": 101.5])
        rig.run(to: "18:00:00")
        rig.forget()
        rig.start("2026-06-19")
        rig.tick("100.15", at: "09:15:00")
        rig.run(to: "09:15:00")
        #expect(rig.orders == ["09:15:00 place A SELL 50 @ 101.25"])
        #expect(rig.asked.filter { $0.contains("history") } == [])
    }

    @Test func `SEL-4: a restart without a journal places nothing beside the order in the book and adopts its price`() {
        var rig = Rig(closes: [flat(101.5)])
        rig.hold()
        rig.orderBook = [rig.row("251103000008704", 50, at: "100.90")]
        rig.start(at: "11:07:20")
        rig.run(to: "11:08:00")
        #expect(rig.orders == [])
        #expect(rig.alerts.map(\.code) == ["manual-order"])
        rig.foreign("251103000008704", 50, at: "100.90")
        for (price, time) in [("100.15", "11:08:30"), ("98.05", "11:09:30")] as [(Price, String)] {
            rig.tick(price, at: time)
        }
        rig.run(to: "11:10:00")
        #expect(rig.orders == ["11:10:00 modify #1 50 @ 100.85"])
        #expect(!rig.asked.contains { $0.contains("holdings") }, "SVC-7: no reconcile inside market hours")
    }

    @Test func `SEL-1, SEL-8: nothing is placed before the order book has been read`() {
        var rig = Rig(closes: [flat(101.5)])
        rig.hold()
        rig.orderBook = nil
        rig.start()
        for minute in 15...19 { rig.tick("100.15", at: "09:\(minute):00") }
        rig.run(to: "09:19:00")
        #expect(rig.orders == [])
        #expect(rig.alerts.map(\.code) == ["no-order-book"])
        rig.orderBook = [rig.row("X1", 50, side: .buy, at: "100"), rig.row("X2", 50, at: "102", filled: 50, .complete)]
        rig.tick("100.15", at: "09:19:30")
        rig.run(to: "09:20:00")
        #expect(rig.orders == ["09:20:00 place A SELL 50 @ 101.25"])
        rig.run(to: "09:25:00")
        #expect(rig.asked.filter { $0.contains("order book") }.count == 7, "08:30, 09:15 to 09:20")
    }

    @Test func `SEL-4: a restart from the journal goes on where it was, command for command`() {
        var rig = placed()
        rig.tick("99.55", at: "09:15:30")
        rig.run(to: "09:16:00")
        var again = Rig(closes: [flat(101.5)]).engine
        var replayed: [Command] = []
        for event in rig.events { again.handle(event, into: &replayed) }
        #expect(replayed == rig.commands)
        var rest = rig
        rest.engine = again
        for (price, time) in [("101", "09:16:30"), ("98", "09:17:30")] as [(Price, String)] {
            rig.tick(price, at: time)
            rest.tick(price, at: time)
        }
        rig.run(to: "09:18:00")
        rest.run(to: "09:18:00")
        #expect(rest.orders == rig.orders)
        #expect(rest.orders.last == "09:18:00 modify #1 50 @ 100.80")
    }

    @Test func `SEL-4: the same day told twice changes nothing and places nothing twice`() {
        var rig = placed()
        rig.post(.dayStarted(rig.today!))
        rig.tick("100.15", at: "09:15:30")
        rig.run(to: "09:18:00")
        #expect(rig.orders == ["09:15:00 place A SELL 50 @ 101.25"])
    }

    @Test func `SEL-5: a refused modification is cancelled, then placed anew at the rounded price`() {
        var rig = placed(broker: { command, rig in
            if case .modify = command { return [.modifyRefused(.notPermitted, request: nil)] }
            return Rig.obliging(command, &rig)
        })
        rig.tick("99.55", at: "09:15:30")
        rig.run(to: "09:16:00")
        #expect(
            rig.orders == [
                "09:15:00 place A SELL 50 @ 101.25", "09:16:00 modify #1 50 @ 101.15", "09:16:00 cancel #1",
                "09:16:00 place A SELL 50 @ 101.15",
            ]
        )
    }

    @Test func `SEL-5: before the cancellation is confirmed nothing is placed`() {
        var rig = placed(broker: { command, rig in
            switch command {
            case .modify: [.modifyRefused(.notPermitted, request: nil)]
            case .cancel: []
            default: Rig.obliging(command, &rig)
            }
        })
        rig.tick("99.55", at: "09:15:30")
        rig.tick("98.00", at: "09:16:30")
        rig.run(to: "09:17:00")
        #expect(rig.orders.filter { $0.contains("place") }.count == 1)
        rig.report(.cancelled, of: rig.placed[0])
        #expect(rig.orders.last == "09:17:00 place A SELL 50 @ 100.80")
        #expect(rig.orders.filter { $0.contains("place") }.count == 2)
    }

    @Test func `SEL-5: when the cancellation fails too it stops; there are never two sells`() {
        var rig = placed(broker: { command, rig in
            switch command {
            case .modify: [.modifyRefused(.notPermitted, request: nil)]
            case .cancel: [.cancelRefused(.notPermitted, request: nil)]
            default: Rig.obliging(command, &rig)
            }
        })
        for (price, time) in [("99.55", "09:15:30"), ("98.00", "09:16:30"), ("96", "09:17:30")] as [(Price, String)] {
            rig.tick(price, at: time)
        }
        rig.run(to: "09:25:00")
        #expect(
            rig.orders == [
                "09:15:00 place A SELL 50 @ 101.25", "09:16:00 modify #1 50 @ 101.15", "09:16:00 cancel #1",
            ]
        )
        #expect(rig.alerts.filter { $0.code == "order-stuck" }.map(\.level) == [.critical])
    }

    @Test func `SEL-5: an order in doubt is never placed again`() {
        var rig = placed(broker: { command, _ in command.isPlace ? [.placeTimedOut] : [] })
        for minute in 16...25 { rig.tick(Price(paise: Int64(9980 - minute)), at: "09:\(minute - 1):30") }
        rig.run(to: "09:25:00")
        #expect(rig.orders == ["09:15:00 place A SELL 50 @ 101.25"])
    }

    @Test func `SEL-7: EMA9, target and lowest are noted when one of them changed, and only then`() {
        var rig = placed(["rsi_exit": .bool(false)])
        let prices: [(Price, String)] = [("101", "09:15:30"), ("101", "09:16:30"), ("99.55", "09:17:30")]
        for (price, time) in prices { rig.tick(price, at: time) }
        rig.run(to: "09:18:00")
        #expect(
            rig.notes.filter { $0.hasPrefix("ema9-") } == [
                "ema9-target-lowest A: 101.25 101.25 101.25",
                "ema9-target-lowest A: 101.40 101.25 101.25",
                "ema9-target-lowest A: 101.15 101.15 101.15",
            ]
        )
    }

    @Test func `SEL-7: it can be switched off`() {
        let rig = placed(["log_changes": .bool(false)])
        #expect(!rig.notes.contains { $0.hasPrefix("ema9-") })
        #expect(rig.orders.count == 1)
    }
}
