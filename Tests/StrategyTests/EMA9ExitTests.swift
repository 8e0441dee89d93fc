import SaudaCore
import Testing

/// SEL-8, SEL-9, SEL-11 and SEL-13: how a position ends.
@Suite struct EMA9ExitTests {
    // MARK: - SEL-8, SEL-9, SEL-13

    @Test(
        "SEL-8, S0-51, S0-52: only a completed delivery sell of the same share counts as sold",
        arguments: [
            (Side.buy, 50, ForeignOrder.Status.complete, Product.delivery, "A"),
            (.sell, 0, .open, .intraday, "A"), (.sell, 0, .cancelled, .delivery, "A"),
            (.sell, 0, .rejected, .delivery, "A"), (.sell, 50, .complete, .delivery, "B"),
            (.sell, 50, .complete, .intraday, "A"),
        ] as [(Side, Int64, ForeignOrder.Status, Product, String)]
    )
    func matchesCompletedSells(
        side: Side,
        filled: Int64,
        status: ForeignOrder.Status,
        product: Product,
        symbol: String
    ) {
        var rig = Rig([share("A"), share("B")], closes: [flat(101.5), flat(101.5)])
        rig.hold(of: "A")
        rig.start()
        rig.foreign("X1", 50, of: symbol, side: side, at: "104", filled: filled, status, product: product)
        rig.tick("100.15", of: "A", at: "09:15:00")
        rig.run(to: "09:15:00")
        #expect(rig.orders == ["09:15:00 place A SELL 50 @ 101.25"])
        #expect(rig.book.closedTrades.isEmpty)
    }

    @Test func `SEL-8, SEL-9, S0-54, S0-57: GALLANTT, order 251103000008704, complete: the books say closed`() {
        var rig = placed(of: share("GALLANTT"), broker: { _, _ in [] })
        rig.report(.accepted(BrokerOrderID("251103000008704")))
        rig.fill(50, at: "101.30")
        let trade = rig.book.closedTrades[0]
        #expect(!trade.isOpen)
        #expect(trade.exit == "101.30")
        #expect(trade.exitReason == "EMA9_TARGET")
        #expect(trade.exited == rig.now)
        #expect(trade.profit == Money("65"))
        #expect(rig.book.openTrades.isEmpty)
        #expect(rig.book.quantity(of: rig.id("GALLANTT")) == .zero)
    }

    @Test func `SEL-9: closing a closed position changes nothing, however often it is told`() {
        var rig = placed()
        rig.fill(50, at: "101.30")
        let cash = rig.book.cash
        rig.fill(50, at: "101.30")
        rig.report(.accepted(BrokerOrderID("B1")))
        rig.report(.expired)
        rig.tick("99", at: "09:15:30")
        rig.run(to: "09:20:00")
        #expect(rig.book.closedTrades.count == 1)
        #expect(rig.book.cash == cash)
        #expect(rig.orders.count == 1)
    }

    @Test func `SEL-9: a position of several fills closes as one, against its average entry`() {
        var rig = Rig(closes: [flat(101.5)])
        rig.hold(50, at: "100")
        rig.hold(50, at: "90", entered: "2026-06-05", reason: "REENTRY")
        rig.start()
        rig.tick("100.15", at: "09:15:00")
        rig.run(to: "09:15:00")
        rig.fill(100, at: "101.25")
        #expect(rig.orders == ["09:15:00 place A SELL 100 @ 101.25"])
        #expect(rig.book.closedTrades.map(\.profit) == [Money("625")])
        #expect(rig.book.openTrades.isEmpty)
    }

    @Test func `SEL-13: a partial fill lowers the position, the order stays and is lowered for its whole`() {
        var rig = placed()
        rig.fill(20, at: "101.25")
        #expect(rig.book.openTrade(in: rig.id("A"))?.quantity == Quantity(30))
        rig.tick("99.55", at: "09:15:30")
        rig.run(to: "09:16:00")
        #expect(rig.orders == ["09:15:00 place A SELL 50 @ 101.25", "09:16:00 modify #1 50 @ 101.15"])
        #expect(rig.book.closedTrades.isEmpty)
        rig.fill(50, at: "101.25")
        #expect(rig.book.closedTrades.count == 1)
    }

    @Test func `SEL-13: the rest of a partly filled order that lapsed is sold the next day`() {
        var rig = placed()
        rig.fill(20, at: "101.25")
        rig.run(to: "15:29:59")
        rig.report(.expired)
        rig.closeDay(["A": 101.5])
        rig.start("2026-06-19")
        rig.tick("100.15", at: "09:15:00")
        rig.run(to: "09:15:00")
        #expect(rig.orders.last == "09:15:00 place A SELL 30 @ 101.25")
    }

    @Test func `SEL-9: a trade that vanishes under a live order and comes anew waits for that order's end`() {
        var rig = placed(broker: { command, rig in
            if case .cancel = command { return [] }
            return Rig.obliging(command, &rig)
        })
        rig.foreign("X1", 50, at: "102", filled: 50, .complete)
        rig.hold(20, at: "99", entered: "2026-06-18")
        rig.tick("100.15", at: "09:15:30")
        rig.tick("100.15", at: "09:16:30")
        rig.run(to: "09:17:00")
        #expect(rig.orders == ["09:15:00 place A SELL 50 @ 101.25", "09:15:00 cancel #1"])
        rig.report(.cancelled)
        rig.tick("100.15", at: "09:17:30")
        rig.run(to: "09:18:00")
        #expect(rig.orders.last == "09:18:00 place A SELL 20 @ 101.25")
    }

    // MARK: - SEL-11

    /// Flat at 100, then 90: L = 1. A rise of 9 makes G = 0.1 x 9 and L = 0.9 x 1, and so RSI10 = 50 exactly.
    @Test(
        "SEL-11: RSI10 strictly over 50 makes it a market order",
        arguments: [("99", false), ("99.01", true)] as [(Price, Bool)]
    )
    func convertsOverFifty(price: Price, converts: Bool) {
        var rig = placed(closes: flat(100) + [90], price: "90")
        rig.forget()
        rig.tick(price, at: "09:15:30")
        rig.run(to: "09:16:00")
        #expect(rig.orders == (converts ? ["09:16:00 modify #1 50 MARKET"] : []))
        #expect(rig.notes.contains("rsi-exit A: RSI10 50.0") == converts)
    }

    @Test func `SEL-11: it is converted once per symbol and day, and never lowered or turned back after that`() {
        var rig = placed()
        rig.tick("103", at: "09:15:30")
        rig.run(to: "09:16:00")
        rig.tick("95", at: "09:16:30")
        rig.tick("104", at: "09:17:30")
        rig.tick("95", at: "09:18:30")
        rig.run(to: "09:30:00")
        #expect(rig.orders == ["09:15:00 place A SELL 50 @ 101.25", "09:16:00 modify #1 50 MARKET"])
        rig.fill(50, at: "95")
        #expect(rig.book.closedTrades.map(\.exitReason) == ["EMA9 or RSI50"])
    }

    @Test func `SEL-11: what a re-entry leaves after the market exit gets a limit, no second market order`() {
        var rig = placed()
        rig.tick("103", at: "09:15:30")
        rig.run(to: "09:16:00")
        rig.hold(30, at: "98", entered: "2026-06-18", reason: "REENTRY")
        rig.fill(50, at: "103")
        rig.tick("104", at: "09:16:30")
        rig.run(to: "09:18:00")
        #expect(rig.orders.dropFirst() == ["09:16:00 modify #1 50 MARKET", "09:17:00 place A SELL 30 @ 102.00"])
    }

    @Test func `SEL-11, DEC-3: without an order yet it is a market sell at once`() {
        let rig = placed(price: "103")
        #expect(rig.orders == ["09:15:00 place A SELL 50 MARKET"])
    }

    @Test func `SEL-11: over RSI 50 the guard of the entry does not hold it back`() {
        var rig = Rig(closes: [flat(90)])
        rig.hold(at: "100")
        rig.start()
        rig.tick("91", at: "09:15:00")
        rig.run(to: "09:15:00")
        #expect(rig.orders == ["09:15:00 place A SELL 50 MARKET"])
    }

    @Test func `SEL-11: without today's price the RSI10 of the last completed day decides`() {
        var rig = Rig(closes: [flat(100) + [101]])
        rig.hold()
        rig.start()
        rig.run(to: "09:15:00")
        #expect(rig.orders == ["09:15:00 place A SELL 50 MARKET"])
    }

    @Test func `SEL-11: a refused conversion is replaced: cancelled, then placed at the market`() {
        var rig = placed(broker: { command, rig in
            if case .modify = command { return [.modifyRefused(.notPermitted, request: nil)] }
            return Rig.obliging(command, &rig)
        })
        rig.tick("103", at: "09:15:30")
        rig.run(to: "09:20:00")
        #expect(
            rig.orders.dropFirst() == [
                "09:16:00 modify #1 50 MARKET", "09:16:00 cancel #1", "09:16:00 place A SELL 50 MARKET",
            ]
        )
        #expect(!rig.alerts.contains { $0.code == "rsi-exit-failed" })
    }

    @Test func `SEL-11: when the market order is refused too, a person is told and the limit comes back`() {
        var rig = placed(broker: { command, rig in
            switch command {
            case .modify: [.modifyRefused(.notPermitted, request: nil)]
            case .place(let order) where order.terms.kind == .market: [.rejected(.notPermitted)]
            default: Rig.obliging(command, &rig)
            }
        })
        rig.tick("103", at: "09:15:30")
        rig.tick("103", at: "09:16:30")
        rig.run(to: "09:17:00")
        #expect(rig.alerts.filter { $0.code == "rsi-exit-failed" }.map(\.level) == [.critical])
        #expect(rig.orders.last == "09:17:00 place A SELL 50 @ 101.80")
        rig.tick("104", at: "09:17:30")
        rig.run(to: "09:18:00")
        #expect(rig.orders.filter { $0.contains("MARKET") }.count == 2, "once a day")
    }

    @Test func `SEL-11: when modify and cancel both fail, a person is told and the limit is kept`() {
        var rig = placed(broker: { command, rig in
            switch command {
            case .modify: [.modifyRefused(.notPermitted, request: nil)]
            case .cancel: [.cancelRefused(.notPermitted, request: nil)]
            default: Rig.obliging(command, &rig)
            }
        })
        rig.tick("103", at: "09:15:30")
        rig.tick("103", at: "09:16:30")
        rig.run(to: "09:25:00")
        #expect(rig.orders.dropFirst() == ["09:16:00 modify #1 50 MARKET", "09:16:00 cancel #1"])
        #expect(rig.alerts.filter { $0.code == "rsi-exit-failed" }.count == 1)
    }

    @Test func `SEL-11: it can be switched off`() {
        var rig = placed(["rsi_exit": .bool(false)])
        rig.tick("103", at: "09:15:30")
        rig.run(to: "09:17:00")
        #expect(rig.orders == ["09:15:00 place A SELL 50 @ 101.25"])
    }
}
