import AMOBuyStrategy
import SaudaCore
import Testing

/// BUY-2, BUY-8, BUY-12, BUY-14, HIS-3, HIS-4: orders that failed for want of cash.
@Suite struct AMOQueueTests {
    /// A has failed in the evening for want of cash; the night is over.
    private func failed(with given: [String: Parameter.Value] = [:], funds: Int64 = 50_000) -> Rig {
        var rig = Dip.rig(with: given, funds: funds)
        rig.evening(["A": 98])
        return rig
    }

    @Test func `BUY-8: the order is not shrunk; a person learns need, balance and shortfall, and it waits`() {
        let rig = failed()
        #expect(rig.orders == [])
        #expect(rig.counters == ["attempted": 1, "failed_balance": 1])
        let alert = rig.alerts.first { $0.code == "insufficient-balance" }
        #expect(alert?.text.contains("1020 at 98.00 need 99960.00, there is 50000.00, 49960.00 short") == true)
        #expect(
            rig.memo("failed-order")?.contains("qty=1020 required=999600000 have=500000000 reason=insufficient_balance")
                == true
        )
    }

    @Test func `BUY-8: an order spends what the next one may not`() {
        var rig = Dip.rig(["A", "B", "C"], funds: 200_000)
        rig.evening(["A": 98, "B": 98, "C": 98])
        #expect(rig.orders.map { $0.split(separator: " ")[2] } == ["A", "B"])
        #expect(rig.counters == ["attempted": 3, "placed": 2, "failed_balance": 1])
    }

    @Test func `BUY-8: an order that the broker refuses for funds waits like one that we refused`() {
        var rig = Dip.rig()
        rig.evening(["A": 98])
        rig.start("2026-06-19")
        rig.report(.rejected(.funds(need: Money(rupees: 100_100), have: Money(rupees: 100_000))))
        #expect(rig.memo("failed-order")?.contains("have=1000000000") == true)
        #expect(rig.memo("pending") == nil)
    }

    @Test func `BUY-12, BUY-14: at 09:00 the queue is worked with fresh figures, and nothing else`() {
        var rig = failed()
        rig.funds = Money(rupees: 100_000)
        rig.forget()
        rig.start("2026-06-19")
        rig.run(to: "09:14:00")
        #expect(rig.orders == ["09:00:00 place A BUY 1020 MARKET"])
        #expect(rig.counters == ["attempted": 1, "retried": 1, "placed": 1])
        #expect(rig.memo("failed-order") == nil)
        #expect(!rig.asked.contains { $0.contains("fundamentals") })
        guard case .place(let order)? = rig.commands.last(where: \.isPlace) else { return #expect(Bool(false)) }
        #expect(order.reason == "RSI10_DIP_RETRY")
    }

    @Test func `BUY-12: still short is counted, and keeps when it failed first`() {
        var rig = failed()
        let before = rig.memo("failed-order")?.split(separator: " ").first { $0.hasPrefix("first=") }
        rig.start("2026-06-19")
        rig.run(to: "09:14:00")
        #expect(rig.orders == [])
        let memo = rig.memo("failed-order")
        #expect(memo?.contains("retries=1") == true)
        #expect(memo?.contains(" last=") == true)
        #expect(before != nil && memo?.contains(before!) == true)
    }

    @Test func `BUY-12: what is held by now leaves the queue`() {
        var rig = failed()
        rig.start("2026-06-19")
        rig.hold(10)
        rig.run(to: "09:14:00")
        #expect(rig.orders == [])
        #expect(rig.memo("failed-order") == nil)
    }

    @Test func `BUY-12: a pending buy leaves the entry in the queue`() {
        var rig = failed(funds: 50_000)
        rig.funds = Money(rupees: 500_000)
        rig.start("2026-06-19")
        rig.orderBook = [rig.row("Z9", 10, side: .buy, at: "97")]
        rig.run(to: "09:14:00")
        #expect(rig.orders == [])
        #expect(rig.memo("failed-order") != nil)
    }

    @Test func `BUY-12: a full portfolio ends the retry`() {
        var rig = Dip.rig(["A", "B"], with: ["max_positions": .integer(1)], funds: 50_000)
        rig.evening(["A": 98, "B": 101])
        rig.funds = Money(rupees: 500_000)
        rig.start("2026-06-19")
        rig.hold(10, of: "B")
        rig.run(to: "09:14:00")
        #expect(rig.orders == [])
        #expect(rig.memo("failed-order") != nil)
    }

    @Test func `BUY-12, BUY-7: an entry the market cannot bear leaves the queue`() {
        let evening = failed()
        // The next process reads that hardly any were traded.
        var rig = Dip.rig(starting: false)
        rig.closes[0]!.append(98)
        rig.volume = Quantity(9_000)
        rig.now = Day("2026-06-19")!.at(TimeOfDay(8, 0))
        rig.post(.remembered(evening.memos))
        rig.start("2026-06-19")
        rig.run(to: "09:14:00")
        #expect(rig.orders == [])
        #expect(rig.counters == ["attempted": 1, "retried": 1, "illiquid": 1])
        // Kept in the other process, forgotten in this one.
        #expect(rig.commands.contains { if case .remember(let memo) = $0 { memo.text.isEmpty } else { false } })
    }

    @Test func `BUY-12, HIS-3: what the broker refuses again stays, with one try more and its first time`() throws {
        var rig = failed()
        func first() -> Substring? { rig.memo("failed-order")?.split(separator: " ").first { $0.hasPrefix("first=") } }
        let before = try #require(first())
        rig.funds = Money(rupees: 100_000)
        rig.broker = { command, _ in
            [.rejected(.funds(need: Money(rupees: 100_100), have: Money(rupees: 100_000)))]
        }
        rig.start("2026-06-19")
        rig.run(to: "09:14:00")
        #expect(rig.orders == ["09:00:00 place A BUY 1020 MARKET"])
        #expect(rig.memo("failed-order")?.contains("retries=1") == true)
        #expect(first() == before)
        // Yesterday's, so the evening lets it go (HIS-4).
        rig.evening(["A": 101])
        #expect(rig.memo("failed-order") == nil)
    }

    @Test func `BUY-12: any other refusal leaves the entry too`() {
        var rig = failed()
        rig.funds = Money(rupees: 500_000)
        rig.broker = { _, _ in [.rejected(.notPermitted)] }
        rig.start("2026-06-19")
        rig.run(to: "09:14:00")
        #expect(rig.orders.count == 1)
        #expect(rig.memo("failed-order")?.contains("retries=1") == true)
        #expect(rig.alerts.contains { $0.code == "buy-refused" })
    }

    @Test func `BUY-2, HIS-4: after the open a failed order of yesterday is dead, and goes before the evening's run`() {
        var rig = failed(with: ["max_positions": .integer(6)])
        rig.start("2026-06-19")
        rig.run(to: "09:14:00")
        rig.funds = Money(rupees: 500_000)
        rig.forget()
        rig.evening(["A": 99])
        #expect(rig.memo("failed-order") == nil)
        #expect(rig.codes("failed-orders-expired") == ["failed-orders-expired: 1"])
    }

    @Test(
        "HIS-4, DEC-4: over a weekend the calendar kills it, trading days keep it",
        arguments: [("calendar", 0), ("trading", 1)]
    )
    func weekend(basis: String, orders: Int) {
        var rig = Dip.rig(with: ["failed_order_day_basis": .word(basis)], funds: 50_000, starting: false)
        rig.start("2026-06-19")
        rig.evening(["A": 98])
        #expect(rig.memo("failed-order") != nil)
        rig.funds = Money(rupees: 500_000)
        rig.start("2026-06-22")
        rig.run(to: "09:14:00")
        #expect(rig.orders.count == orders)
    }

    @Test
    func `BUY-13, HIS-2: what a person buys of the queue becomes a position of ours, with the recommendation's RSI`() {
        var rig = failed()
        rig.start("2026-06-19")
        rig.run(to: "10:00:00")
        rig.foreign("H1", 500, side: .buy, at: "97.50", filled: 200)
        rig.foreign("H1", 500, side: .buy, at: "97.50", filled: 500, .complete)
        let trade = rig.book.openTrades.first
        #expect(trade?.quantity == Quantity(500))
        #expect(trade?.entry == "97.50")
        #expect(trade?.entryReason == "RSI10_DIP_BY_HAND")
        #expect(rig.memo("failed-order") == nil)
        #expect(rig.memo("levels")?.hasPrefix("30=1 20=0 10=0 reset=0 rsi=230798") == true)
        let tracking = rig.memo("tracking")
        #expect(tracking?.contains("type=manual_buy_of_bot_recommendation") == true)
        #expect(tracking?.contains(" recommended=") == true && tracking?.contains("bought=500") == true)
        #expect(rig.commands.count { if case .takeUp = $0 { true } else { false } } == 2)
        // What was bought by hand is averaged down like any position of ours.
        rig.forget()
        rig.evening(["A": 95])
        #expect(rig.orders.count == 1)
    }

    @Test func `BUY-13: a purchase by hand of anything else stays a person's`() {
        var rig = Dip.rig(["A", "B"], funds: 50_000)
        rig.evening(["A": 98, "B": 101])
        rig.start("2026-06-19")
        rig.foreign("H1", 500, of: "B", side: .buy, at: "101", filled: 500, .complete)
        #expect(rig.book.openTrades.isEmpty)
        #expect(rig.book.quantity(of: rig.id("B")) == Quantity(500))
    }

    @Test func `HIS-1, HIS-4: a new process goes on in the morning with what was kept`() {
        let evening = failed()
        var rig = Dip.rig(starting: false)
        rig.closes[0]!.append(98)
        rig.now = Day("2026-06-19")!.at(TimeOfDay(8, 0))
        rig.post(.remembered(evening.memos))
        rig.start("2026-06-19")
        rig.run(to: "09:14:00")
        #expect(rig.orders == ["09:00:00 place A BUY 1020 MARKET"])
        #expect(rig.memo("pending")?.contains("for=RSI10_DIP_RETRY") == true)
    }

    @Test func `HIS-4: an unreadable memo is not retried, and the cleanup forgets it`() {
        var rig = Dip.rig(starting: false)
        let memo = Memo(strategy: StrategyID(index: 0), instrument: rig.id("A"), topic: "failed-order", text: "???")
        rig.post(.remembered([memo]))
        rig.start()
        rig.run(to: "09:14:00")
        #expect(rig.orders == [])
        #expect(rig.codes("failed-orders-expired").count == 1)
    }
}
