import SaudaBroker
import SaudaCore
import Testing

@Suite struct LinkFeedTests {
    private func watch(_ rig: inout LinkRig, _ count: Int) {
        rig.give(.pricesExpected(true))
        for index in 0..<count { rig.give(.command(.watch(InstrumentID(index: UInt32(index)), true))) }
    }

    private func ticks(_ rig: LinkRig) -> Int {
        rig.posts.count { if case .tick = $0 { true } else { false } }
    }

    @Test func `FED-5: on every connection all that is wanted is subscribed again`() throws {
        var rig = try LinkRig()
        rig.begin()
        watch(&rig, 2)
        rig.open()
        #expect(rig.written.last == .text("want 0 1"))
        rig.tick(0, on: rig.sockets[0])
        #expect(ticks(rig) == 1)
        rig.give(.socketEnded(rig.sockets[0], .cut("reset")))
        rig.sockets = []
        rig.pass(.seconds(2))
        rig.open()
        #expect(rig.written.count == 2 && rig.written.last == .text("want 0 1"))
        rig.tick(1, on: rig.sockets[0])
        #expect(rig.notices.contains { $0.code == "feed-gap" })
    }

    @Test func `more than a connection carries is spread over several, and nothing moves without need`() throws {
        var rig = try LinkRig(instruments: 12)
        rig.begin()
        watch(&rig, 8)
        #expect(rig.opening.count == 3)
        for _ in 0..<3 { rig.open() }
        #expect(rig.written == [.text("want 0 1 2"), .text("want 3 4 5"), .text("want 6 7")])
        rig.give(.command(.watch(InstrumentID(index: 1), false)))
        rig.give(.command(.watch(InstrumentID(index: 8), true)))
        #expect(rig.written.suffix(2) == [.text("want 0 2"), .text("want 0 2 8")])
    }

    @Test func `where depths are wanted the connections are those that bring them, within their own limits`() throws {
        var rig = try LinkRig { $0.wantsDepth = true }
        rig.begin()
        watch(&rig, 3)
        #expect(rig.opening.count == 2, "two instruments a connection")
        for _ in 0..<2 { rig.open() }
        #expect(rig.written == [.text("want 0 1"), .text("want 2")])
        rig.tick(2, on: rig.sockets[1])
        #expect(rig.depths.map(\.instrument.index) == [2] && ticks(rig) == 0)
        #expect(rig.machine.feedHealth(at: rig.now).withPrices == 1)
        // Refused for good, nothing is asked for over REST instead: it has no depths.
        for _ in 0..<6 {
            if let id = rig.opening.popLast() {
                rig.give(.socketFailed(id, .refused(rig.server.response(403, "", at: rig.now))))
            }
            for socket in rig.sockets { rig.give(.socketEnded(socket, .cut("reset"))) }
            rig.sockets = []
            rig.pass(.seconds(70))
        }
        #expect(!rig.machine.feedHealth(at: rig.now).usesREST)
    }

    @Test func `a broker that feeds no depth is not asked for it`() throws {
        var toy = ToyBroker()
        toy.traits.depth = nil
        var rig = try LinkRig(adapter: toy) { $0.wantsDepth = true }
        rig.begin()
        watch(&rig, 1)
        #expect(rig.opening.isEmpty)
        #expect(rig.notices.contains { $0.code == "feed-failed" && $0.text.contains("feeds no depth") })
    }

    @Test func `beyond all connections the rest is said aloud`() throws {
        var rig = try LinkRig(instruments: 12)
        rig.begin()
        watch(&rig, 12)
        #expect(rig.notices.count { $0.code == "feed-full" && $0.level == .critical } == 1)
    }

    @Test func `FED-6: a socket that gives no price for 30 s while prices are expected is opened again`() throws {
        var rig = try LinkRig()
        rig.begin()
        watch(&rig, 1)
        rig.open()
        let socket = rig.sockets[0]
        rig.tick(0, on: socket)
        for _ in 0..<6 {
            rig.pass(.seconds(5))
            // Keep-alives, no prices.
            if rig.sockets == [socket] { rig.give(.message(socket, .binary([0]))) }
        }
        #expect(rig.closed == [socket])
        rig.pass(.seconds(2))
        #expect(rig.opening.count == 1)
    }

    @Test func `outside the market's hours quiet is no fault, but a mute line is`() throws {
        var rig = try LinkRig()
        rig.begin()
        watch(&rig, 1)
        rig.give(.pricesExpected(false))
        rig.open()
        let socket = rig.sockets[0]
        for _ in 0..<20 {
            rig.pass(.seconds(5))
            rig.give(.message(socket, .binary([0])))
        }
        #expect(rig.closed.isEmpty)
        rig.pass(.seconds(11))
        #expect(rig.closed == [socket])
    }

    @Test func `FED-8: after three refusals prices come over REST every 2 s, and sockets after a new session`() throws {
        var rig = try LinkRig()
        rig.begin()
        watch(&rig, 2)
        for _ in 0..<3 {
            let id = rig.opening.removeFirst()
            // Not a dead token: the plan has no prices over sockets.
            rig.give(.socketFailed(id, .refused(HTTPResponse(status: 403))))
            rig.answerAll()
            rig.pass(.seconds(10))
            rig.answerAll()
        }
        #expect(rig.notices.count { $0.code == "rest-mode" } == 1)
        // The probe found the session alive: no login is spent.
        #expect(rig.server.signIns == 0)
        rig.posts = []
        for _ in 0..<10 {
            rig.pass(.seconds(2))
            rig.answerAll()
        }
        #expect((16...22).contains(ticks(rig)))
        #expect(rig.opening.isEmpty && rig.machine.feedHealth(at: rig.now).usesREST)
        rig.server.killToken()
        rig.give(.errand(1, .funds))
        rig.answerAll()
        rig.pass(.seconds(3))
        rig.answerAll()
        rig.pass(.seconds(3))
        rig.answerAll()
        #expect(rig.opening.count == 1)
        rig.open()
        rig.tick(0, on: rig.sockets[0])
        #expect(!rig.machine.feedHealth(at: rig.now).usesREST)
    }

    @Test func `any other failure between sets the count of refusals to zero`() throws {
        var rig = try LinkRig()
        rig.begin()
        watch(&rig, 1)
        for round in 0..<6 {
            let id = rig.opening.removeFirst()
            let failure = HTTPFailure(.connect, mayHaveArrived: false, text: "refused")
            rig.give(
                .socketFailed(id, round % 2 == 0 ? .refused(HTTPResponse(status: 403)) : .failed(failure))
            )
            while rig.opening.isEmpty {
                rig.answerAll()
                rig.pass(.seconds(1))
            }
        }
        #expect(!rig.notices.contains { $0.code == "rest-mode" })
    }

    @Test func `while orders are open the feed is opened for their news, wanted or not`() throws {
        var rig = try LinkRig()
        rig.begin()
        rig.place(1)
        rig.answerAll()
        #expect(rig.opening.count == 1)
        rig.open()
        rig.posts = []
        rig.server.fill(0, Quantity(10), at: Price(rupees: 100))
        rig.give(.message(rig.sockets[0], .text(rig.server.stream.removeLast())))
        #expect(rig.reports(1) == [.completed(total: Quantity(10), value: Money(rupees: 1000))])
    }

    @Test func `connections that are refused once each are no plan without prices`() throws {
        var rig = try LinkRig(instruments: 9)
        rig.begin()
        watch(&rig, 9)
        #expect(rig.opening.count == 3)
        for _ in 0..<3 {
            let id = rig.opening.removeFirst()
            rig.give(.socketFailed(id, .refused(HTTPResponse(status: 403))))
            rig.answerAll()
        }
        #expect(!rig.machine.feedHealth(at: rig.now).usesREST)
        rig.pass(.seconds(3))
        rig.answerAll()
        #expect(rig.opening.count == 3)
    }

    @Test func `a feed without a heartbeat may be quiet while no prices are expected, and not a moment longer`() throws
    {
        var adapter = ToyBroker()
        adapter.hasHeartbeat = false
        var rig = try LinkRig(adapter: adapter)
        rig.begin()
        watch(&rig, 1)
        rig.open()
        rig.answerAll()
        rig.give(.pricesExpected(false))
        rig.pass(.seconds(3600))
        #expect(rig.closed.isEmpty && !rig.notices.contains { $0.code == "feed-lost" })
        // What was quiet by right is not late yet.
        rig.give(.pricesExpected(true))
        rig.pass(.seconds(9))
        #expect(rig.closed.isEmpty)
        rig.pass(.seconds(2))
        #expect(rig.closed.count == 1)
    }

    // MARK: - Orders on a connection of their own

    private func withOrderSocket() throws -> LinkRig {
        var adapter = ToyBroker()
        adapter.streams = .socket(
            StreamPlan(SocketRequest("ws://toy/orders"), codec: ToyCodec(), silence: .seconds(10))
        )
        var rig = try LinkRig(adapter: adapter)
        rig.begin()
        return rig
    }

    @Test func `news of orders on a socket of their own: opened before any order, read from, not taken for prices`()
        throws
    {
        var rig = try withOrderSocket()
        #expect(rig.opening.count == 1)
        rig.open()
        rig.answerAll()
        #expect(!rig.machine.feedHealth(at: rig.now).isConnected)
        rig.place(1)
        rig.answerAll()
        rig.posts = []
        rig.server.fill(0, Quantity(10), at: Price(rupees: 100))
        rig.give(.message(rig.sockets[0], .text(rig.server.stream.removeLast())))
        #expect(rig.reports(1) == [.completed(total: Quantity(10), value: Money(rupees: 1000))])
        // Prices want a connection beside it.
        watch(&rig, 1)
        #expect(rig.opening.count == 1 && rig.sockets.count == 1)
    }

    @Test func `an order socket that is cut is opened again, and the book read for what was missed`() throws {
        var rig = try withOrderSocket()
        rig.open()
        rig.answerAll()
        rig.place(1)
        rig.answerAll()
        let socket = rig.sockets[0]
        rig.posts = []
        rig.server.fill(0, Quantity(10), at: Price(rupees: 100))
        rig.sockets = []
        rig.give(.socketEnded(socket, .cut("reset")))
        rig.pass(.seconds(2))
        rig.answerAll()
        rig.open()
        rig.pass(.seconds(1))
        rig.answerAll()
        #expect(rig.reports(1) == [.completed(total: Quantity(10), value: Money(rupees: 1000))])
        #expect(!rig.notices.contains { $0.code == "feed-gap" })
        // Mute, it is dead after its silence.
        rig.pass(.seconds(11))
        #expect(rig.closed.count == 1)
    }

    @Test func `refusals of the order socket alone never turn prices to REST`() throws {
        var rig = try withOrderSocket()
        watch(&rig, 1)
        for _ in 0..<6 {
            guard let id = rig.opening.first else { break }
            rig.opening.removeFirst()
            rig.give(.socketFailed(id, .refused(HTTPResponse(status: 403))))
            rig.answerAll()
            if !rig.opening.isEmpty { rig.open() }
            for _ in 0..<20 {
                rig.pass(.seconds(1))
                rig.answerAll()
            }
        }
        #expect(!rig.machine.feedHealth(at: rig.now).usesREST)
    }
}
