import DhanPractice
import SaudaBroker
import SaudaCore
import Testing

/// Sections 3.1 to 3.8 and 5 of the reference.
@Suite struct DhanFeedTests {
    private let infy = ("NSE_EQ", "1594")
    private let index = ("IDX_I", "13")
    private let option = ("NSE_FNO", "5001")

    @Test func `each mode brings its packets, and an index its previous close once`() throws {
        var desk = try DhanPriceDesk()
        #expect(desk.connect() == [.accept(PracticeSocket(number: 1))])
        desk.say(15, [infy, index])
        // Shares have no packet 6; the index has it first.
        #expect(desk.codes() == [6, 2, 2])
        desk.say(17, [infy, option])
        #expect(desk.codes() == [4, 4, 5])
        desk.say(21, [option])
        #expect(desk.codes() == [8])
        // All three modes of one instrument at once, each ended by its own code.
        desk.say(21, [infy])
        _ = desk.frames()
        desk.trade(150_100)
        desk.wait(1000)
        let both = desk.codes()
        #expect(both.filter { $0 == 2 }.count == 2)  // the share and the index
        #expect(both.filter { $0 == 4 }.count == 1)
        #expect(both.filter { $0 == 8 }.count == 1)
        desk.say(18, [infy])
        desk.say(16, [infy, index])
        desk.trade(150_200)
        desk.wait(1000)
        #expect(desk.codes() == [8])
        desk.say(22, [infy])
        desk.trade(150_300)
        desk.wait(1000)
        #expect(desk.codes().isEmpty)
    }

    @Test func `a ticker has the price as a float and the time of India's clock`() throws {
        var desk = try DhanPriceDesk()
        desk.time = DhanPriceDesk.day.at(TimeOfDay(9, 20, 7))
        desk.connect()
        desk.trade(164_205, 12)
        _ = desk.frames()
        desk.say(15, [infy])
        let frame = try #require(desk.frames().first)
        #expect(Array(frame[0..<12]) == [2, 16, 0, 1, 0x3A, 6, 0, 0, 0x9A, 0x41, 0xCD, 0x44])
        let seconds = frame[12..<16].reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        // 2026-03-20 00:00 as if UTC.
        #expect(seconds == 20_532 * 86_400 + 9 * 3600 + 20 * 60 + 7)
    }

    @Test func `what changes goes out four times a second at most, to those who asked`() throws {
        var desk = try DhanPriceDesk()
        desk.connect(1)
        desk.connect(2)
        desk.say(15, [infy], on: 1)
        desk.say(15, [("NSE_EQ", "13")], on: 2)
        desk.wait(1000)
        _ = desk.frames()
        for step in 0..<50 {
            desk.trade(150_000 + Int64(step) * 5)
            desk.wait(20)
        }
        let written = desk.actions
        #expect((4...5).contains(desk.frames(1).count))
        desk.actions = written
        #expect(desk.frames(2).isEmpty)
    }

    @Test func `several packets share a message where that is switched on`() throws {
        var desk = try DhanPriceDesk { $0.feed.packetsPerFrame = 2 }
        desk.connect()
        desk.say(15, [infy, index, ("NSE_EQ", "13")])
        #expect(desk.frames().map(\.count) == [16, 32, 16])
        var every = try DhanPriceDesk { $0.feed.tellsEveryClose = true }
        every.connect()
        every.say(15, [infy])
        #expect(every.codes() == [6, 2])
        var late = try DhanPriceDesk { $0.feed.answersAtOnce = false }
        late.connect()
        late.say(15, [infy])
        #expect(late.codes().isEmpty)
        late.trade(150_100)
        late.wait(300)
        #expect(late.codes() == [2])
        var tickers = try DhanPriceDesk { $0.feed.indicesAreTickers = true }
        tickers.connect()
        tickers.say(21, [index])
        #expect(tickers.codes() == [6, 2])
    }

    @Test func `the sixth connection ends the oldest with 805, and a new token all of them with 807`() throws {
        var desk = try DhanPriceDesk()
        for number in 1...5 { desk.connect(UInt64(number)) }
        desk.connectDepth(10)
        #expect(!desk.isClosed(1))
        desk.connect(6)
        #expect(desk.isClosed(1) && !desk.isClosed(2))
        #expect(desk.frames(1) == [[50, 10, 0, 0, 0, 0, 0, 0, 0x25, 3]])
        desk.broker.endSessions(at: desk.time)
        desk.act(.timer)
        for number: UInt64 in [2, 6, 10] { #expect(desk.isClosed(number)) }
        let written = desk.actions
        #expect(desk.frames(6) == [[50, 10, 0, 0, 0, 0, 0, 0, 0x27, 3]])
        desk.actions = written
        #expect(desk.frames(10) == [[14, 0, 50, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0x27, 3]])
    }

    @Test func `a connection that comes with the new token is not ended for the old one`() throws {
        var desk = try DhanPriceDesk()
        desk.broker.endSessions(at: desk.time)
        let token = try #require(
            desk.broker.makeCredentials(at: desk.time).first { $0.name == "access-token" }?.value
        )
        let socket = PracticeSocket(number: 1)
        let target = "/?version=2&token=\(token)&clientId=\(desk.client)&authType=2"
        #expect(desk.connect(1, target) == [.accept(socket)])
        desk.wait(20_000)
        #expect(!desk.isClosed(1))
    }

    @Test func `a bad token is cut off without a word, and 429 answers where that is switched on`() throws {
        var desk = try DhanPriceDesk()
        let bad = "/?version=2&token=stale&clientId=\(desk.client)&authType=2"
        #expect(desk.connect(1, bad) == [.accept(PracticeSocket(number: 1)), .cut(PracticeSocket(number: 1))])
        let other = "/?version=2&token=\(desk.token)&clientId=77&authType=2"
        #expect(desk.connect(2, other).contains(.cut(PracticeSocket(number: 2))))
        var busy = try DhanPriceDesk { $0.feed.refusesHandshakes = true }
        guard case .refuse(_, let response) = busy.connect().first else { throw DhanPriceDesk.Unanswered() }
        #expect(response.status == 429)
    }

    @Test func `too many instruments end a connection with 804, or are dropped`() throws {
        let many = (1...101).map { ("NSE_EQ", "\($0)") }
        var desk = try DhanPriceDesk()
        desk.connect()
        desk.say(15, Array(many.prefix(100)))
        #expect(!desk.isClosed(1))
        desk.say(15, many)
        #expect(desk.isClosed(1))
        #expect(desk.frames().last == [50, 10, 0, 0, 0, 0, 0, 0, 0x24, 3])
        var few = try DhanPriceDesk { $0.feed.instrumentsPerConnection = 2 }
        few.connect()
        few.say(15, [infy, index])
        few.say(21, [infy])
        #expect(!few.isClosed(1))
        few.say(15, [("NSE_EQ", "13")])
        #expect(few.isClosed(1))
        var lenient = try DhanPriceDesk {
            $0.feed.endsOverLimit = false
            $0.feed.instrumentsPerConnection = 1
        }
        lenient.connect()
        lenient.say(15, [infy, ("NSE_EQ", "13")])
        #expect(lenient.codes() == [2])
    }

    @Test func `binary messages are ignored, nonsense ends a connection, and code 12 closes it`() throws {
        var desk = try DhanPriceDesk()
        desk.connect()
        desk.act(.socketMessage(PracticeSocket(number: 1), .binary([12] + Array(repeating: 0, count: 82))))
        #expect(!desk.isClosed(1))
        desk.say(#"{"RequestCode":12}"#)
        #expect(desk.isClosed(1))
        #expect(desk.frames().isEmpty)
        let nonsense = [
            "", "[]", "7", #"{"RequestCode":19}"#, #"{"RequestCode":"15"}"#, #"{"RequestCode":15}"#,
            #"{"RequestCode":15,"InstrumentCount":2,"InstrumentList":[{"ExchangeSegment":"NSE_EQ","SecurityId":"1"}]}"#,
            #"{"RequestCode":15,"InstrumentCount":1,"InstrumentList":[{"ExchangeSegment":"NSE_EQ","SecurityId":1594}]}"#,
            #"{"RequestCode":23,"InstrumentCount":0,"InstrumentList":[]}"#, #"{"RequestCode":1e99}"#,
        ]
        for (place, text) in nonsense.enumerated() {
            let number = UInt64(20 + place)
            desk.connect(number)
            desk.say(text, on: number)
            #expect(desk.isClosed(number), "\(text)")
        }
        // An unknown id or segment is no mistake that anybody tells of.
        desk.connect(50)
        desk.say(15, [("NSE_EQ", "99"), ("MOON", "1"), ("NSE_EQ", "99999999999"), infy], on: 50)
        #expect(desk.codes(50) == [2])
    }

    @Test func `pings come every ten seconds, also in a stall`() throws {
        var desk = try DhanPriceDesk { $0.feed.isSilent = true }
        desk.connect()
        desk.say(15, [infy])
        desk.trade(150_100)
        desk.wait(30_500)
        let pings = desk.actions.filter { if case .write(_, .ping, .keepAlive) = $0 { true } else { false } }
        #expect(pings.count == 3)
        #expect(desk.frames().isEmpty)
    }

    @Test func `who answers no ping for forty seconds is cut off, who answers stays (section 5)`() throws {
        let socket = PracticeSocket(number: 1)
        var desk = try DhanPriceDesk { $0.feed.heartbeat = .seconds(15) }
        desk.answersPings = false
        desk.connect()
        desk.wait(39_900)
        #expect(desk.codes() == [0, 0])
        desk.broker.heardPong(from: socket, at: desk.time)
        desk.wait(39_900)
        #expect(!desk.actions.contains(.cut(socket)))
        desk.wait(200)
        #expect(desk.actions.contains(.cut(socket)))
        var lively = try DhanPriceDesk()
        lively.connect()
        lively.wait(300_000)
        #expect(!lively.actions.contains(.cut(socket)))
    }

    @Test func `twenty levels come as bid and ask of one instrument after the other`() throws {
        var desk = try DhanPriceDesk()
        desk.connectDepth()
        desk.trade(150_000)
        _ = desk.frames()
        desk.say(23, [infy, ("NSE_EQ", "13"), index])
        let frame = try #require(desk.frames().first)
        #expect(frame.count == 4 * 332)
        #expect(Array(frame[0..<8]) == [0x4C, 1, 41, 1, 0x3A, 6, 0, 0])
        #expect(Array(frame[332..<340]) == [0x4C, 1, 51, 1, 0x3A, 6, 0, 0])
        func price(_ offset: Int) -> Double {
            Double(bitPattern: frame[offset..<offset + 8].reversed().reduce(0) { $0 << 8 | UInt64($1) })
        }
        let bids = (0..<20).map { price(12 + 16 * $0) }
        let offers = (0..<20).map { price(344 + 16 * $0) }
        #expect(zip(bids, bids.dropFirst()).allSatisfy { $0 > $1 })
        #expect(zip(offers, offers.dropFirst()).allSatisfy { $0 < $1 })
        #expect(bids[0] < offers[0] && abs(bids[0] - 1500) < 0.06)
        // DEMO has not traded: rows of zeros.
        #expect(price(2 * 332 + 12) == 0)
        desk.say(24, [infy])
        desk.trade(150_100)
        desk.wait(500)
        #expect(desk.frames().isEmpty)
        desk.say(15, [infy])
        #expect(desk.isClosed(1))
    }

    @Test func `two hundred levels are of one instrument, asked for flatly, and say how many rows they have`() throws {
        var desk = try DhanPriceDesk()
        desk.connectDepth(1, "twohundreddepth")
        desk.trade(150_000)
        desk.trade(500, of: DhanPriceDesk.demo)
        _ = desk.frames()
        desk.say(#"{"RequestCode":23,"ExchangeSegment":"NSE_EQ","SecurityId":"1594"}"#)
        let frame = try #require(desk.frames().first)
        #expect(frame.count == 2 * 3212)
        #expect(Array(frame[0..<12]) == [0x8C, 0x0C, 41, 1, 0x3A, 6, 0, 0, 200, 0, 0, 0])
        #expect(Array(frame[3212..<3224]) == [0x8C, 0x0C, 51, 1, 0x3A, 6, 0, 0, 200, 0, 0, 0])
        desk.say(#"{"RequestCode":25,"ExchangeSegment":"NSE_EQ","SecurityId":"1594"}"#)
        // At five rupees there are not two hundred bids.
        desk.say(23, [("NSE_EQ", "13")])
        let short = try #require(desk.frames().first)
        #expect((99...100).contains(short[8]))
        #expect(short.count == 12 + 16 * Int(short[8]) + 3212)
        desk.say(23, [infy])
        #expect(desk.isClosed(1))
    }
}
