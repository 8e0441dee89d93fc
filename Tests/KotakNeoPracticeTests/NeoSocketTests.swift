import KotakNeoPractice
import SaudaBroker
import SaudaCore
import SaudaServer
import Testing

/// The three sockets of the whole practice broker: sessions, market and books (sections 7 to 9, and trap 5).
@Suite struct NeoSocketTests {
    private func connect(_ path: String, _ number: UInt64, _ desk: inout NeoDesk) -> [PracticeAction] {
        desk.act(.socketRequest(PracticeSocket(number: number), IncomingRequest(.get, path)))
    }

    private func say(_ message: SocketMessage, _ number: UInt64, _ desk: inout NeoDesk) {
        desk.act(.socketMessage(PracticeSocket(number: number), message))
    }

    /// What went to a socket since the last look at it.
    private func heard(_ number: UInt64, _ desk: inout NeoDesk) -> [SocketMessage] {
        var messages: [SocketMessage] = []
        desk.written.removeAll { action in
            guard case .write(PracticeSocket(number: number), let message, _) = action else { return false }
            messages.append(message)
            return true
        }
        return messages
    }

    private func isClosed(_ number: UInt64, _ desk: NeoDesk) -> Bool {
        desk.written.contains(.close(PracticeSocket(number: number), code: 1000))
    }

    /// All three, each let in: HSM is 1, SFeed 2, orders 3.
    private func connected(_ desk: inout NeoDesk) throws {
        for (number, path) in ["/", "/apifeed", "/realtime"].enumerated() {
            let socket = PracticeSocket(number: UInt64(number + 1))
            #expect(connect(path, socket.number, &desk).contains(.accept(socket)))
        }
        let fields: [(UInt8, [UInt8])] = [
            (1, Array(desk.token.utf8)), (2, Array(desk.sid.utf8)), (3, Array("JS_API".utf8)),
        ]
        say(.binary(NeoHSMClient.message(1, fields)), 1, &desk)
        #expect(heard(1, &desk) == [.binary(NeoHSMFrame.welcome(acknowledgeEvery: 5))])
        say(.text(#"{"user":"ABC12","auth":"\#(desk.sid)","format":"native_batch"}"#), 2, &desk)
        #expect(heard(2, &desk) == [.text(NeoSFeed.welcome(NeoSFeedSettings()))])
        say(.text("{type:cn,Authorization:\(desk.token),Sid:\(desk.sid),src:WEB}"), 3, &desk)
        #expect(heard(3, &desk).first == .text(NeoOrderFeedMessage.welcome))
    }

    @Test func `a path that is none is refused`() throws {
        var desk = try NeoDesk()
        let actions = connect("/other", 9, &desk)
        guard case .refuse(PracticeSocket(number: 9), let response) = actions.first else {
            Issue.record("not refused: \(actions)")
            return
        }
        #expect(response.status == 404)
    }

    @Test func `prices of the market go out in both dialects`() throws {
        var desk = try NeoDesk(prices: [1500, 1510, 1520], start: TimeOfDay(9, 15, 30))
        try connected(&desk)
        say(.binary(NeoHSMClient.subscribe(["sf|nse_cm|2885", "if|nse_cm|Nifty 50"])), 1, &desk)
        say(
            .text(#"{"event":"subscribeScrips","inputtoken":"nse_cm|2885,nse_fo|61000","ack_symbol":true}"#),
            2,
            &desk
        )
        #expect(heard(1, &desk).count == 2)
        #expect(heard(2, &desk).count == 2)
        desk.wait(120_000)
        #expect(heard(1, &desk).count > 3)
        let frames = heard(2, &desk)
        #expect(frames.count > 3)
        guard case .binary(let frame) = frames.last else { return }
        // At 09:17 the share is at 1,520 rupees, or the future has traded last.
        #expect(frame[4] == 2 || Array(frame[69...72]) == [0xC0, 0x51, 0x02, 0])
    }

    @Test func `a view token is let in by HSM and by nobody else`() throws {
        var desk = try NeoDesk(signsIn: false)
        let first = try desk.login()
        desk.token = try #require(first.data["token"] as? String)
        desk.sid = try #require(first.data["sid"] as? String)
        for (number, path) in ["/", "/apifeed", "/realtime"].enumerated() {
            _ = connect(path, UInt64(number + 1), &desk)
        }
        let fields: [(UInt8, [UInt8])] = [
            (1, Array(desk.token.utf8)), (2, Array(desk.sid.utf8)), (3, Array("JS_API".utf8)),
        ]
        say(.binary(NeoHSMClient.message(1, fields)), 1, &desk)
        #expect(heard(1, &desk) == [.binary(NeoHSMFrame.welcome(acknowledgeEvery: 5))])
        say(.text(#"{"user":"ABC12","auth":"\#(desk.sid)","format":"native_batch"}"#), 2, &desk)
        #expect(isClosed(2, desk))
        say(.text("{type:cn,Authorization:\(desk.token),Sid:\(desk.sid),src:WEB}"), 3, &desk)
        #expect(isClosed(3, desk))
        #expect(heard(3, &desk) == [.text(NeoOrderFeedMessage.refusal)])
    }

    @Test func `an order is told state by state, then its position, and all of it again to who comes later`() throws {
        var desk = try NeoDesk()
        try connected(&desk)
        let id = try desk.place(["pr": "1510.00", "ig": "sauda-1"])
        desk.wait(2000)
        let told = heard(3, &desk).compactMap { if case .text(let text) = $0 { try? JSON(text) } else { nil } }
        let orders = told.filter { $0["type"].text == "order" }.map { $0["data"] }
        #expect(orders.allSatisfy { $0["nOrdNo"].text == id })
        let states = try desk.states(id)
        #expect(states.last == "complete")
        #expect(orders.compactMap { $0["ordSt"].text } == states)
        #expect(orders.last?["fldQty"].integer == 10)
        #expect(orders.last?["GuiOrdId"].text == "sauda-1")
        let stamps = told.compactMap { $0["data"]["updRecvTm"].integer }
        #expect(Set(stamps).count == stamps.count)
        let positions = told.filter { $0["type"].text == "position" }.map { $0["data"] }
        #expect(positions.last?["flBuyQty"].text == "10")
        #expect(positions.last?["trdSym"].text == "RELIANCE-EQ")

        _ = connect("/realtime", 4, &desk)
        say(.text("{type:cn,Authorization:\(desk.token),Sid:\(desk.sid),src:WEB}"), 4, &desk)
        let again = heard(4, &desk).compactMap { if case .text(let text) = $0 { try? JSON(text) } else { nil } }
        #expect(again.map { $0["type"].text } == ["cn", "order", "position"])
        #expect(again[1]["data"] == orders.last)
        #expect(again[2]["data"] == positions.last)
    }

    @Test func `a token that dies takes its sockets with it, each in its own words`() throws {
        var desk = try NeoDesk(faults: [PracticeFault(.tokenDeath, .at(TimeOfDay(9, 20)))])
        try connected(&desk)
        desk.wait(until: TimeOfDay(9, 17))
        say(.binary(NeoHSMClient.heartbeat), 1, &desk)
        desk.wait(until: TimeOfDay(9, 19))
        say(.binary(NeoHSMClient.heartbeat), 1, &desk)
        _ = heard(3, &desk)
        desk.wait(until: TimeOfDay(9, 20, 1))
        #expect([1, 2, 3].allSatisfy { isClosed($0, desk) })
        #expect(heard(1, &desk) == [.binary(NeoHSMFrame.answer(.connection, false))])
        #expect(heard(3, &desk).last == .text(NeoOrderFeedMessage.refusal))
        // With the dead token nobody comes in again; with a new one everybody does.
        _ = connect("/realtime", 4, &desk)
        say(.text("{type:cn,Authorization:\(desk.token),Sid:\(desk.sid),src:WEB}"), 4, &desk)
        #expect(isClosed(4, desk))
        try desk.signIn()
        desk.written = []
        try connected(&desk)
    }

    @Test func `sockets of one session outlive the end of another`() throws {
        var settings = NeoDesk.calm
        settings.sessionsAtOnce = 1
        var desk = try NeoDesk(settings: settings)
        try connected(&desk)
        try desk.signIn()
        desk.wait(100)
        #expect([1, 2, 3].allSatisfy { isClosed($0, desk) })
        settings.sessionsAtOnce = 2
        desk = try NeoDesk(settings: settings)
        try connected(&desk)
        try desk.signIn()
        desk.wait(100)
        #expect([1, 2, 3].allSatisfy { !isClosed($0, desk) })
    }

    @Test func `every feed drops after a few minutes where that is so`() throws {
        var settings = NeoDesk.calm
        settings.feed.dropsAfter = .seconds(140)
        var desk = try NeoDesk(settings: settings)
        try connected(&desk)
        desk.wait(139_000)
        #expect(!desk.written.contains { if case .cut = $0 { true } else { false } })
        desk.wait(2000)
        let cut = desk.written.compactMap { if case .cut(let socket) = $0 { socket.number } else { nil } }
        #expect(cut == [1, 2, 3])
    }

    @Test func `segments are told open and closed`() throws {
        var desk = try NeoDesk()
        try connected(&desk)
        say(.text(#"{"event":"subscribeExchange"}"#), 2, &desk)
        guard case .binary(let open)? = heard(2, &desk).first else {
            Issue.record("no status")
            return
        }
        #expect(open[9] == 1)
        desk.wait(until: TimeOfDay(15, 35))
        guard case .binary(let closed)? = heard(2, &desk).last else {
            Issue.record("no status at the end of the day")
            return
        }
        #expect(closed[9] == 2)
    }

    @Test func `faults reach the feeds`() throws {
        for kind in [PracticeFault.Kind.mute, .halfFrame, .lyingLength, .duplicates] {
            var desk = try NeoDesk(faults: [PracticeFault(kind, .at(TimeOfDay(9, 16)))])
            try connected(&desk)
            say(.text(#"{"event":"subscribeScrips","inputtoken":"nse_cm|2885","ack_symbol":true}"#), 2, &desk)
            desk.wait(until: TimeOfDay(9, 16, 1))
            _ = try desk.place(["pr": "1510.00"])
            desk.wait(3000)
            #expect(desk.floor.broker.happened[kind, default: 0] > 0, "\(kind)")
        }
    }
}
