import SaudaBroker
import SaudaCore
import Testing

/// Connections whose address is handed out, once for each.
@Suite struct LinkAddressTests {
    private func link(instruments: Int = 8, watching count: Int = 1, orders: Bool = false) throws -> LinkRig {
        var adapter = ToyBroker(handsOut: !orders)
        if orders {
            adapter.streams = .socket(
                StreamPlan(
                    ToyBroker.handedOut(
                        in: AdapterContext(
                            credentials: Credentials(user: "toy", secrets: [:]),
                            session: LinkRig.session(nil)
                        )
                    ),
                    codec: ToyCodec(),
                    silence: .seconds(10)
                )
            )
        }
        var rig = try LinkRig(adapter: adapter, instruments: instruments)
        rig.begin()
        // The reads of the beginning count no more.
        rig.pass(.seconds(3))
        rig.answerAll()
        rig.give(.pricesExpected(true))
        for index in 0..<count { rig.give(.command(.watch(InstrumentID(index: UInt32(index)), true))) }
        return rig
    }

    /// Lets time pass, a second each, until something is asked.
    private func wait(_ rig: inout LinkRig, for word: String, atMost seconds: Int = 70) {
        for _ in 0..<seconds where !rig.waiting.contains(word) { rig.pass(.seconds(1)) }
    }

    @Test func `the address is asked for before the connection, and opened as it is handed out`() throws {
        var rig = try link()
        #expect(rig.waiting == ["address"])
        #expect(rig.opening.isEmpty)
        rig.answer()
        #expect(rig.addresses == ["ws://toy?ticket=1"])
        rig.open()
        #expect(rig.written == [.text("want 0")])
        rig.tick(0, on: rig.sockets[0])
        #expect(rig.machine.feedHealth(at: rig.now).isConnected)
    }

    @Test func `after a cut another address is asked for`() throws {
        var rig = try link()
        rig.answer()
        rig.open()
        rig.answerAll()
        rig.give(.socketEnded(rig.sockets[0], .cut("reset")))
        wait(&rig, for: "address")
        rig.answerAll()
        #expect(rig.addresses == ["ws://toy?ticket=1", "ws://toy?ticket=2"])
    }

    @Test func `after a refused handshake another address is asked for, no sooner than the broker said`() throws {
        var rig = try link()
        rig.answer()
        let refusal = rig.server.response(429, "", at: rig.now)
        rig.give(.socketFailed(rig.opening.removeFirst(), .refused(refusal)))
        rig.pass(.milliseconds(990))
        #expect(rig.waiting.isEmpty)
        rig.pass(.milliseconds(1100))
        #expect(rig.waiting == ["address"])
        rig.answerAll()
        #expect(rig.addresses == ["ws://toy?ticket=1", "ws://toy?ticket=2"])
    }

    @Test func `a connection that does not open is given up, and another address is asked for`() throws {
        var rig = try link()
        rig.answer()
        rig.pass(.seconds(13))
        #expect(rig.closed.count == 1)
        wait(&rig, for: "address")
        rig.answerAll()
        #expect(rig.addresses.count == 2)
    }

    @Test(
        "a question that is cut or unanswered is asked again, and nothing is opened meanwhile",
        arguments: [true, false]
    )
    func cutWhileAsking(mayHaveArrived: Bool) throws {
        var rig = try link()
        rig.fail(mayHaveArrived ? .timedOut : .connect, mayHaveArrived: mayHaveArrived)
        #expect(rig.opening.isEmpty && rig.waiting.isEmpty)
        #expect(rig.notices.contains { $0.code == "feed-lost" })
        wait(&rig, for: "address")
        rig.answerAll()
        #expect(rig.addresses == ["ws://toy?ticket=1"])
        #expect(!rig.machine.feedHealth(at: rig.now).usesREST)
    }

    @Test func `questions that have no answer never turn prices to REST`() throws {
        var rig = try link()
        for _ in 0..<8 {
            wait(&rig, for: "address")
            rig.fail(.certificate, mayHaveArrived: false)
        }
        #expect(!rig.machine.feedHealth(at: rig.now).usesREST)
    }

    @Test func `an answer that makes no sense opens nothing and is asked again`() throws {
        var rig = try link()
        rig.answer(200, "<html>")
        #expect(rig.opening.isEmpty)
        wait(&rig, for: "address")
        rig.answerAll()
        #expect(rig.addresses.count == 1)
    }

    @Test func `the broker's wait is kept, though the back-off is shorter`() throws {
        var rig = try link()
        rig.answer(503)
        rig.pass(.milliseconds(4900))
        #expect(rig.waiting.isEmpty)
        rig.pass(.milliseconds(200))
        #expect(rig.waiting == ["address"])
    }

    @Test func `too many: nothing of that budget goes out before its time`() throws {
        var rig = try link()
        rig.answer(429)
        rig.give(.errand(9, .funds))
        #expect(rig.waiting.isEmpty)
        rig.pass(.milliseconds(2100))
        #expect(Set(rig.waiting) == ["address", "funds"])
    }

    @Test func `a dead session is found out by the probe, signed in to once, and each connection asks anew`() throws {
        var rig = try link(instruments: 6, watching: 6)
        #expect(rig.waiting == ["address", "address"])
        rig.server.killToken()
        rig.answerAll()
        #expect(rig.server.signIns == 1)
        wait(&rig, for: "address")
        rig.answerAll()
        #expect(rig.server.signIns == 1)
        #expect(rig.addresses.count == 2 && Set(rig.addresses).count == 2)
    }

    @Test func `refused with a session that lives, no login is spent, and prices are asked for over REST`() throws {
        var rig = try link()
        for _ in 0..<3 {
            wait(&rig, for: "address")
            rig.front("address")
            rig.answer(403)
            rig.answerAll()
        }
        #expect(rig.server.signIns == 0)
        #expect(rig.machine.feedHealth(at: rig.now).usesREST)
        rig.pass(.seconds(70))
        #expect(!rig.waiting.contains("address"))
        // A new session asks again.
        rig.server.killToken()
        rig.answerAll()
        for _ in 0..<3 {
            rig.pass(.seconds(2))
            rig.answerAll()
        }
        #expect(rig.server.signIns == 1)
        #expect(rig.addresses.count == 1)
    }

    @Test func `a broker that says stop is asked three times, each later, and no order is held up by it`() throws {
        var rig = try link()
        for _ in 0..<3 {
            wait(&rig, for: "address")
            rig.answer(404)
        }
        #expect(rig.machine.feedHealth(at: rig.now).usesREST)
        #expect(rig.notices.contains { $0.code == "rest-mode" })
        rig.answerAll()
        rig.place(1)
        #expect(rig.waiting.contains { $0.hasPrefix("place") })
    }

    @Test func `a session that is new while a question is under way makes it of no use`() throws {
        var rig = try link()
        let old = rig.sent.removeFirst()
        rig.server.killToken()
        rig.give(.errand(9, .funds))
        rig.answerAll()
        #expect(rig.server.signIns == 1)
        rig.pass(.seconds(1))
        // The answer to the question of before comes late.
        rig.give(.response(old.id, rig.server.response(200, "ws://toy?old", at: rig.now)))
        rig.answerAll()
        #expect(rig.addresses == ["ws://toy?ticket=1"])
    }

    @Test func `nobody wants prices any more: what is handed out then opens nothing`() throws {
        var rig = try link()
        rig.give(.command(.watch(InstrumentID(index: 0), false)))
        rig.answerAll()
        #expect(rig.addresses.isEmpty)
        // Wanted again, it is asked again, and the breaker is not left waiting for an answer that came.
        rig.give(.command(.watch(InstrumentID(index: 0), true)))
        rig.answerAll()
        #expect(rig.addresses == ["ws://toy?ticket=2"])
    }

    @Test func `each connection has an address of its own`() throws {
        var rig = try link(instruments: 6, watching: 6)
        rig.answerAll()
        #expect(rig.addresses == ["ws://toy?ticket=1", "ws://toy?ticket=2"])
        rig.open()
        rig.open()
        #expect(rig.written == [.text("want 0 1 2"), .text("want 3 4 5")])
        // One that is cut asks for itself alone.
        rig.give(.socketEnded(rig.sockets[1], .cut("reset")))
        wait(&rig, for: "address")
        rig.answerAll()
        #expect(rig.addresses.count == 3)
        #expect(rig.machine.feedHealth(at: rig.now).sockets == 1)
    }

    @Test func `questions are paced with the other reads`() throws {
        var rig = try link(instruments: 6, watching: 0)
        for number in 0..<3 as Range<UInt64> { rig.give(.errand(number, .funds)) }
        #expect(rig.waiting == ["funds", "funds", "funds"])
        rig.give(.command(.watch(InstrumentID(index: 0), true)))
        #expect(!rig.waiting.contains("address"))
        rig.pass(.seconds(2))
        #expect(rig.waiting.contains("address"))
    }

    @Test func `an order stream of its own may have its address handed out`() throws {
        var rig = try link(watching: 0, orders: true)
        #expect(rig.addresses == ["ws://toy?ticket=1"])
        rig.open()
        rig.answerAll()
        rig.place(1)
        rig.answerAll()
        rig.posts = []
        rig.server.fill(0, Quantity(10), at: Price(rupees: 100))
        rig.give(.message(rig.sockets[0], .text(rig.server.stream.removeLast())))
        #expect(rig.reports(1) == [.completed(total: Quantity(10), value: Money(rupees: 1000))])
        // Refused for good, prices go on by their socket.
        for _ in 0..<4 {
            if let socket = rig.sockets.popLast() { rig.give(.socketEnded(socket, .cut("reset"))) }
            wait(&rig, for: "address")
            rig.front("address")
            rig.answer(404)
            rig.answerAll()
        }
        #expect(!rig.machine.feedHealth(at: rig.now).usesREST)
    }

    @Test func `an address that was handed out stands in no notice and prints without what is secret`() throws {
        var rig = try link()
        rig.answer(200, "ws://toy?ticket=hunter2")
        let failure = SocketFailure.refused(rig.server.response(401, "", at: rig.now))
        let socket = rig.opening.removeFirst()
        rig.give(.socketFailed(socket, failure))
        rig.answerAll()
        #expect(rig.addresses == ["ws://toy?ticket=hunter2"])
        #expect(rig.notices.contains { $0.code == "feed-lost" })
        #expect(!"\(rig.notices)".contains("hunter2"))
        let action = LinkAction.open(socket, SocketRequest(rig.addresses[0]), within: .zero)
        #expect(!"\(action)".contains("hunter2"))
        var dumped = ""
        dump(rig.machine, to: &dumped)
        #expect(!dumped.contains("hunter2"))
    }
}
