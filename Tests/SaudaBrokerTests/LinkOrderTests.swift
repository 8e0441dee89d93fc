import SaudaBroker
import SaudaCore
import Testing

@Suite struct LinkOrderTests {
    @Test func `an order is sent once, accepted once, and its fills are told as they grow`() throws {
        var rig = try LinkRig()
        rig.begin()
        rig.place(1)
        #expect(rig.waiting == ["place|SD1|0|0|0|1|10|1000000|0"])
        rig.answer()
        #expect(rig.reports(1) == [.accepted(BrokerOrderID("T1"))])
        rig.server.fill(0, Quantity(4), at: Price(rupees: 99))
        rig.pass(.seconds(3))
        rig.answerAll()
        rig.pass(.seconds(3))
        rig.answerAll()
        rig.server.fill(0, Quantity(6), at: Price(rupees: 100))
        rig.pass(.seconds(3))
        rig.answerAll()
        #expect(
            rig.reports(1) == [
                .accepted(BrokerOrderID("T1")),
                .traded(total: Quantity(4), value: Money(rupees: 396)),
                .completed(total: Quantity(10), value: Money(rupees: 996)),
            ]
        )
        #expect(rig.server.placed == ["SD1": 1])
    }

    @Test func `silence is never sent again: the book is read, and finds it`() throws {
        var rig = try LinkRig()
        rig.begin()
        rig.place(1)
        rig.loseAnswer()
        #expect(rig.reports(1) == [.placeTimedOut])
        rig.pass(.seconds(3))
        #expect(rig.waiting == ["book"])
        rig.answerAll()
        #expect(rig.reports(1) == [.placeTimedOut, .foundInBook(BrokerOrderID("T1"))])
        rig.pass(.seconds(120))
        #expect(rig.server.placed == ["SD1": 1])
    }

    /// Five orders a second are allowed: twelve take more than two.
    @Test func `while orders wait the book is read on its beat only, and at once after the last of them`() throws {
        var rig = try LinkRig()
        rig.begin()
        rig.pass(.seconds(5))
        rig.answerAll()
        for number in 1...12 { rig.place(UInt64(number)) }
        let start = rig.now
        var answered: [String] = []
        for _ in 0..<100 where rig.server.placed.count < 12 {
            while let next = rig.waiting.first {
                answered.append(next)
                rig.answer()
            }
            rig.pass(.milliseconds(100))
        }
        #expect(rig.server.placed.count == 12)
        let reads = answered.count { $0 == "book" }
        let beats = Int(rig.now.since(start).microseconds / 2_000_000)
        // Before the first, after the last, and where one is asked for while the order before it flies.
        #expect(reads <= beats + 3, "\(reads) in \(beats) beats")
        #expect(answered.last == "book")
    }

    @Test func `a cancel refused while its order is on its way is asked again, and told when that is no help`() throws {
        for isOpen in [false, true] {
            var rig = try LinkRig()
            rig.begin()
            rig.place(1)
            rig.answer()
            // The book shows it at the exchange, or nobody has seen it yet.
            if isOpen {
                rig.pass(.seconds(1))
                rig.answerAll()
            }
            rig.give(.command(.cancel(OrderID(number: 1), LinkRig.account, BrokerOrderID("T1"), request: 2)))
            var asked = 0
            for _ in 0..<100
            where !rig.reports(1).contains(where: { if case .cancelRefused = $0 { true } else { false } }) {
                rig.front("cancel")
                if rig.waiting.first?.hasPrefix("cancel") == true {
                    asked += 1
                    rig.answer(400, "no")
                }
                rig.pass(.milliseconds(100))
            }
            #expect(asked == (isOpen ? 1 : 5))
            #expect(rig.server.placed == ["SD1": 1])
        }
    }

    @Test func `an order in doubt that the book never shows is absent three times over a minute`() throws {
        var rig = try LinkRig()
        rig.begin()
        rig.place(1)
        rig.fail(.timedOut, mayHaveArrived: true)
        var times: [Int64] = []
        let start = rig.now
        for _ in 0..<1000 {
            let before = rig.reports(1).count
            rig.pass(.milliseconds(100))
            rig.answerAll()
            if rig.reports(1).count > before { times.append(rig.now.since(start).microseconds / 1_000_000) }
        }
        #expect(rig.reports(1) == [.placeTimedOut, .absentFromBook, .absentFromBook, .absentFromBook])
        #expect(times.count == 3 && times[0] >= 20 && times[2] >= 60 && times[2] <= 70)
        #expect(rig.server.placed.isEmpty)
    }

    @Test func `an order that turns up after it was given up is known by its tag`() throws {
        var rig = try LinkRig()
        rig.begin()
        rig.place(1)
        let late = rig.sent[0].request
        rig.fail(.timedOut, mayHaveArrived: true)
        for _ in 0..<1000 {
            rig.pass(.milliseconds(100))
            rig.answerAll()
        }
        _ = rig.server.answer(late, at: rig.now)
        for _ in 0..<400 {
            rig.pass(.milliseconds(100))
            rig.answerAll()
        }
        #expect(rig.reports(1).last == .foundInBook(BrokerOrderID("T1")))
    }

    @Test(
        "what the broker has said it did not take is sent again, and counts once",
        arguments: [403, 429]
    )
    func repeats(status: Int) throws {
        var rig = try LinkRig()
        rig.begin()
        rig.place(1)
        if status == 403 { rig.server.killToken() }
        if status == 429 { rig.answer(429) } else { rig.answer() }
        #expect(rig.reports(1).isEmpty)
        rig.pass(.seconds(2))
        rig.answerAll()
        rig.pass(.seconds(2))
        rig.answerAll()
        #expect(rig.reports(1).first == .accepted(BrokerOrderID("T1")))
        #expect(rig.server.placed == ["SD1": 1])
    }

    @Test func `a request of which no byte left is tried again until its price is stale`() throws {
        var rig = try LinkRig()
        rig.begin()
        rig.place(1)
        for _ in 0..<30 {
            if !rig.sent.isEmpty { rig.fail(.connect, mayHaveArrived: false) }
            rig.pass(.seconds(1))
        }
        let reports = rig.reports(1)
        #expect(reports.count == 1)
        guard case .rejected(.notSent)? = reports.first else {
            Issue.record("\(reports)")
            return
        }
        #expect(rig.server.placed.isEmpty)
    }

    @Test func `what cannot be understood is looked up, not guessed`() throws {
        for (status, text) in [(500, ""), (502, "<html>"), (200, "<html>"), (200, "ok"), (504, "")] {
            var rig = try LinkRig()
            rig.begin()
            rig.place(1)
            rig.answer(status, text)
            #expect(rig.reports(1) == [.placeTimedOut], "\(status) \(text)")
            rig.pass(.seconds(3))
            #expect(!rig.waiting.contains { $0.hasPrefix("place") })
        }
    }

    @Test func `a refusal is told with its reason and nothing more is sent`() throws {
        var rig = try LinkRig()
        rig.begin()
        rig.place(1)
        rig.answer(400)
        #expect(rig.reports(1) == [.rejected(.notPermitted)])
        rig.pass(.seconds(30))
        #expect(!rig.waiting.contains { $0.hasPrefix("place") })
    }

    @Test func `a stop lets nothing out but cancels, until a person resumes`() throws {
        var rig = try LinkRig()
        rig.begin()
        rig.place(1)
        rig.answer()
        rig.place(2)
        rig.front("place|SD2")
        rig.answer(418)
        #expect(rig.notices.contains { $0.code == "orders-stopped" && $0.level == .critical })
        rig.place(3)
        #expect(rig.reports(3).count == 1 && !rig.waiting.contains { $0.hasPrefix("place") })
        rig.give(.command(.cancel(OrderID(number: 1), LinkRig.account, BrokerOrderID("T1"), request: 1)))
        #expect(rig.waiting.contains("cancel|T1"))
        rig.answerAll()
        rig.give(.resume)
        rig.place(4)
        #expect(rig.waiting.contains { $0.hasPrefix("place|SD4") })
    }

    @Test func `a change is told when the broker shows it, not when it is taken`() throws {
        var rig = try LinkRig()
        rig.begin()
        rig.place(1)
        rig.answerAll()
        rig.posts = []
        let terms = OrderTerms(kind: .limit, quantity: Quantity(10), limit: Price(rupees: 101))
        rig.give(.command(.modify(OrderID(number: 1), LinkRig.account, BrokerOrderID("T1"), terms, request: 1)))
        rig.front("modify")
        rig.answer()
        #expect(rig.reports(1).isEmpty)
        rig.pass(.seconds(3))
        rig.answerAll()
        #expect(rig.reports(1) == [.modified(request: 1)])
    }

    @Test func `a lost cancel is asked for again by the life cycle, through foundInBook`() throws {
        var rig = try LinkRig()
        rig.begin()
        rig.place(1)
        rig.answerAll()
        rig.posts = []
        rig.give(.command(.cancel(OrderID(number: 1), LinkRig.account, BrokerOrderID("T1"), request: 1)))
        rig.front("cancel")
        rig.fail(.timedOut, mayHaveArrived: true)
        #expect(rig.reports(1) == [.requestTimedOut(request: 1)])
        rig.pass(.seconds(3))
        rig.answerAll()
        #expect(rig.reports(1).last == .foundInBook(BrokerOrderID("T1")))
    }

    @Test func `an order of somebody else is told once, again when it moves, and never backwards`() throws {
        var rig = try LinkRig()
        rig.begin()
        let row = ToyServer.Row(
            id: "X1",
            tag: "hand",
            instrument: 2,
            side: .sell,
            product: .delivery,
            terms: OrderTerms(kind: .limit, quantity: Quantity(5), limit: Price(rupees: 100))
        )
        rig.server.rows.append(row)
        func told() -> [Quantity] {
            rig.posts.compactMap { if case .foreign(let order) = $0 { order.filled } else { nil } }
        }
        rig.place(1)
        for _ in 0..<3 {
            rig.pass(.seconds(3))
            rig.answerAll()
        }
        #expect(told() == [.zero])
        rig.server.fill(rig.server.rows.firstIndex { $0.id == "X1" } ?? 0, Quantity(2), at: Price(rupees: 100))
        for _ in 0..<3 {
            rig.pass(.seconds(3))
            rig.answerAll()
        }
        #expect(told() == [.zero, Quantity(2)])
    }

    @Test func `after a crash an order without a reference is looked for, never sent`() throws {
        var rig = try LinkRig()
        rig.server.rows.append(
            ToyServer.Row(
                id: "T1",
                tag: "SD1",
                instrument: 0,
                side: .buy,
                product: .delivery,
                terms: LinkRig.order(1).terms
            )
        )
        let request = LinkRig.order(1)
        rig.give(.adopt(AdoptedOrder(request: request, id: nil, terms: request.terms, filled: .zero)))
        rig.begin()
        rig.posts = []
        rig.server.fill(0, Quantity(3), at: Price(rupees: 100))
        rig.pass(.seconds(3))
        rig.answerAll()
        #expect(rig.server.placed.isEmpty)
        #expect(rig.reports(1) == [.traded(total: Quantity(3), value: Money(rupees: 300))])
    }

    @Test
    func `what is left out of the account's rows is counted each time and told once, of an instrument list never`()
        throws
    {
        var rig = try LinkRig(adapter: ToyBroker(leavesOut: ["an order: product 'MTF'": 2]))
        rig.give(.errand(1, .instruments))
        rig.answerAll()
        #expect(!rig.notices.contains { $0.code == "left-out" })
        rig = try LinkRig(adapter: ToyBroker(leavesOut: ["an order: product 'MTF'": 2]))
        rig.begin()
        for number in 1...3 {
            rig.give(.errand(UInt64(number), .positions))
            rig.pass(.seconds(1))
            rig.answerAll()
        }
        let told = rig.notices.filter { $0.code == "left-out" }
        #expect(told.count == 1)
        #expect(told.first?.text.contains("product 'MTF'") == true)
        // A probe, a book and three times the positions.
        #expect(rig.machine.skipped == ["an order: product 'MTF'": 10])
    }

    @Test func `the same order twice is refused aloud`() throws {
        var rig = try LinkRig()
        rig.begin()
        rig.place(1)
        rig.answer()
        rig.place(1)
        rig.answerAll()
        #expect(rig.server.placed == ["SD1": 1])
        #expect(rig.notices.contains { $0.code == "placed-twice" })
    }

    @Test func `our own order of before a restart is not taken for somebody else's while it is not known yet`() throws {
        var rig = try LinkRig()
        let request = LinkRig.order(1)
        rig.server.rows.append(
            ToyServer.Row(
                id: "T1",
                tag: "SD1",
                instrument: 0,
                side: .buy,
                product: .delivery,
                terms: request.terms,
                filled: Quantity(4),
                value: Money(rupees: 400)
            )
        )
        rig.give(.start)
        rig.answerAll()
        rig.pass(.seconds(5))
        rig.answerAll()
        rig.give(
            .adopt(AdoptedOrder(request: request, id: BrokerOrderID("T1"), terms: request.terms, filled: Quantity(4)))
        )
        rig.give(.follow)
        rig.answerAll()
        #expect(!rig.posts.contains { if case .foreign = $0 { true } else { false } })
        rig.server.fill(0, Quantity(6), at: Price(rupees: 100))
        rig.pass(.seconds(3))
        rig.answerAll()
        #expect(rig.reports(1) == [.completed(total: Quantity(10), value: Money(rupees: 1000))])
    }

    @Test func `a tag alone makes no order ours: what it trades has to agree, and nobody else had it before`() throws {
        var rig = try LinkRig()
        var row = ToyServer.Row(
            id: "T1",
            tag: "SD1",
            instrument: 3,
            side: .sell,
            product: .delivery,
            terms: LinkRig.order(1).terms
        )
        row.filled = Quantity(10)
        row.value = Money(rupees: 1000)
        row.status = "complete"
        rig.server.rows = [row]
        rig.begin()
        // The same number under the same tag, of this desk, today.
        rig.place(1)
        rig.front("book")
        rig.pass(.seconds(5))
        rig.front("book")
        rig.answerAll()
        #expect(rig.reports(1).first == .accepted(BrokerOrderID("T2")))
        #expect(!rig.reports(1).contains { if case .completed = $0 { true } else { false } })
        // One like ours in every word, but known as somebody else's before.
        row.id = "T9"
        row.tag = "SD2"
        row.instrument = 0
        row.side = .buy
        rig.server.rows.append(row)
        for _ in 0..<3 {
            rig.pass(.seconds(31))
            rig.answerAll()
        }
        rig.place(2)
        rig.answerAll()
        rig.pass(.seconds(5))
        rig.answerAll()
        #expect(
            rig.reports(2) == [.accepted(BrokerOrderID("T4"))] || rig.reports(2) == [.accepted(BrokerOrderID("T3"))]
        )
    }

    @Test func `an order that hangs at the exchange holds up no other, and a change of it grows old`() throws {
        var broker = ToyBroker()
        broker.retries = 409
        var rig = try LinkRig(adapter: broker)
        rig.begin()
        rig.place(1)
        rig.place(2)
        rig.answerAll()
        rig.pass(.seconds(2))
        rig.answerAll()
        rig.give(.command(.cancel(OrderID(number: 1), LinkRig.account, BrokerOrderID("T1"), request: 1)))
        rig.front("cancel|T1")
        rig.answer(409)
        let start = rig.now
        rig.give(.command(.cancel(OrderID(number: 2), LinkRig.account, BrokerOrderID("T2"), request: 1)))
        rig.front("cancel|T2")
        #expect(rig.waiting.first == "cancel|T2")
        rig.answerAll()
        #expect(rig.server.rows[1].status == "cancelled" && rig.now == start)
        rig.pass(.seconds(2))
        rig.front("cancel|T1")
        #expect(rig.waiting.first == "cancel|T1")
    }

    @Test func `after a restart a change to the market that never left is asked for again, not taken as done`() throws {
        var rig = try LinkRig()
        let request = LinkRig.order(1)
        rig.server.rows = [
            ToyServer.Row(id: "T1", tag: "SD1", instrument: 0, side: .buy, product: .delivery, terms: request.terms)
        ]
        let market = OrderTerms(kind: .market, quantity: request.terms.quantity)
        rig.give(.start)
        rig.give(
            .adopt(
                AdoptedOrder(
                    request: request,
                    id: BrokerOrderID("T1"),
                    terms: request.terms,
                    filled: .zero,
                    change: (.modify(to: market), 1)
                )
            )
        )
        rig.give(.follow)
        rig.answerAll()
        #expect(rig.reports(1) == [.foundInBook(BrokerOrderID("T1"))])
    }

    @Test func `an order placed by hand that the engine adopts is cancelled like our own`() throws {
        var rig = try LinkRig()
        rig.server.rows = [
            ToyServer.Row(
                id: "X1",
                tag: "hand",
                instrument: 0,
                side: .buy,
                product: .delivery,
                terms: LinkRig.order(1).terms
            )
        ]
        rig.give(.start)
        rig.give(.follow)
        rig.answerAll()
        rig.give(.command(.cancel(OrderID(number: 7), LinkRig.account, BrokerOrderID("X1"), request: 1)))
        rig.answerAll()
        rig.pass(.seconds(3))
        rig.answerAll()
        #expect(rig.server.rows[0].status == "cancelled")
        #expect(rig.reports(7) == [.cancelled])
    }

    @Test func `an after-market order is changed and cancelled as one, by its request or by its row`() throws {
        func cancel(_ rig: inout LinkRig, _ number: UInt64, _ id: String) {
            rig.give(.command(.cancel(OrderID(number: number), LinkRig.account, BrokerOrderID(id), request: 1)))
        }
        var rig = try LinkRig()
        rig.begin()
        var night = LinkRig.order(1)
        night.variety = .afterMarket
        rig.give(.command(.place(night)))
        rig.answerAll()
        let terms = OrderTerms(kind: .limit, quantity: Quantity(10), limit: Price(rupees: 101))
        rig.give(.command(.modify(OrderID(number: 1), LinkRig.account, BrokerOrderID("T1"), terms, request: 1)))
        #expect(rig.waiting.contains { $0.hasPrefix("modify|T1|") && $0.hasSuffix("|night") })
        rig.answerAll()
        cancel(&rig, 1, "T1")
        #expect(rig.waiting.contains("cancel|T1|night"))
        rig.answerAll()
        // The broker's word counts where it has one: a regular order of the evening waits for the next day as well.
        rig.place(2)
        rig.answerAll()
        rig.server.rows[1].status = "night"
        rig.give(.follow)
        rig.answerAll()
        for _ in 0..<31 {
            rig.pass(.seconds(1))
            rig.answerAll()
        }
        cancel(&rig, 2, "T2")
        #expect(rig.waiting.contains("cancel|T2|night"))
    }
}
