import SaudaCore
import SaudaStore
import Testing

/// What the books keep over the night.
@Suite struct BooksCarryingTests {
    private let next = BooksDay.day.advanced(by: 3)

    private func books(_ days: [BooksDay], before day: Day, rebuilt: Bool = false) throws -> OpeningBooks {
        let scratch = JournalScratch()
        let store = try BookStore(path: scratch.folder + "/books.sqlite")
        for script in days {
            let path = "\(scratch.folder)/\(script.day).journal"
            try script.write(to: path)
            try BooksDay.projector().rebuild(path, in: store)
        }
        // In any order, the same.
        if rebuilt {
            for script in days.reversed() {
                try BooksDay.projector().rebuild("\(scratch.folder)/\(script.day).journal", in: store)
            }
        }
        return try OpeningBooks(before: day, in: store)
    }

    private func memo(_ instrument: InstrumentID, _ topic: String, _ text: String, by strategy: UInt16 = 0) -> Command {
        .remember(Memo(strategy: StrategyID(index: strategy), instrument: instrument, topic: topic, text: text))
    }

    private func told(_ commands: [Command], on day: Day = BooksDay.day) -> BooksDay {
        var script = BooksDay(day)
        script.start()
        for command in commands {
            script.add(16, 5, .clock(WakeKey(owner: StrategyID(index: 0), label: 1)))
            script.add(command)
        }
        return script
    }

    @Test func `HIS-1: the newest text of a topic is kept, and an empty one is forgotten`() throws {
        let first = told([
            memo(BooksDay.tcs, "levels", "30"), memo(BooksDay.tcs, "levels", "30,20"),
            memo(BooksDay.tcs, "failed-order", "short of cash"), memo(BooksDay.infy, "levels", "30"),
            memo(BooksDay.tcs, "levels", "10", by: 1),
        ])
        let second = told([memo(BooksDay.infy, "levels", ""), memo(BooksDay.tcs, "failed-order", "again")], on: next)
        let tcs = DayHeader.Name("TCS-EQ", .nseEquity)
        func kept(_ strategy: String, _ topic: String, _ text: String) -> OpeningBooks.Memo {
            OpeningBooks.Memo(strategy: strategy, instrument: tcs, topic: topic, text: text)
        }
        let after = [
            kept("dip", "levels", "10"), kept("ema9", "failed-order", "again"), kept("ema9", "levels", "30,20"),
        ]
        for rebuilt in [false, true] {
            let books = try books([first, second], before: next.advanced(by: 1), rebuilt: rebuilt)
            #expect(books.memos == after)
        }
        let between = try books([first, second], before: next).memos
        #expect(between.count == 4)
        #expect(between.contains(kept("ema9", "failed-order", "short of cash")))
        #expect(try books([first], before: BooksDay.day).memos == [])
    }

    @Test func `SCO-7: a strategy has one row for an instrument and evening, the last one`() throws {
        func row(_ instrument: InstrumentID, _ verdict: String, priority: Int64) -> Command {
            var candidate = Candidate(
                strategy: StrategyID(index: 1),
                instrument: instrument,
                day: BooksDay.day,
                status: "success"
            )
            candidate.verdict = verdict
            candidate.finalVerdict = verdict
            candidate.combined = 405_000
            candidate.priority = priority
            candidate.close = Price(rupees: 1500)
            candidate.buyLow = Price(rupees: 1480)
            candidate.reasons = "hammer; rsi_oversold"
            return .candidate(candidate)
        }
        let scratch = JournalScratch()
        let store = try BookStore(path: scratch.folder + "/books.sqlite")
        #expect(try store.latestCandidates() == nil)
        let script = told([
            row(BooksDay.tcs, "watch", priority: 50), row(BooksDay.infy, "buy", priority: 70),
            row(BooksDay.tcs, "strong_buy", priority: 90),
        ])
        try script.write(to: scratch.path)
        try BooksDay.projector().rebuild(scratch.path, in: store)
        let rows = try store.candidates(of: BooksDay.day)
        #expect(rows.map(\.ticker) == ["TCS.NS", "INFY.NS"])
        #expect(rows.map(\.finalVerdict) == ["strong_buy", "buy"])
        #expect(rows[0].strategy == "dip")
        #expect(rows[0].buyLow == Price(rupees: 1480))
        #expect(rows[0].target == .zero)
        #expect(rows[0].time == script.at(16, 5))
        #expect(try store.latestCandidates() == BooksDay.day)
        #expect(try store.candidates(of: next) == [])
    }

    // MARK: - Waiting orders

    private func evening(_ script: inout BooksDay, _ number: UInt64, tied: Bool = true) -> OrderTie {
        var request = BooksDay.order(number, .buy, 10, BooksDay.tcs, at: 3000)
        request.variety = .afterMarket
        let key = TargetKey(
            strategy: StrategyID(index: 0),
            account: BooksDay.main,
            instrument: BooksDay.tcs,
            day: script.day,
            leg: UInt16(number)
        )
        let target = Target(key, .buy, Quantity(10), .limit(Price(rupees: 3000)), timing: .nextOpen, reason: "DIP")
        let tie = OrderTie(order: OrderID(number: number), target: target, filled: Quantity(3))
        script.add(16, 5, .clock(WakeKey(owner: StrategyID(index: 0), label: 1)))
        script.add(.place(request))
        if tied { script.add(.tie(tie)) }
        return tie
    }

    @Test func `BUY-9: an after-market order that waits in the evening is handed over with its target`() throws {
        var script = BooksDay()
        script.start()
        let tie = evening(&script, 4)
        _ = evening(&script, 5)
        _ = evening(&script, 6)
        _ = evening(&script, 7, tied: false)
        script.add(16, 6, 4, .accepted(BrokerOrderID("P4")))
        script.add(16, 6, 5, .rejected(.offTick))
        script.add(16, 6, 7, .accepted(BrokerOrderID("P7")))
        // 6 was never answered and may be there, 7 is nobody's.
        let opening = try books([script], before: next)
        let orders = opening.accounts[0].orders
        #expect(orders.map(\.carried.request.id.number) == [4, 6])
        #expect(orders[1].carried.brokerID.text.isEmpty && orders[1].carried.request.terms == BooksDay.terms(10, 3000))
        #expect(orders[0].strategy == "ema9")
        #expect(orders[0].instrument.text == "TCS-EQ")
        #expect(orders[0].carried.tie == tie)
        #expect(orders[0].carried.brokerID == BrokerOrderID("P4"))
        #expect(orders[0].carried.placed == BooksDay.day)
        #expect(orders[0].carried.request.terms == BooksDay.terms(10, 3000))
        #expect(opening.lastOrder == OrderID(number: 7))
    }

    @Test func `once its day has started an order is not handed over again`() throws {
        var first = BooksDay()
        first.start()
        _ = evening(&first, 4)
        first.add(16, 6, 4, .accepted(BrokerOrderID("P4")))
        let order = try #require(try books([first], before: next).accounts[0].orders.first).carried
        var idle = BooksDay(next)
        idle.add(8, 0, .lastOrder(OrderID(number: 4)))
        idle.add(8, 0, .carriedOrder(order))
        // A day that was cut before it started hands over what it was given.
        let again = try books([first, idle], before: next.advanced(by: 1))
        #expect(again.accounts[0].orders.map(\.carried) == [order])
        #expect(again.lastOrder == OrderID(number: 4))
        idle.start()
        #expect(try books([first, idle], before: next.advanced(by: 1)).accounts[0].orders == [])
        idle.add(9, 16, 4, .traded(total: Quantity(10), value: Money(rupees: 30_000)))
        let bought = try books([first, idle], before: next.advanced(by: 1)).accounts[0].holdings
        #expect(bought.map(\.carried.quantity) == [Quantity(10)])
        #expect(bought[0].carried.trade?.entryReason == "DIP")
    }

    @Test func `the same order handed over twice in one morning is refused`() throws {
        var first = BooksDay()
        first.start()
        _ = evening(&first, 4)
        first.add(16, 6, 4, .accepted(BrokerOrderID("P4")))
        let order = try #require(try books([first], before: next).accounts[0].orders.first).carried
        var twice = BooksDay(next)
        twice.add(8, 0, .carriedOrder(order))
        twice.add(8, 0, .carriedOrder(order))
        #expect(throws: StoreError.self) { try books([twice], before: next.advanced(by: 1)) }
    }
}
