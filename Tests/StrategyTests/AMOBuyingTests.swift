import AMOBuyStrategy
import SaudaCore
import SaudaSimulation
import Testing

/// BUY-1 to BUY-4, BUY-9, BUY-11: the run of the buy step.
@Suite struct AMOBuyingTests {
    // MARK: - BUY-1

    @Test func `BUY-1: holdings, order book and funds are read before anything is placed`() {
        var rig = Dip.rig()
        rig.evening(["A": 98])
        #expect(
            rig.asked.filter { $0.hasPrefix("16:05") } == [
                "16:05:00 holdings", "16:05:00 order book", "16:05:00 funds",
            ]
        )
        #expect(rig.orders == ["16:05:00 place A BUY 1020 MARKET"])
    }

    @Test func `BUY-1: with nothing to buy the account is left alone`() {
        var rig = Dip.rig()
        rig.evening(["A": 101])
        #expect(!rig.asked.contains { $0.hasPrefix("16:05") })
    }

    @Test func `BUY-1: three attempts two seconds apart, then v2_1 gives the run up and a person is told`() {
        var rig = Dip.rig(with: ["profile": .word("v2_1")])
        rig.orderBook = nil
        rig.evening(["A": 98])
        #expect(
            rig.asked.filter { $0.contains("holdings") } == [
                "16:05:00 holdings", "16:05:02 holdings", "16:05:04 holdings",
                // SVC-4: once more, and then no more.
                "16:06:04 holdings", "16:06:06 holdings", "16:06:08 holdings",
            ]
        )
        #expect(rig.orders == [])
        #expect(rig.alerts.map(\.code) == ["account-unread", "account-unread"])
        #expect(rig.alerts.map(\.level) == [.critical, .critical])
        #expect(rig.alerts.map { $0.text.contains("once more in a minute") } == [true, false])
    }

    @Test func `SVC-4: a run that was given up buys in the second minute when the account can be read again`() {
        var rig = Dip.rig(with: ["profile": .word("v2_1")])
        rig.orderBook = nil
        rig.closeDay(["A": 98])
        rig.run(to: "16:05:30")
        rig.orderBook = []
        rig.run(to: "18:00:00")
        #expect(rig.orders == ["16:06:04 place A BUY 1020 MARKET"])
    }

    @Test func `BUY-1: a run that was given up can be asked for again`() {
        var rig = Dip.rig(with: ["profile": .word("v2_1")])
        rig.orderBook = nil
        rig.closeDay(["A": 98])
        rig.run(to: "16:10:00")
        rig.orderBook = []
        rig.post(.job(.buyOrders))
        #expect(rig.orders == ["16:10:00 place A BUY 1020 MARKET"])
    }

    @Test func `BUY-1: the current rules go on when our books show nothing of a candidate`() {
        var rig = Dip.rig()
        rig.orderBook = nil
        rig.evening(["A": 98])
        #expect(rig.orders == ["16:05:04 place A BUY 1020 MARKET"])
        #expect(rig.alerts.map(\.level) == [.warning])
    }

    @Test func `BUY-1: they stop when one is held`() {
        var rig = Dip.rig(["A", "B"])
        rig.hold(10, of: "B")
        rig.orderBook = nil
        rig.evening(["A": 98, "B": 98])
        #expect(rig.orders == [])
        #expect(rig.alerts.map(\.code) == ["account-unread", "account-unread"], "SVC-4: tried twice")
    }

    @Test func `BUY-1, BUY-8: unknown funds place nothing; it waits with need and unknown shortfall`() {
        var rig = Dip.rig()
        rig.funds = nil
        rig.evening(["A": 98])
        #expect(rig.orders == [])
        #expect(rig.counters == ["attempted": 1, "failed_balance": 1])
        #expect(rig.alerts.first?.text.contains("an unknown amount") == true)
        #expect(rig.memo("failed-order")?.contains("have=") == false)
    }

    // MARK: - BUY-3

    @Test func `BUY-3 step 1: held and waiting symbols count together, anew for every candidate`() {
        var rig = Dip.rig(["A", "B", "C", "D"], with: ["max_positions": .integer(3)])
        rig.hold(10, of: "D")
        rig.evening(["A": 98, "B": 98, "C": 98, "D": 101])
        #expect(rig.orders.map { $0.split(separator: " ")[2] } == ["A", "B"])
        #expect(rig.counters["skipped_portfolio_limit"] == 1)
    }

    @Test func `BUY-3 step 1: what only the broker holds counts too`() {
        var rig = Dip.rig(["A", "B"], with: ["max_positions": .integer(1)])
        rig.holdings = [HoldingRow(instrument: rig.id("B"), quantity: Quantity(5), average: "90")]
        rig.evening(["A": 98, "B": 101])
        #expect(rig.orders == [])
    }

    @Test func `BUY-3 step 2: what is held is skipped, under any series`() {
        let shares = [share("A"), Instrument(symbol: "A", series: "BE", tick: "0.05"), share("B")]
        var rig = Dip.rig(shares: shares)
        rig.holdings = [HoldingRow(instrument: InstrumentID(index: 1), quantity: Quantity(5), average: "90")]
        rig.closeDay(["A-EQ": 98, "B": 98])
        rig.run(to: "18:00:00")
        #expect(rig.orders.map { $0.split(separator: " ")[2] } == ["B"])
        #expect(rig.codes("already-held") == ["already-held A: "])
        #expect(rig.counters["skipped_duplicates"] == 1)
    }

    @Test func `BUY-3 step 3: a waiting buy of ours is changed to the new terms, not doubled`() {
        var rig = Dip.rig()
        rig.closeDay(["A": 98])
        rig.run(to: "16:06:00")
        rig.start("2026-06-19", at: "08:30:00")
        rig.now = rig.day.at(TimeOfDay(8, 40))
        #expect(rig.orders.count == 1)
        #expect(rig.desk.books[0].openTrades.isEmpty)
        // The same evening's candidate asked for once more in the morning: it waits already.
        rig.post(.job(.analysis))
        rig.post(.job(.buyOrders))
        #expect(rig.orders.count == 1)
        #expect(rig.counters["skipped_duplicates"] == 1)
        #expect(rig.codes("pending-buy").count == 1)
    }

    @Test func `BUY-3 step 4: a pending buy placed by hand is adopted, and becomes our position when it fills`() {
        var rig = Dip.rig()
        rig.foreign("X1", 300, side: .buy, at: "97")
        rig.evening(["A": 98])
        #expect(rig.orders == [])
        #expect(rig.codes("manual-order-adopted") == ["manual-order-adopted A: 300"])
        rig.start("2026-06-19")
        rig.foreign("X1", 300, side: .buy, at: "97", filled: 300, .complete)
        #expect(rig.book.openTrades.map(\.quantity) == [Quantity(300)])
        #expect(rig.memo("levels") != nil)
    }

    @Test func `BUY-3 step 4: one that only the order book shows is another's; nothing is placed beside it`() {
        var rig = Dip.rig()
        rig.orderBook = [rig.row("Z9", 300, side: .buy, at: "97")]
        rig.evening(["A": 98])
        #expect(rig.orders == [])
        #expect(rig.codes("pending-buy").count == 1)
    }

    @Test func `BUY-3 step 5: without 200 days there is no EMA200, and nothing is bought`() {
        var rig = Dip.rig(["A"], with: ["profile": .word("v2_1"), "score_with_backtest": .bool(true)], starting: false)
        rig.closes[0] = flat(100, 120) + [101]
        rig.start()
        // Below 20, which is the limit while EMA200 is unknown.
        rig.studies[rig.id("A")] = study(positions: 9, gain: 30, wins: 100)
        rig.evening(["A": 96])
        #expect(rig.orders == [])
        #expect(rig.counters == ["attempted": 1, "skipped_missing_data": 1])
    }

    @Test func `BUY-3 step 6, BUY-5: a share that no order value allows is counted as invalid`() {
        var rig = Dip.rig(with: ["max_order_value": .money(Money(rupees: 5000))], factor: 100)
        rig.evening(["A": 9800])
        #expect(rig.orders == [])
        #expect(rig.counters == ["attempted": 1, "skipped_invalid_qty": 1])
    }

    @Test func `BUY-5: a share dearer than the capital is bought once when the balance allows`() {
        var rig = Dip.rig(factor: 2000, funds: 300_000)
        rig.evening(["A": 196_000])
        #expect(rig.orders == ["16:05:00 place A BUY 1 MARKET"])
        var poor = Dip.rig(factor: 2000, funds: 100_000)
        poor.evening(["A": 196_000])
        #expect(poor.orders == [])
        #expect(poor.counters == ["attempted": 1, "failed_balance": 1])
    }

    @Test func `BUY-6: capital is a tenth of a day's trade, and too little trade is skipped`() {
        var rig = Dip.rig(starting: false)
        rig.volume = Quantity(20_000)
        rig.start()
        rig.evening(["A": 98])
        #expect(rig.orders == ["16:05:00 place A BUY 1020 MARKET"])
        var thin = Dip.rig(with: ["capital_per_trade": .money(Money(rupees: 400_000))], starting: false)
        thin.volume = Quantity(20_000)
        thin.start()
        thin.evening(["A": 98])
        #expect(thin.orders == ["16:05:00 place A BUY 2000 MARKET"], "a tenth of 20000 shares")
    }

    @Test func `BUY-7: an order too large for the market is left, counted as illiquid`() {
        var rig = Dip.rig(
            with: ["liquidity_capital": .bool(false), "capital_per_trade": .money(Money(rupees: 400_000))],
            starting: false
        )
        rig.volume = Quantity(20_000)
        rig.start()
        rig.evening(["A": 98])
        #expect(rig.orders == [])
        #expect(rig.counters == ["attempted": 1, "illiquid": 1])
    }

    // MARK: - BUY-4, BUY-9, BUY-11

    @Test func `BUY-4: one summary with every counter ends the run`() {
        var rig = Dip.rig(["A", "B", "C", "D"], with: ["max_positions": .integer(2)], funds: 150_000)
        rig.hold(10, of: "D", entered: "2026-06-01", reason: "positions")
        rig.evening(["A": 98, "B": 98, "C": 98, "D": 98])
        #expect(
            rig.codes("buy-run") == [
                "buy-run: attempted 1, placed 1, retried 0, failed_balance 0, skipped_portfolio_limit 3, "
                    + "skipped_duplicates 0, skipped_missing_data 0, skipped_invalid_qty 0, illiquid 0, refused 0, expired 0, "
                    + "reentries 0"
            ]
        )
    }

    @Test func `BUY-9: an after-market order, delivery, for the day, at the market`() {
        var rig = Dip.rig()
        rig.evening(["A": 98])
        guard case .place(let order)? = rig.commands.first(where: \.isPlace) else { return #expect(Bool(false)) }
        #expect(order.variety == .afterMarket)
        #expect(order.product == .delivery)
        #expect(order.terms == OrderTerms(kind: .market, quantity: Quantity(1020)))
        #expect(order.reason == "RSI10_DIP")
    }

    @Test func `BUY-9: order_type limit stands at the close, rounded up to the tick`() {
        let shares = [Instrument(symbol: "A", tick: "0.15"), Instrument(symbol: "B", tick: "0.01")]
        var rig = Dip.rig(with: ["order_type": .word("limit")], shares: shares)
        rig.evening(["A": 98, "B": 98.01])
        #expect(rig.orders == ["16:05:00 place A BUY 1020 @ 98.10", "16:05:00 place B BUY 1020 @ 98.01"])
    }

    @Test
    func `BUY-9: a trade-to-trade share gets a limit 1 % above its close in v2_1, and is refused by the current rules`()
    {
        let shares = [Instrument(symbol: "T", series: "BE", tick: "0.05")]
        var old = Dip.rig(with: ["profile": .word("v2_1")], shares: shares)
        old.evening(["T": 98])
        #expect(old.orders == ["16:05:00 place T BUY 1020 @ 99.00"])
        var current = Dip.rig(shares: shares)
        current.evening(["T": 98])
        #expect(current.orders == [])
    }

    @Test func `BUY-9: silence after an order is a doubt; nothing is placed a second time`() {
        var rig = Dip.rig()
        rig.broker = { command, _ in command.isPlace ? [.placeTimedOut] : [] }
        rig.evening(["A": 98])
        rig.report(.absentFromBook)
        rig.report(.absentFromBook)
        rig.report(.absentFromBook)
        rig.start("2026-06-19")
        rig.run(to: "09:20:00")
        #expect(rig.orders == ["16:05:00 place A BUY 1020 MARKET"])
    }

    @Test func `BUY-11, HIS-2, HIS-6, HIS-7: an order is kept while it waits, and its fill makes a position`() {
        var rig = Dip.rig()
        rig.evening(["A": 98])
        #expect(rig.memo("pending")?.contains("qty=1020") == true)
        #expect(rig.memo("levels") == nil, "accepted is not bought")
        rig.open("2026-06-19", fills: [(0, 1020, "98.50")])
        #expect(rig.memo("pending") == nil)
        #expect(rig.book.openTrades.map(\.entryReason) == ["RSI10_DIP"])
        #expect(rig.memo("levels")?.hasPrefix("30=1 20=0 10=0 reset=0 rsi=230798") == true)
        #expect(rig.memo("tracking")?.contains("type=system_recommended verdict=buy held=0") == true)
        #expect(rig.memo("tracking")?.contains("bought=1020 value=1004700000") == true)
    }

    @Test func `HIS-2: a partial fill is a position at once, and the rest joins it`() {
        var rig = Dip.rig()
        rig.evening(["A": 98])
        rig.open("2026-06-19", fills: [(0, 400, "98.50")])
        #expect(rig.memo("pending")?.contains("filled=400") == true)
        #expect(rig.memo("tracking")?.contains("bought=400") == true)
        rig.fill(1020, at: "98.50", of: rig.placed[0])
        #expect(rig.memo("pending") == nil)
        #expect(rig.memo("tracking")?.contains("bought=1020") == true)
    }

    @Test func `HIS-5, HIS-7: a rejected order is told and forgotten, a lapsed one is counted`() {
        var rig = Dip.rig()
        rig.evening(["A": 98])
        rig.start("2026-06-19")
        rig.report(.rejected(.other(code: "17", text: "blocked")))
        #expect(rig.alerts.last?.code == "buy-refused")
        #expect(rig.memo("pending") == nil)
        var lapsed = Dip.rig(with: ["order_type": .word("limit")])
        lapsed.evening(["A": 98])
        lapsed.start("2026-06-19")
        lapsed.run(to: "15:30:00")
        lapsed.report(.expired)
        #expect(lapsed.codes("buy-lapsed") == ["buy-lapsed A: not filled at 98.00"])
        #expect(lapsed.memo("pending") == nil)
    }

    @Test func `HIS-7: a waiting buy that the desk does not know in the morning is told to a person`() {
        var rig = Dip.rig(starting: false)
        rig.post(
            .remembered([
                Memo(
                    strategy: StrategyID(index: 0),
                    instrument: rig.id("A"),
                    topic: "pending",
                    text:
                        "day=20621 leg=0 revision=0 for=RSI10_DIP qty=5 price=980000 rsi=1 verdict=buy placed=1 held=0 filled=0"
                )
            ])
        )
        rig.start()
        #expect(rig.alerts.map(\.code) == ["pending-lost"])
        #expect(rig.memo("pending") == nil)
    }
}
