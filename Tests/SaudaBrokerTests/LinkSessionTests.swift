import SaudaBroker
import SaudaCore
import Testing

@Suite struct LinkSessionTests {
    @Test func `AUT-4: ten calls that find the token dead cause one sign-in, and all are answered`() throws {
        var rig = try LinkRig()
        rig.begin()
        rig.server.killToken()
        for number in 1...10 { rig.give(.errand(UInt64(number), .funds)) }
        for _ in 0..<200 {
            rig.pass(.milliseconds(500))
            rig.answerAll()
        }
        #expect(rig.server.signIns == 1)
        #expect(rig.results.count == 10)
        for (_, result) in rig.results { #expect(result == .success(.funds(available: Money(rupees: 1000)))) }
        #expect(rig.kept.count == 1)
    }

    @Test func `when the sign-in fails, all that waited fail with it and nobody tries again`() throws {
        var rig = try LinkRig(session: false)
        rig.give(.start)
        for number in 1...10 { rig.give(.errand(UInt64(number), .funds)) }
        rig.place(1)
        #expect(rig.waiting == ["login"])
        rig.answer(418)
        #expect(rig.results.count == 10)
        #expect(rig.results.allSatisfy { if case .failure = $0.1 { true } else { false } })
        #expect(rig.reports(1).count == 1)
        rig.pass(.seconds(3600))
        #expect(rig.waiting.isEmpty && rig.server.signIns == 0)
        rig.give(.resume)
        rig.give(.errand(11, .funds))
        #expect(rig.waiting == ["login"])
    }

    @Test func `a token that dies after three refusals for haste costs no order`() throws {
        var rig = try LinkRig()
        rig.begin()
        rig.place(1)
        for _ in 0..<3 {
            rig.front("place")
            rig.answer(429)
            rig.pass(.seconds(2))
        }
        rig.server.killToken()
        for _ in 0..<10 {
            rig.answerAll()
            rig.pass(.milliseconds(500))
        }
        #expect(rig.server.signIns == 1)
        #expect(rig.server.placed.values.allSatisfy { $0 == 1 } && rig.server.placed.count == 1)
    }

    @Test func `a token that dies in the middle of an order: one sign-in, one order`() throws {
        var rig = try LinkRig()
        rig.begin()
        rig.place(1)
        rig.server.killToken()
        let start = rig.now
        rig.answer()
        rig.answerAll()
        rig.pass(.seconds(1))
        rig.answerAll()
        #expect(rig.server.signIns == 1)
        #expect(rig.server.placed == ["SD1": 1])
        #expect(rig.reports(1).first == .accepted(BrokerOrderID("T1")))
        #expect(rig.now.since(start) < .seconds(5))
    }

    @Test func `FED-4: the session is probed at 08:50, and a dead one is made anew before the market opens`() throws {
        var rig = try LinkRig()
        rig.now = rig.now.day.at(TimeOfDay(8, 0))
        rig.begin()
        rig.server.killToken()
        rig.pass(.seconds(49 * 60))
        #expect(rig.server.signIns == 0)
        for _ in 0..<120 {
            rig.pass(.seconds(1))
            rig.answerAll()
        }
        #expect(rig.server.signIns == 1)
    }

    @Test func `a broker that refuses every session is not signed in to without end`() throws {
        var rig = try LinkRig()
        rig.begin()
        for number in 1...40 {
            rig.give(.errand(UInt64(number), .funds))
            for _ in 0..<20 {
                rig.server.killToken()
                rig.pass(.seconds(1))
                if !rig.sent.isEmpty, rig.waiting[0] != "login" { rig.answer(403) } else { rig.answerAll() }
            }
        }
        #expect(rig.server.signIns <= 5)
    }

    @Test func `a sign-in is counted before its request leaves`() throws {
        var rig = try LinkRig(session: false)
        var actions: [LinkAction] = []
        rig.machine.handle(.start, at: rig.now, into: &actions)
        let words = actions.compactMap { action in
            switch action {
            case .count: "count"
            case .send: "send"
            default: nil
            }
        }
        #expect(words == ["count", "send"])
        rig.give(.timer)
        #expect(rig.machine.sessions.tries == SignInTries(day: rig.now.day, count: 1))
    }

    @Test func `FED-4: a login that nobody makes is asked for again every five minutes, until it is made`() throws {
        var rig = try LinkRig(session: false, adapter: ToyBroker(asksForLogin: true))
        rig.give(.start)
        rig.place(1)
        #expect(rig.prompts == 1 && rig.waiting.isEmpty)
        rig.pass(.seconds(16 * 60))
        #expect(rig.prompts == 4)
        #expect(rig.notices.count { $0.code == "login-awaited" && $0.level == .critical } == 3)
        // What was ordered meanwhile is refused as too old, never sent late.
        #expect(rig.reports(1).count == 1)
        rig.give(.redirect(Secret("code")))
        rig.answerAll()
        rig.pass(.seconds(16 * 60))
        rig.answerAll()
        #expect(rig.prompts == 4 && rig.server.signIns == 1 && rig.server.placed.isEmpty)
    }

    @Test
    func `FED-4: what another process signed in to ends the wait for a login, and the same one again changes nothing`()
        throws
    {
        var rig = try LinkRig(session: false, adapter: ToyBroker(asksForLogin: true))
        rig.give(.start)
        rig.give(.errand(1, .funds))
        #expect(rig.prompts == 1 && rig.waiting.isEmpty)
        let session = LinkRig.session(nil)
        rig.give(.session(session))
        rig.answerAll()
        #expect(rig.results.map(\.0) == [1] && rig.kept.map(\.secrets) == [session.secrets])
        rig.give(.session(session))
        rig.place(1)
        rig.answerAll()
        rig.pass(.seconds(16 * 60))
        #expect(rig.prompts == 1 && rig.kept.count == 1 && rig.server.placed == ["SD1": 1])
    }

    @Test func `a login elsewhere lifts a sign-in that was given up; one that has ended already does not`() throws {
        var rig = try LinkRig(session: false)
        rig.give(.start)
        rig.give(.errand(1, .funds))
        rig.answer(418)
        var session = LinkRig.session(nil)
        session.expires = rig.now
        rig.give(.session(session))
        rig.give(.errand(2, .funds))
        #expect(rig.waiting.isEmpty && rig.kept.isEmpty)
        session.expires = nil
        rig.give(.session(session))
        rig.give(.errand(3, .funds))
        #expect(rig.waiting == ["funds"] && rig.kept.count == 1)
        rig.answerAll()
        guard case .success = rig.results.last?.1 else { return #expect(Bool(false), "\(rig.results)") }
    }

    @Test func `a login of another process resets no count of sign-ins that a broker locks after`() throws {
        var rig = try LinkRig(session: false)
        rig.give(.start)
        rig.answer(418)
        #expect(rig.machine.sessions.tries.count == 1)
        rig.give(.session(LinkRig.session(nil)))
        #expect(rig.machine.sessions.session != nil && rig.machine.sessions.tries.count == 1)
    }

    @Test func `a session is prolonged when its time has come, once, and sockets are opened with the new token`() throws
    {
        let due = LinkRig.start.advanced(by: .seconds(600))
        var rig = try LinkRig(renewable: due)
        rig.begin()
        rig.give(.pricesExpected(false))
        rig.give(.command(.watch(InstrumentID(index: 0), true)))
        rig.open()
        for second in 0..<606 {
            if second == 599 { #expect(rig.kept.isEmpty) }
            if let socket = rig.sockets.first { rig.give(.message(socket, .binary([0]))) }
            rig.pass(.seconds(1))
            rig.answerAll()
        }
        #expect(rig.kept.count == 1 && rig.kept[0].secrets["token"] == Secret("2"))
        #expect(rig.server.signIns == 0 && rig.machine.sessions.tries.count == 0)
        #expect(rig.closed.count == 1 && rig.opening.count == 1)
        rig.place(1)
        rig.answerAll()
        #expect(rig.server.placed == ["SD1": 1] && rig.server.signIns == 0)
    }

    @Test func `a renewal that is refused costs nothing before the session ends`() throws {
        var rig = try LinkRig(renewable: LinkRig.start.advanced(by: .seconds(60)))
        rig.begin()
        rig.pass(.seconds(61))
        rig.front("renew")
        rig.answer(403)
        for _ in 0..<100 {
            rig.pass(.seconds(10))
            rig.answerAll()
        }
        #expect(rig.notices.count { $0.code == "not-renewed" } == 1)
        #expect(rig.server.signIns == 0 && rig.machine.sessions.session != nil)
    }
}
