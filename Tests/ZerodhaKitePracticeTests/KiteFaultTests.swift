import SaudaBroker
import SaudaCore
import Testing
import ZerodhaKitePractice

/// Every fault does what its name says, and nothing else is touched.
@Suite struct KiteFaultTests {
    private static let order = KiteDesk.buy + "&order_type=LIMIT&quantity=1&price=1490"

    private func desk(_ kind: PracticeFault.Kind, seconds: Int64? = nil) throws -> KiteDesk {
        let fault = PracticeFault(kind, .at(TimeOfDay(9, 15, 2)), duration: seconds.map { .seconds($0) })
        var desk = try KiteDesk(faults: [fault])
        desk.wait(1500)
        return desk
    }

    @Test(arguments: [PracticeFault.Kind.lostAnswer, .noAnswer])
    func `an answer that does not come leaves an order behind`(kind: PracticeFault.Kind) throws {
        var desk = try desk(kind)
        #expect(try desk.get("/orders").rows.isEmpty)
        desk.written.removeAll()
        let answer = desk.send(.post, "/orders/regular", Self.order)
        #expect(answer == nil)
        let isDropped = desk.written.contains { if case .drop = $0 { true } else { false } }
        #expect(isDropped == (kind == .lostAnswer))
        #expect(try desk.get("/orders").rows.count == 1)
        #expect(desk.send(.post, "/orders/regular", Self.order)?.status == 200)
    }

    @Test func `an error before acceptance leaves none, one after it does`() throws {
        var before = try desk(.errorBefore)
        #expect(before.send(.post, "/orders/regular", Self.order)?.status == 503)
        #expect(try before.get("/orders").rows.isEmpty)
        var after = try desk(.errorAfter)
        let sent = after.send(.post, "/orders/regular", Self.order)
        let status = try #require(sent?.status)
        #expect([502, 504].contains(status))
        #expect(try after.get("/orders").rows.count == 1)
    }

    @Test func `a storm of 429 covers everything while it lasts`() throws {
        var desk = try desk(.tooMany, seconds: 3)
        #expect(try desk.get("/user/profile").status == 429)
        guard case .refuse(_, let response) = desk.connect().first else { throw Unexpected() }
        #expect(response.status == 429)
        desk.wait(3000)
        #expect(try desk.get("/user/profile").status == 200)
    }

    @Test func `the sessions die and the orders live`() throws {
        var desk = try KiteDesk(faults: [PracticeFault(.tokenDeath, .at(TimeOfDay(9, 15, 2)))])
        #expect(desk.send(.post, "/orders/regular", Self.order)?.status == 200)
        desk.wait(2000)
        #expect(try desk.get("/orders").type == "TokenException")
        desk.requestToken = try #require(
            FormFields(try desk.get("/connect/login?api_key=\(desk.apiKey)").headers[0].value)["request_token"]
        )
        try desk.signIn()
        #expect(try desk.get("/orders").rows.count == 1)
    }

    @Test func `a page in HTML is no JSON`() throws {
        var desk = try desk(.page)
        let answer = try desk.get("/user/profile")
        #expect(answer.text.hasPrefix("<!DOCTYPE html>"))
        desk.wait(6000)
        #expect(try desk.get("/user/profile").status == 200)
    }

    @Test func `a slow body is told to the server`() throws {
        var desk = try desk(.slowBody)
        _ = try desk.get("/user/profile")
        let isSlow = desk.written.contains { action in
            if case .respond(_, _, .slowly) = action { true } else { false }
        }
        #expect(isSlow)
    }

    @Test func `a mute socket gets nothing, a new one everything`() throws {
        var desk = try KiteDesk(faults: [PracticeFault(.mute, .at(TimeOfDay(9, 15, 2)))])
        _ = desk.connect(1)
        desk.say(#"{"a":"subscribe","v":[408065]}"#)
        desk.wait(1500)
        #expect(desk.written.contains(.mute(PracticeSocket(number: 1))))
        _ = desk.connect(2)
        desk.say(#"{"a":"subscribe","v":[408065]}"#, on: 2)
        desk.written.removeAll()
        desk.wait(4000)
        let written = desk.written
        #expect(desk.frames(1).isEmpty)
        desk.written = written
        #expect(desk.frames(2).count > 2)
    }

    @Test func `half a frame is followed by the end of the connection`() throws {
        var desk = try KiteDesk(faults: [PracticeFault(.halfFrame, .at(TimeOfDay(9, 15, 2)))])
        _ = desk.connect(1)
        desk.say(#"{"a":"subscribe","v":[408065]}"#)
        desk.written.removeAll()
        desk.wait(3000)
        let half = desk.written.firstIndex { if case .writeHalf = $0 { true } else { false } }
        #expect(desk.written[try #require(half) + 1] == .cut(PracticeSocket(number: 1)))
    }

    @Test func `lying frames differ from honest ones in their lengths`() throws {
        let fault = PracticeFault(.lyingLength, .at(TimeOfDay(9, 15, 2)), duration: .seconds(30))
        var desk = try KiteDesk(faults: [fault])
        _ = desk.connect(1)
        desk.say(#"{"a":"subscribe","v":[408065]}"#)
        desk.wait(until: TimeOfDay(9, 15, 2))
        desk.written.removeAll()
        desk.wait(10_000)
        let frames = desk.frames()
        #expect(frames.count > 5)
        let honest = frames.filter { $0.count == 48 && $0[0] == 0 && $0[1] == 1 && $0[2] == 0 && $0[3] == 44 }
        #expect(honest.isEmpty)
    }

    @Test(
        "order updates come twice, or the later one first, or both",
        arguments: [
            ([.duplicates], [false, false, true, true]), ([.reordering], [true, false]),
            ([.duplicates, .reordering], [true, true, false, false]),
        ] as [([PracticeFault.Kind], [Bool])]
    )
    func updates(kinds: [PracticeFault.Kind], areOfTheCancel: [Bool]) throws {
        let faults = kinds.map { PracticeFault($0, .at(TimeOfDay(9, 15, 2))) }
        var desk = try KiteDesk(prices: [1500, 1480], faults: faults)
        _ = desk.connect(1)
        desk.wait(2000)
        let id = try desk.place(KiteDesk.sell + "&order_type=LIMIT&quantity=5&price=1600")
        desk.written.removeAll()
        _ = desk.send(.put, "/orders/regular/\(id)", "price=1601")
        desk.wait(30)
        _ = desk.send(.delete, "/orders/regular/\(id)")
        desk.wait(2000)
        #expect(desk.texts().map { $0.contains(#""status":"CANCELLED""#) } == areOfTheCancel)
    }

    @Test func `cut and restart are told to the server`() throws {
        var cut = try desk(.cut)
        #expect(cut.written.contains(.cutAll))
        cut = try desk(.restart, seconds: 7)
        #expect(cut.written.contains(.restart(for: .seconds(7))))
    }

    @Test(
        "a fault is read back as it is written",
        arguments: ["lost-answer@09:20:00", "too-many@10:00:00/30", "cut@now", "restart@09:30:00/5"]
    )
    func texts(text: String) throws {
        #expect(try PracticeFault(parsing: text).description == text)
    }

    @Test(
        "unknown words are refused by name",
        arguments: [
            ("fire@09:20", "'fire' is not a fault. Known faults: token-death,"), ("cut", "'cut' says no time."),
            ("cut@25:00", "'25:00' is not a time."), ("cut@now/x", "'x' is not a duration."),
        ]
    )
    func refusals(text: String, start: String) {
        let refusal = #expect(throws: PracticeFault.Refusal.self) { try PracticeFault(parsing: text) }
        #expect(refusal?.description.hasPrefix(start) == true)
    }
}
