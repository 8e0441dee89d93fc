import EMA9SellStrategy
import SaudaCore
import Testing

/// SEL-8 to SEL-11 and SEL-13: how a position ends.
@Suite struct EMA9ExitTests {
    private func placed(
        _ shares: [Instrument] = [share("A")],
        _ with: [String: Parameter.Value] = [:],
        closes: [Double] = flat(101.5),
        price: Price = "100.15",
        broker: @escaping Rig.Broker = Rig.obliging
    ) -> Rig {
        var rig = Rig(shares, closes: [closes], with: with)
        rig.broker = broker
        rig.hold(of: shares[0].symbol)
        rig.start()
        rig.tick(price, of: shares[0].symbol, at: "09:15:00")
        rig.run(to: "09:15:00")
        return rig
    }

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
        var rig = placed([share("GALLANTT")], broker: { _, _ in [] })
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

    // MARK: - SEL-10

    /// EMA9 34.20 with P = 30.
    private func queued(_ band: (Price, Price)? = ("27.45", "33.51")) -> Rig {
        var rig = Rig([Instrument(symbol: "A", tick: "0.01")], closes: [flat(35.25)])
        rig.hold(at: "35")
        rig.start(references: false)
        rig.tick("30", at: "09:15:00")
        if let band { rig.band(band.0, band.1) }
        rig.run(to: "09:15:00")
        return rig
    }

    @Test func `SEL-10: EMA9 34.20 over the upper limit 33.51 waits; at 33.40 it is placed there`() {
        var rig = queued()
        #expect(rig.orders == [])
        #expect(rig.notes.contains("above-circuit A: EMA9 34.20, upper limit 33.51"))
        rig.tick("29", at: "09:15:30")
        rig.run(to: "09:16:00")
        #expect(rig.orders == [], "34.00 is still over the limit")
        rig.tick("26", at: "09:16:30")
        rig.run(to: "09:17:00")
        #expect(rig.orders == ["09:17:00 place A SELL 50 @ 33.40"])
        #expect(rig.notes.filter { $0.hasPrefix("above-circuit") }.count == 1)
    }

    @Test func `SEL-10: EMA9 at the upper limit itself is placed`() {
        let rig = queued(("27.45", "34.20"))
        #expect(rig.orders == ["09:15:00 place A SELL 50 @ 34.20"])
    }

    @Test func `SEL-10: what waits comes down with EMA9 and never goes up again`() {
        var rig = queued(("27.45", "34.10"))
        rig.tick("29.60", at: "09:15:30")
        rig.run(to: "09:16:00")
        #expect(rig.orders == [], "34.12")
        rig.band("27.45", "34.15")
        rig.tick("30", at: "09:16:30")
        rig.run(to: "09:17:00")
        #expect(rig.orders == ["09:17:00 place A SELL 50 @ 34.12"])
    }

    @Test func `SEL-10: the limits of a rejection hold back the order, which is not repeated every minute`() {
        var rig = Rig([Instrument(symbol: "A", tick: "0.01")], closes: [flat(35.25)])
        rig.broker = { command, rig in
            if case .place(let order) = command, order.terms.limit > "33.51" {
                return [.rejected(.outsideBand(low: "27.45", high: "33.51"))]
            }
            return Rig.obliging(command, &rig)
        }
        rig.hold(at: "35")
        rig.start()
        for minute in 15...25 {
            rig.tick("30", at: "09:\(minute):00")
            rig.run(to: "09:\(minute):00")
        }
        #expect(rig.orders == ["09:15:00 place A SELL 50 @ 34.20"])
        #expect(rig.alerts == [])
        rig.tick("26", at: "09:25:30")
        rig.run(to: "09:26:00")
        #expect(rig.orders.last == "09:26:00 place A SELL 50 @ 33.40")
    }

    @Test func `SEL-10: fresher limits of the market replace those of a rejection`() {
        var rig = Rig([Instrument(symbol: "A", tick: "0.01")], closes: [flat(35.25)])
        rig.broker = { command, rig in
            command.isPlace && rig.placed.count == 1
                ? [.rejected(.outsideBand(low: "27.45", high: "33.51"))] : Rig.obliging(command, &rig)
        }
        rig.hold(at: "35")
        rig.start()
        rig.tick("30", at: "09:15:00")
        rig.run(to: "09:15:00")
        rig.band("27.45", "34.50")
        // EMA9 is 34.30 by now; what waits does not go up with it.
        rig.tick("30.50", at: "09:15:30")
        rig.run(to: "09:16:00")
        #expect(rig.orders == ["09:15:00 place A SELL 50 @ 34.20", "09:16:00 place A SELL 50 @ 34.20"])
    }

    @Test func `SEL-10: below the lower limit no order is taken, so the lower limit stands in`() {
        var rig = Rig(closes: [flat(80)], with: ["rsi_exit": .bool(false)])
        rig.hold(at: "80")
        rig.start(references: false)
        rig.tick("100", at: "09:15:00")
        rig.band("90", "110")
        rig.run(to: "09:15:00")
        #expect(rig.orders == ["09:15:00 place A SELL 50 @ 90.00"])
    }

    @Test func `SEL-10: a rejection for want of holdings closes the position at its target`() {
        var rig = placed(broker: { command, _ in command.isPlace ? [.rejected(.noHoldings)] : [] })
        rig.tick("100.15", at: "09:15:30")
        rig.run(to: "09:20:00")
        #expect(rig.orders.count == 1)
        #expect(rig.book.closedTrades.map(\.exitReason) == ["MANUAL_EXIT"])
        #expect(rig.book.closedTrades.map(\.exit) == ["101.25"])
        #expect(rig.alerts.contains { $0.code == "sold-elsewhere" })
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

    @Test func `SEL-11: without an order yet it is a market sell at once`() {
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
        var rig = placed([share("A")], ["rsi_exit": .bool(false)])
        rig.tick("103", at: "09:15:30")
        rig.run(to: "09:17:00")
        #expect(rig.orders == ["09:15:00 place A SELL 50 @ 101.25"])
    }
}
