import Foundation
import SaudaBroker
import SaudaCore
import Testing
import ZerodhaKitePractice

/// Section 4 of the reference.
@Suite struct KiteTickerTests {
    @Test func `a connection begins with instruments_meta and beats every three seconds`() throws {
        var desk = try KiteDesk()
        let actions = desk.connect()
        guard case .accept = actions[0], case .write(_, .text(let text), _) = actions[1] else { throw Unexpected() }
        #expect(text.hasPrefix(#"{"type":"instruments_meta","data":{"count":4,"etag":"W/\""#))
        desk.written.removeAll()
        desk.wait(9100)
        let beats = desk.written.filter { if case .write(_, .binary([0]), .keepAlive) = $0 { true } else { false } }
        #expect(beats.count == 3)
    }

    @Test func `a subscription brings a snapshot in quote mode, a mode another one`() throws {
        var desk = try KiteDesk()
        _ = desk.connect()
        desk.written.removeAll()
        desk.say(#"{"a":"subscribe","v":[408065,256265]}"#)
        let quote = try #require(desk.frames().first)
        #expect(quote.count == 2 + 2 + 44 + 2 + 28)
        // Two packets, the first of 44 bytes for token 408065 at 1,500.00.
        #expect(Array(quote[0..<12]) == [0, 2, 0, 44, 0, 6, 0x3A, 1, 0, 2, 0x49, 0xF0])
        desk.say(#"{"a":"mode","v":["full",[408065,256265]]}"#)
        let full = try #require(desk.frames().first)
        #expect(full.count == 2 + 2 + 184 + 2 + 32)
        desk.say(#"{"a":"mode","v":["ltp",[408065]]}"#)
        #expect(desk.frames().first?.count == 12)
        desk.say(#"{"a":"mode","v":["full",[779521]]}"#)
        desk.say(#"{"a":"subscribe","v":[[408065]]}"#)
        #expect(desk.frames().isEmpty)
    }

    @Test func `only what changed comes, four times a second at most, and ltp only with another price`() throws {
        var desk = try KiteDesk(prices: [1500, 1500, 1510])
        _ = desk.connect(1)
        _ = desk.connect(2)
        desk.say(#"{"a":"subscribe","v":[408065]}"#, on: 1)
        desk.say(#"{"a":"subscribe","v":[408065]}"#, on: 2)
        desk.say(#"{"a":"mode","v":["ltp",[408065]]}"#, on: 2)
        desk.written.removeAll()
        desk.wait(until: TimeOfDay(9, 16, 50))
        let quiet = desk.written.filter { action in
            if case .write(PracticeSocket(number: 2), _, .prices) = action { true } else { false }
        }
        #expect(quiet.isEmpty)
        let trades = desk.frames(1)
        #expect((100...440).contains(trades.count))
        desk.wait(until: TimeOfDay(9, 17, 30))
        #expect(desk.frames(2).count == 1)
        desk.say(#"{"a":"unsubscribe","v":[408065]}"#, on: 1)
        desk.wait(5000)
        #expect(desk.frames(1).isEmpty)
    }

    @Test func `a full packet reads back as what the market did`() throws {
        var desk = try KiteDesk(prices: [1500, 1510], start: TimeOfDay(9, 16, 30))
        _ = desk.connect()
        desk.say(#"{"a":"subscribe","v":[408065]}"#)
        desk.written.removeAll()
        desk.say(#"{"a":"mode","v":["full",[408065]]}"#)
        let frame = try #require(desk.frames().first)
        func word(_ offset: Int) -> Int { frame[4 + offset..<8 + offset].reduce(0) { $0 << 8 | Int($1) } }
        let day: [Int] = [word(28), word(32), word(36), word(40)]
        #expect(day == [150_000, 151_000, 150_000, 150_000])
        #expect(word(16) > 600)
        let seconds = Int(desk.time.microseconds / 1_000_000)
        #expect(word(60) == seconds)
        #expect((seconds - 1...seconds).contains(word(44)))
        // Bids fall, offers rise, and the padding is zero.
        #expect(word(68) > word(80))
        #expect(word(68 + 60) < word(80 + 60))
        #expect(frame[4 + 74] == 0)
    }

    @Test func `more than the limit is refused by a message and the first ones stay`() throws {
        var settings = KiteSettings()
        settings.tokensPerSocket = 2
        var desk = try KiteDesk(settings: settings)
        _ = desk.connect()
        desk.written.removeAll()
        desk.say(#"{"a":"subscribe","v":[408065,256265,519937]}"#)
        let written = desk.written
        #expect(desk.texts().first?.hasPrefix(#"{"type":"error","data":"#) == true)
        desk.written = written
        #expect(desk.frames().first?[1] == 2)
    }

    @Test func `bad handshakes are refused in HTTP`() throws {
        var desk = try KiteDesk()
        func status(_ actions: [PracticeAction]) -> Int? {
            if case .refuse(_, let response) = actions.first { response.status } else { nil }
        }
        #expect(status(desk.connect(1, token: "stale")) == 403)
        #expect(status(desk.act(.socketRequest(PracticeSocket(number: 2), IncomingRequest(.get, "/")))) == 400)
        for number in 3...5 { #expect(status(desk.connect(UInt64(number))) == nil) }
        #expect(status(desk.connect(6)) == 429)
        desk.act(.socketClosed(PracticeSocket(number: 3)))
        #expect(status(desk.connect(7)) == nil)
    }

    @Test func `orders are told on every connection, but not their placing`() throws {
        var desk = try KiteDesk(prices: [1500, 1500, 1480])
        _ = desk.connect(1)
        _ = desk.connect(2)
        desk.written.removeAll()
        let id = try desk.place(KiteDesk.buy + "&order_type=LIMIT&quantity=10&price=1490")
        #expect(desk.texts().isEmpty)
        _ = desk.send(.put, "/orders/regular/\(id)", "price=1491")
        desk.wait(50)
        #expect(try statuses(desk.texts()) == ["UPDATE"])
        desk.wait(until: TimeOfDay(9, 18))
        let written = desk.written
        #expect(try statuses(desk.texts(1)) == ["COMPLETE"])
        desk.written = written
        #expect(try statuses(desk.texts(2)) == ["COMPLETE"])
    }

    private func statuses(_ texts: [String]) throws -> [String] {
        try texts.map { text in
            let json = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
            #expect(json["type"] as? String == "order")
            return try #require((json["data"] as? [String: Any])?["status"] as? String)
        }
    }
}
