import SaudaCore
import Testing

/// SEL-1 and SEL-2: the order at the open. A history flat at 101.50 makes EMA9 = 0.2 P + 81.20.
@Suite struct EMA9PlacingTests {
    private func rig(_ with: [String: Parameter.Value] = [:], level: Double = 101.5) -> Rig {
        Rig(closes: [flat(level)], with: with)
    }

    @Test func `SEL-1 step 6, S1-34: at 09:15 a day limit to sell all of it is placed at EMA9, rounded up`() {
        var rig = rig()
        rig.hold()
        rig.start()
        rig.tick("100.15", at: "09:15:00")
        rig.run(to: "09:15:00")
        #expect(rig.orders == ["09:15:00 place A SELL 50 @ 101.25"])
        guard case .place(let order)? = rig.commands.first(where: \.isIntent) else { return #expect(Bool(false)) }
        #expect(order.product == .delivery)
        #expect(order.variety == .regular)
        #expect(order.terms.validity == .day)
    }

    @Test func `SEL-1 step 1: a share the history does not know is skipped with a warning, the next one is placed`() {
        var rig = Rig([share("A"), share("B")], closes: [nil, flat(101.5)])
        rig.hold(of: "A")
        rig.hold(of: "B")
        rig.start()
        rig.tick("100.15", of: "B", at: "09:15:00")
        rig.run(to: "09:20:00")
        #expect(rig.orders == ["09:15:00 place B SELL 50 @ 101.25"])
        #expect(rig.notes.filter { $0 == "no-history A: the source does not know it" }.count == 3)
        #expect(rig.alerts.map(\.code) == ["no-history"])
        #expect(rig.alerts.map(\.level) == [.critical])
    }

    @Test func `SEL-1 step 1: a symbol without an instrument is refused by name before any order`() {
        #expect(throws: InstrumentTable.Refusal.self) { try rig().instruments.find("NOSUCH") }
    }

    @Test func `SEL-1 step 2, S0-49, S0-55: a completed sell closes the trade and nothing is placed`() {
        var rig = Rig([share("A"), share("B")], closes: [flat(101.5), flat(101.5)])
        rig.hold(of: "A")
        rig.hold(of: "B")
        rig.start()
        rig.foreign("X1", 50, at: "104", filled: 50, .complete)
        rig.tick("100.15", of: "A", at: "09:15:00")
        rig.tick("100.15", of: "B", at: "09:15:00")
        rig.run(to: "09:20:00")
        #expect(rig.orders == ["09:15:00 place B SELL 50 @ 101.25"])
        #expect(rig.book.closedTrades.map(\.exitReason) == ["MANUAL_EXIT"])
        #expect(rig.book.closedTrades.map(\.exit) == ["104"])
    }

    @Test func `SEL-1 step 3: a pending sell of the same quantity is adopted and later lowered, none is placed`() {
        var rig = rig()
        rig.hold()
        rig.start()
        rig.foreign("X1", 50, at: "101.40")
        rig.tick("101.10", at: "09:15:00")
        rig.run(to: "09:15:00")
        #expect(rig.orders == [])
        #expect(rig.notes.contains("manual-order-adopted A: 50 at 101.40"))
        rig.tick("100.15", at: "09:15:50")
        rig.run(to: "09:16:00")
        #expect(rig.orders == ["09:16:00 modify #1 50 @ 101.25"])
    }

    @Test func `SEL-1 step 3: a smaller pending sell is raised to the position at its own price`() {
        var rig = rig()
        rig.hold()
        rig.start()
        rig.foreign("X1", 20, at: "101.20")
        rig.tick("100.15", at: "09:15:00")
        rig.run(to: "09:20:00")
        #expect(rig.orders == ["09:15:00 modify #1 50 @ 101.20"])
    }

    @Test func `SEL-1 step 3: a larger pending sell is left, with a warning, until it is gone`() {
        var rig = rig()
        rig.hold()
        rig.start()
        rig.foreign("X1", 80, at: "101.40")
        rig.tick("100.15", at: "09:15:00")
        rig.run(to: "09:18:00")
        #expect(rig.orders == [])
        #expect(rig.alerts.map(\.code) == ["manual-order"])
        rig.foreign("X1", 80, at: "101.40", .cancelled)
        rig.tick("100.15", at: "09:18:30")
        rig.run(to: "09:19:00")
        #expect(rig.orders == ["09:19:00 place A SELL 50 @ 101.25"])
    }

    @Test func `SEL-1 step 3: two pending sells by hand are left, so that together they cannot oversell`() {
        var rig = rig()
        rig.hold()
        rig.start()
        rig.foreign("X1", 20, at: "101.40")
        rig.foreign("X2", 20, at: "101.50")
        rig.tick("100.15", at: "09:15:00")
        rig.run(to: "09:16:00")
        #expect(rig.orders == [])
        #expect(rig.alerts.map(\.code) == ["manual-order"])
    }

    @Test("SEL-1 step 4: fewer than nine candles make no EMA9 and no order, with a warning", arguments: [0, 8, 9])
    func needsNineCandles(count: Int) {
        var rig = Rig(closes: [flat(101.5, count)])
        rig.hold()
        rig.start(references: false)
        rig.tick("100.15", at: "09:15:00")
        rig.run(to: "09:20:00")
        #expect(rig.orders == (count < 9 ? [] : ["09:15:00 place A SELL 50 @ 101.25"]))
        #expect(rig.alerts.map(\.code) == (count < 9 ? ["no-ema9"] : []))
        #expect(rig.notes.contains("no-ema9 A: \(count) daily candles") == (count < 9))
    }

    @Test func `SEL-1 step 4, IND-3: today's own candle in the history is left out`() {
        var rig = rig()
        rig.hold()
        rig.isSilent = true
        rig.start()
        let days = Candle.days(flat(101.5), before: rig.day)
        rig.answer(1, .orderBook([]))
        rig.answer(0, .candles(days + [Candle(on: rig.day, close: 90)]))
        rig.tick("100.15", at: "09:15:00")
        rig.run(to: "09:15:00")
        #expect(rig.orders == ["09:15:00 place A SELL 50 @ 101.25"])
    }

    @Test("SEL-1 step 4: candles that end before the last session are worth a word", arguments: [0, 1])
    func noticesOldCandles(missing: Int) {
        var rig = rig()
        rig.start("2026-06-17")
        rig.closeDay(["A": 101.5])
        rig.hold()
        rig.isSilent = true
        rig.start("2026-06-18")
        let days = Candle.days(flat(101.5), before: rig.day)
        rig.answer(1, .orderBook([]))
        rig.answer(0, .candles(days.dropLast(missing)))
        rig.tick("100.15", at: "09:15:00")
        rig.run(to: "09:15:00")
        #expect(rig.orders == ["09:15:00 place A SELL 50 @ 101.25"])
        #expect(rig.alerts.map(\.code) == (missing == 0 ? [] : ["history-behind"]))
    }

    // EMA9 is 95.00 or 94.99, the entry 100.
    @Test(
        "SEL-1 step 5, DEC-2: below 0.95 of the entry nothing is placed; 0 switches that off",
        arguments: [("95", 0.95, true), ("94.95", 0.95, false), ("94.95", 0, true), ("95", 0.96, false)]
            as [(
                Price, Double, Bool
            )]
    )
    func guardsTheEntry(price: Price, share: Double, isPlaced: Bool) {
        var rig = rig(["min_target_vs_entry": .number(share)], level: 95)
        rig.hold(at: "100")
        rig.start()
        rig.tick(price, at: "09:15:00")
        rig.run(to: "09:16:00")
        #expect(rig.orders.count == (isPlaced ? 1 : 0))
        #expect(rig.notes.filter { $0.hasPrefix("ema9-below-entry A") }.count == (isPlaced ? 0 : 1))
    }

    @Test func `SEL-1 step 5: a guarded position is looked at again with a price and with a sell by hand`() {
        var rig = rig(level: 95)
        rig.hold(at: "100")
        rig.start()
        rig.tick("94.95", at: "09:15:00")
        rig.tick("94.95", at: "09:15:50")
        rig.run(to: "09:16:00")
        var sold = rig
        sold.foreign("X1", 50, at: "97")
        sold.tick("94.95", at: "09:16:40")
        sold.run(to: "09:17:00")
        #expect(sold.notes.contains { $0.hasPrefix("manual-order-adopted A") })
        rig.tick("95", at: "09:16:40")
        rig.run(to: "09:17:00")
        #expect(rig.orders == ["09:17:00 place A SELL 50 @ 95.00"])
    }

    @Test func `SEL-1 step 5: once placed, the order is lowered below the guard all the same`() {
        var rig = rig(level: 95)
        rig.hold(at: "100")
        rig.start()
        rig.tick("95", at: "09:15:00")
        rig.tick("90", at: "09:15:30")
        rig.run(to: "09:16:00")
        #expect(rig.orders == ["09:15:00 place A SELL 50 @ 95.00", "09:16:00 modify #1 50 @ 94.00"])
    }

    // MARK: - SEL-2

    @Test(
        "SEL-2: EMA9 is rounded up to the next tick, never below it",
        arguments: [
            (84.26, "0.05", "84.30"), (84.30, "0.05", "84.30"), (999.97, "0.05", "1000.00"),
            (1000.0, "0.10", "1000.00"), (2104.2331, "0.10", "2104.30"), (84.2501, "0.05", "84.30"),
            (249.991, "0.01", "250.00"),
        ] as [(Double, Price, String)]
    )
    func roundsUp(level: Double, tick: Price, limit: String) {
        var rig = Rig([Instrument(symbol: "A", tick: tick)], closes: [flat(level)])
        rig.hold(at: Price(rupees: level)!)
        rig.start()
        rig.tick(Price(rupees: level)!, at: "09:15:00")
        rig.run(to: "09:15:00")
        #expect(rig.orders == ["09:15:00 place A SELL 50 @ \(limit)"])
    }

    @Test(
        "SEL-2, DEC-14: without a tick in the list the ladder decides, by the unrounded price",
        arguments: [
            (84.26, "84.30", TickLadder.profileCurrent), (999.97, "1000.00", .profileCurrent),
            (2104.2331, "2104.30", .profileCurrent), (7140.30, "7140.50", .profileCurrent),
            (21_000.40, "21001.00", .profileCurrent), (999.97, "1000.00", .profileV21),
            (1000.01, "1000.10", .profileV21),
            (84.26, "84.26", .builtIn), (7140.30, "7140.50", .builtIn),
        ] as [(Double, String, TickLadder)]
    )
    func ladders(level: Double, limit: String, ladder: TickLadder) {
        var rig = Rig([Instrument(symbol: "A")], closes: [flat(level)], ticks: ladder)
        rig.hold(at: Price(rupees: level)!)
        rig.start()
        rig.tick(Price(rupees: level)!, at: "09:15:00")
        rig.run(to: "09:15:00")
        #expect(rig.orders == ["09:15:00 place A SELL 50 @ \(limit)"])
    }

    @Test func `SEL-2, DEC-14: the list's tick wins over the ladder`() {
        var rig = Rig([Instrument(symbol: "A", tick: "0.05")], closes: [flat(7140.30)], ticks: .profileCurrent)
        rig.hold(at: "7140")
        rig.start()
        rig.tick("7140.30", at: "09:15:00")
        rig.run(to: "09:15:00")
        #expect(rig.orders == ["09:15:00 place A SELL 50 @ 7140.30"])
    }

    @Test func `IND-3: the sell price is 0.2 P + 0.8 Y, with the worked values of the golden vector`() {
        let golden: [Double] = [100, 101, 102, 101, 99, 97, 96, 97, 95, 93, 91, 92, 90, 88, 87, 89, 91, 94, 96, 99]
        for (price, limit) in [("99", "94.8578"), ("95", "94.0578"), ("101.5", "95.3578")] as [(Price, String)] {
            var rig = Rig(
                [Instrument(symbol: "A", tick: "0.0001")],
                closes: [golden],
                with: ["rsi_exit": .bool(false)]
            )
            rig.hold(at: "90")
            rig.start()
            rig.tick(price, at: "09:15:00")
            rig.run(to: "09:15:00")
            let text = rig.orders.first ?? "nothing"
            let placed = Double(text.split(separator: " ").last ?? "") ?? 0
            #expect(abs(placed - (Double(limit) ?? 0)) < 0.00011, "\(text), not \(limit)")
        }
    }
}
