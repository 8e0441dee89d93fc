import SaudaBroker
import SaudaCore
import Testing

/// Orders in doubt at a broker that finds them by their tag (issue 6: the in-doubt recovery key).
@Suite struct LinkLookUpTests {
    private func rig() throws -> LinkRig {
        var broker = ToyBroker()
        broker.traits.findsOrdersByTag = true
        var rig = try LinkRig(adapter: broker)
        rig.begin()
        // Beyond the second whose reads that took.
        rig.pass(.seconds(5))
        return rig
    }

    private let found = Report.Kind.foundInBook(BrokerOrderID("T1"))

    /// Lets time pass in steps and answers everything; returns the seconds at which an absence was told.
    private func live(_ rig: inout LinkRig, seconds: Int64) -> [Int64] {
        let start = rig.now
        var times: [Int64] = []
        for _ in 0..<seconds * 10 {
            let before = rig.reports(1).count { $0 == .absentFromBook }
            rig.pass(.milliseconds(100))
            rig.answerAll()
            if rig.reports(1).count(where: { $0 == .absentFromBook }) > before {
                times.append(rig.now.since(start).microseconds / 1_000_000)
            }
        }
        return times
    }

    @Test func `an order in doubt is asked for by its tag, and the book is not read for it`() throws {
        var rig = try rig()
        rig.place(1)
        rig.loseAnswer()
        #expect(rig.reports(1) == [.placeTimedOut])
        #expect(rig.waiting == ["find|SD1"])
        rig.answer()
        #expect(rig.reports(1) == [.placeTimedOut, found])
        rig.pass(.seconds(120))
        #expect(rig.server.placed == ["SD1": 1])
    }

    @Test func `a look-up sees an order that the book lags on, and what it has traded`() throws {
        var rig = try rig()
        rig.place(1)
        rig.loseAnswer()
        rig.server.rows[0].isHidden = true
        rig.server.fill(0, Quantity(4), at: Price(rupees: 99))
        rig.answer()
        let traded = Report.Kind.traded(total: Quantity(4), value: Money(rupees: 396))
        #expect(rig.reports(1) == [.placeTimedOut, traded, found])
    }

    @Test func `what the look-up does not find is looked for in the book at once`() throws {
        var rig = try rig()
        rig.place(1)
        rig.fail(.timedOut, mayHaveArrived: true)
        rig.answer()
        #expect(rig.reports(1) == [.placeTimedOut])
        #expect(rig.waiting == ["book"])
        _ = rig.server.answer(HTTPRequest.toyPlace, at: rig.now)
        rig.answer()
        #expect(rig.reports(1) == [.placeTimedOut, found])
    }

    @Test func `an empty look-up closes nothing: the book has to miss it three times over a minute, as ever`() throws {
        var rig = try rig()
        rig.place(1)
        rig.fail(.timedOut, mayHaveArrived: true)
        let times = live(&rig, seconds: 100)
        #expect(rig.reports(1) == [.placeTimedOut, .absentFromBook, .absentFromBook, .absentFromBook])
        try #require(times.count == 3)
        #expect(times[0] >= 20)
        #expect(times[2] >= 60)
        #expect(times[2] <= 70)
        #expect(rig.server.placed.isEmpty)
    }

    @Test func `after each miss of the book it is looked up again, and found ends the count`() throws {
        var rig = try rig()
        rig.place(1)
        let late = rig.sent[0].request
        rig.fail(.timedOut, mayHaveArrived: true)
        rig.pass(.seconds(1))
        rig.answerAll()
        _ = rig.server.answer(late, at: rig.now)
        rig.server.rows[0].isHidden = true
        _ = live(&rig, seconds: 25)
        #expect(rig.reports(1) == [.placeTimedOut, .absentFromBook, found])
    }

    @Test(
        "a look-up that is refused, breaks or makes no sense leaves it to the book, without a second one",
        arguments: [400, 418, 429, 500]
    )
    func fails(status: Int) throws {
        var rig = try rig()
        rig.place(1)
        rig.loseAnswer()
        #expect(rig.waiting == ["find|SD1"])
        rig.answer(status)
        rig.pass(.seconds(2))
        #expect(rig.waiting == ["book"])
        #expect(rig.notices.contains { $0.code == "look-up-failed" })
        rig.answer()
        #expect(rig.reports(1) == [.placeTimedOut, found])
    }

    @Test func `a look-up without an answer leaves it to the book`() throws {
        var rig = try rig()
        rig.place(1)
        rig.loseAnswer()
        rig.loseAnswer()
        #expect(rig.waiting == ["book"])
        rig.answer()
        #expect(rig.reports(1) == [.placeTimedOut, found])
    }

    @Test func `a slow look-up holds the book up for two seconds at most, and may come after it`() throws {
        var rig = try rig()
        rig.place(1)
        rig.loseAnswer()
        rig.pass(.milliseconds(1900))
        #expect(rig.waiting == ["find|SD1"])
        rig.pass(.milliseconds(200))
        #expect(rig.waiting == ["find|SD1", "book"])
        rig.front("book")
        rig.answer()
        #expect(rig.reports(1) == [.placeTimedOut, found])
        rig.answer()
        #expect(rig.reports(1) == [.placeTimedOut, found])
    }

    @Test func `a dead session is made anew, and then it is found`() throws {
        var rig = try rig()
        rig.place(1)
        rig.loseAnswer()
        rig.server.killToken()
        rig.answerAll()
        #expect(rig.server.signIns == 1)
        #expect(rig.reports(1) == [.placeTimedOut, found])
        #expect(rig.server.placed == ["SD1": 1])
    }

    @Test(
        "an order of another day, or of no known day, is not taken for ours: tags repeat",
        arguments: [TimeSpan.seconds(86_400), nil]
    )
    func anotherDay(age: TimeSpan?) throws {
        var rig = try rig()
        rig.place(1)
        rig.fail(.timedOut, mayHaveArrived: true)
        _ = rig.server.answer(HTTPRequest.toyPlace, at: rig.now)
        rig.server.rows[0].isHidden = true
        rig.server.rows[0].status = "complete"
        rig.server.rows[0].filled = Quantity(10)
        rig.server.foundAge = age
        rig.posts = []
        _ = live(&rig, seconds: 30)
        #expect(rig.reports(1) == [.absentFromBook])
        #expect(!rig.posts.contains { if case .foreign = $0 { true } else { false } })
    }

    @Test func `a tag alone makes no order ours in a look-up either`() throws {
        var rig = try rig()
        rig.place(1)
        rig.fail(.timedOut, mayHaveArrived: true)
        _ = rig.server.answer(HTTPRequest.toyPlace, at: rig.now)
        rig.server.rows[0].side = .sell
        rig.answer()
        #expect(rig.reports(1) == [.placeTimedOut])
        #expect(rig.waiting == ["book"])
    }

    @Test func `after a crash it is looked up once the account is followed, beside the book`() throws {
        var broker = ToyBroker()
        broker.traits.findsOrdersByTag = true
        var rig = try LinkRig(adapter: broker)
        _ = rig.server.answer(HTTPRequest.toyPlace, at: rig.now)
        rig.server.rows[0].isHidden = true
        let request = LinkRig.order(1)
        rig.give(.start)
        rig.give(.adopt(AdoptedOrder(request: request, id: nil, terms: request.terms, filled: .zero)))
        rig.answerAll()
        #expect(rig.reports(1).isEmpty)
        rig.give(.follow)
        #expect(Set(rig.waiting) == ["find|SD1", "book"])
        rig.answerAll()
        #expect(rig.reports(1) == [found])
        #expect(rig.server.placed == ["SD1": 1])
    }
}

extension HTTPRequest {
    /// The placing of order 1, as it arrives late.
    fileprivate static let toyPlace = HTTPRequest(
        .post,
        "toy://place",
        headers: [HTTPHeader("Token", "1")],
        body: Array("place|SD1|0|0|0|1|10|1000000|0".utf8),
        endpoint: "order"
    )
}
