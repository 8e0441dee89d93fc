import KotakNeoPractice
import SaudaBroker
import SaudaCore
import Testing

/// Section 8 of the reference.
@Suite struct NeoSFeedTests {
    private let hello = NeoSFeedTests.hello()

    private static func hello(_ user: String = "ABC12", _ sid: String = "sid1", _ format: String = "native_batch")
        -> String
    {
        #"{"user":"\#(user)","auth":"\#(sid)","format":"\#(format)","source":"NEOTRADEAPI","platform":"Web","#
            + #""version":"3.0.9","sdk_version":2,"sdk_date":"2026-08-07","conn_req_time":1,"sessionValidation":false}"#
    }

    private func ask(_ event: String, _ tokens: String) -> String {
        #"{"event":"\#(event)","inputtoken":"\#(tokens)","ack_symbol":true}"#
    }

    private func connected(_ change: (inout NeoFeedSettings) -> Void = { _ in }) -> NeoFeedDesk {
        var desk = NeoFeedDesk(change)
        desk.open(.sfeed)
        desk.say(hello)
        _ = desk.look()
        return desk
    }

    /// Code and level of each packet in a frame.
    private func packets(_ frame: [UInt8]) -> [String] {
        var packets: [String] = []
        var offset = 0
        while offset + 9 <= frame.count {
            packets.append("\(Int(frame[offset + 2]) | Int(frame[offset + 3]) << 8)/\(frame[offset + 5])")
            offset += Int(frame[offset]) | Int(frame[offset + 1]) << 8
        }
        return packets
    }

    @Test func `the first frame is answered with the dividers of all segments`() throws {
        var desk = NeoFeedDesk()
        desk.open(.sfeed)
        desk.say(hello)
        let answer = try JSON(try #require(desk.texts().first))
        #expect(answer["message_code"].integer == 1119)
        #expect(answer["format"].text == "native_batch")
        #expect(answer["exchanges"].members?.count == 10)
        #expect(answer["exchanges"]["nse_cm"]["value"].integer == 1)
        #expect(answer["exchanges"]["nse_cm"]["divider"].integer == 100)
        #expect(answer["exchanges"]["cde_fo"]["divider"].integer == 10_000_000)
        #expect(answer["exchanges"]["ncd_co"]["divider"].integer == 1)
        var other = NeoFeedDesk { $0.sfeed.welcome = 1117 }
        other.open(.sfeed)
        other.say(hello)
        #expect(try JSON(try #require(other.texts().first))["message_code"].integer == 1117)
    }

    @Test func `who is not known, asks for another format or says nothing sensible is refused and closed`() throws {
        let first = [
            Self.hello("XYZ99"), Self.hello("ABC12", "sid9"), Self.hello("ABC12", "sid1", "json"), "{", "[]",
            ask("subscribeScrips", "nse_cm|2885"),
        ]
        for text in first {
            var desk = NeoFeedDesk()
            desk.open(.sfeed)
            desk.say(text)
            #expect(desk.isEnded())
            #expect(try JSON(try #require(desk.texts().first))["message_code"].integer == 1120)
        }
    }

    @Test func `each subscription is acknowledged with its symbols and has packets of its own`() throws {
        for (event, kind) in [
            ("Scrips", "7208/4"), ("ScripsLite", "7208/1"), ("Depth", "7208/8"), ("FullDepth", "7208/16"),
        ] {
            var desk = connected()
            try desk.trade("1400.50")
            _ = desk.look()
            desk.say(ask("subscribe\(event)", "nse_cm|2885,nse_fo|56526"))
            let answer = desk.look()
            try #require(answer.count == 2)
            guard case .text(let text) = answer[0], case .binary(let frame) = answer[1] else {
                Issue.record("another order: \(answer)")
                continue
            }
            #expect(
                text
                    == #"{"message_code":1109,"trading_symbols":{"nse_cm|2885":"RELIANCE-EQ","nse_fo|56526":"NIFTY26MARFUT"}}"#
            )
            #expect(packets(frame) == [kind, kind])
            try desk.trade("1401.00")
            desk.wait(1000)
            #expect(desk.frames().map { packets($0) } == [[kind]])
            desk.say(#"{"event":"unsubscribe\#(event)","inputtoken":"nse_cm|2885"}"#)
            try desk.trade("1402.00")
            desk.wait(1000)
            #expect(desk.look().isEmpty)
        }
    }

    @Test func `a depth has five rows a side, a full one more, the touch line one`() throws {
        var desk = connected()
        try desk.trade("1400.50")
        _ = desk.look()
        for (event, length) in [("Scrips", 176), ("Depth", 304), ("FullDepth", 144 + 16 * 40)] {
            desk.say(ask("subscribe\(event)", "nse_cm|2885"))
            #expect(desk.frames().map(\.count) == [length])
        }
    }

    @Test func `an index is asked for by name or number and comes with its number`() throws {
        var desk = connected()
        for key in ["Nifty 50", "26000"] {
            desk.say(ask("subscribeIndices", "nse_cm|\(key)"))
            let answer = desk.look()
            #expect(answer.first == .text(#"{"message_code":1109,"trading_symbols":{"nse_cm|\#(key)":"Nifty 50"}}"#))
            guard case .binary(let frame) = answer.last else {
                Issue.record("no packet")
                continue
            }
            #expect(packets(frame) == ["7207/0"])
            #expect(Array(frame[9...12]) == [0x90, 0x65, 0, 0])
        }
        // Neither among scrips nor the other way round.
        desk.say(ask("subscribeScrips", "nse_cm|Nifty 50"))
        desk.say(ask("subscribeIndices", "nse_cm|2885,nse_cm|4711"))
        #expect(desk.look() == Array(repeating: .text(#"{"message_code":1109,"trading_symbols":{}}"#), count: 2))
    }

    @Test func `a snapshot comes once, and there is none of the full depth`() throws {
        var desk = connected()
        desk.say(ask("snapshotScrips", "nse_cm|2885"))
        #expect(desk.look().count == 2)
        desk.say(ask("snapshotFullDepth", "nse_cm|2885"))
        #expect(desk.look().isEmpty)
        try desk.trade("1401.00")
        desk.wait(1000)
        #expect(desk.look().isEmpty)
    }

    @Test func `both forms of the acknowledgement can be had, and prices before it`() throws {
        var desk = connected {
            $0.sfeed.acknowledgement = .described
            $0.sfeed.pricesFirst = true
        }
        desk.say(ask("subscribeScrips", "nse_cm|2885"))
        let answer = desk.look()
        try #require(answer.count == 2)
        guard case .binary = answer[0], case .text(let text) = answer[1] else {
            Issue.record("another order: \(answer)")
            return
        }
        let json = try JSON(text)
        #expect(json["message_code"].integer == 1109 && json["error_code"].integer == 0)
        #expect(json["description"].text == "SUBSCRIBED")
        #expect(json["data"].members?.keys.first == "nse_cm|2885")
    }

    @Test func `more tokens than allowed are refused as a whole`() throws {
        var desk = connected { $0.sfeed.tokens = 2 }
        desk.say(ask("subscribeScrips", "nse_cm|2885,nse_cm|11536"))
        _ = desk.look()
        // The same again takes no more room, one more does, on whatever level.
        desk.say(ask("subscribeScrips", "nse_cm|2885"))
        #expect(desk.look().count == 2)
        desk.say(ask("subscribeDepth", "nse_cm|2885"))
        let texts = desk.texts()
        #expect(texts.count == 1)
        #expect(try JSON(try #require(texts.first))["error_code"].integer == 1)
    }

    @Test func `who asks is told when segments open and close`() throws {
        var desk = connected()
        desk.say(#"{"event":"subscribeExchange"}"#)
        #expect(desk.look().isEmpty)
        desk.feed.turn(isOpen: true, desk.board, into: &desk.actions)
        var frame = try #require(desk.frames().first)
        #expect(packets(frame) == ["105/0", "105/0", "105/0"])
        #expect(frame[9] == 1)
        desk.feed.turn(isOpen: false, desk.board, into: &desk.actions)
        frame = try #require(desk.frames().first)
        #expect(frame[9] == 2)
        desk.say(#"{"event":"unsubscribeExchange"}"#)
        desk.feed.turn(isOpen: true, desk.board, into: &desk.actions)
        #expect(desk.look().isEmpty)
        desk.say(#"{"event":"subscribeExchange"}"#)
        #expect(desk.frames().count == 1)
    }

    @Test func `a feed may say another format, or nothing after its first packets`() throws {
        var desk = NeoFeedDesk { $0.sfeed.fallsBack = true }
        desk.open(.sfeed)
        desk.say(hello)
        #expect(try JSON(try #require(desk.texts().first))["format"].text == "native_fallback")
        desk = connected { $0.sfeed.stopsAfterSnapshot = true }
        desk.say(ask("subscribeScrips", "nse_cm|2885"))
        #expect(desk.look().count == 2)
        try desk.trade("1401.00")
        desk.wait(5000)
        #expect(desk.look().isEmpty)
    }

    @Test func `the close of a mini packet is in paise or rupees`() throws {
        for (isRupees, close) in [(false, [0xE0, 0x22, 0x02, 0]), (true, [0x78, 0x05, 0, 0])] as [(Bool, [UInt8])] {
            var desk = connected { $0.sfeed.miniCloseIsRupees = isRupees }
            desk.say(ask("subscribeScripsLite", "nse_cm|2885"))
            let frame = try #require(desk.frames().first)
            #expect(Array(frame[33...36]) == close)
        }
    }

    @Test func `nonsense after a good start means nothing`() {
        var desk = connected()
        for text in [
            "{", "heartbeat", #"{"event":"subscribeNothing","inputtoken":"a"}"#, #"{"event":"subscribeScrips"}"#,
        ] {
            desk.say(text)
        }
        desk.say([1, 2, 3])
        #expect(desk.actions.isEmpty)
    }
}
