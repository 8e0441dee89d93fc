import KotakNeoPractice
import SaudaBroker
import SaudaCore
import Testing

/// Section 7 of the reference.
@Suite struct NeoHSMTests {
    private let accepted = NeoHSMFrame.welcome(acknowledgeEvery: 5)
    private let subscribed = NeoHSMFrame.answer(.subscribe, true)
    private let refusal = NeoHSMFrame.answer(.subscribe, false)

    private func connected(_ change: (inout NeoFeedSettings) -> Void = { _ in }) -> NeoFeedDesk {
        var desk = NeoFeedDesk(change)
        desk.open(.hsm)
        desk.say(NeoHSMClient.connect)
        _ = desk.look()
        return desk
    }

    /// Kind and topic id of each packet in a numbered frame.
    private func packets(_ frame: [UInt8]) -> [String] {
        var packets: [String] = []
        var offset = 9
        while offset + 7 <= frame.count {
            let kind = String(UnicodeScalar(frame[offset + 2]))
            packets.append("\(kind)\(frame[offset + 6])")
            offset += 2 + Int(frame[offset]) << 8 + Int(frame[offset + 1])
        }
        return packets
    }

    // MARK: - Connecting

    @Test func `a good session is let in, any other is refused and closed`() {
        var desk = NeoFeedDesk()
        desk.open(.hsm)
        desk.say(NeoHSMClient.connect)
        #expect(desk.frames() == [accepted])
        for body in [[(1, Array("tok".utf8)), (2, Array("sid2".utf8)), (3, Array("JS_API".utf8))]]
            as [[(UInt8, [UInt8])]]
        {
            desk.open(.hsm, 2)
            desk.say(NeoHSMClient.message(1, body), on: 2)
            #expect(desk.isEnded(2))
            #expect(desk.frames(2) == [NeoHSMFrame.answer(.connection, false)])
        }
        // The older form has no token.
        desk.open(.hsm, 3)
        desk.say(NeoHSMClient.message(1, [(1, Array("sid1".utf8)), (2, Array("JS_API".utf8))]), on: 3)
        #expect(desk.frames(3) == [accepted])
        desk.isSessionGood = false
        desk.open(.hsm, 4)
        desk.say(NeoHSMClient.connect, on: 4)
        #expect(desk.frames(4) == [NeoHSMFrame.answer(.connection, false)])
    }

    @Test func `nothing but the connection may come first, and what does not add up ends it`() {
        for bytes in [NeoHSMClient.heartbeat, NeoHSMClient.subscribe(["sf|nse_cm|2885"]), [0, 1, 2], []] {
            var desk = NeoFeedDesk()
            desk.open(.hsm)
            desk.say(bytes)
            #expect(desk.actions == [.close(PracticeSocket(number: 1), code: 1002)])
            #expect(!desk.feed.owns(PracticeSocket(number: 1)))
        }
        // The Python library leaves the length away (7.2).
        var desk = connected()
        desk.say(Array(NeoHSMClient.heartbeat.dropFirst(2)))
        #expect(desk.isEnded())
    }

    @Test func `a connection without heartbeats ends after two to three minutes, with them it stays (7.7)`() {
        var quiet = connected()
        quiet.wait(149_000)
        #expect(!quiet.isEnded())
        quiet.wait(2000)
        #expect(quiet.isEnded())
        var alive = connected()
        for _ in 0..<40 {
            alive.wait(30_000)
            alive.say(NeoHSMClient.heartbeat)
        }
        #expect(!alive.isEnded())
        #expect(alive.frames().isEmpty)
    }

    @Test func `a connection that lives for a few minutes only is cut, whatever it says (trap 4)`() {
        var desk = connected { $0.dropsAfter = .seconds(240) }
        desk.wait(120_000)
        desk.say(NeoHSMClient.heartbeat)
        desk.wait(119_000)
        #expect(!desk.isEnded())
        desk.wait(1000)
        #expect(desk.actions.contains(.cut(PracticeSocket(number: 1))))
        #expect(!desk.feed.owns(PracticeSocket(number: 1)))
    }

    @Test func `a dead session is told and ends every socket`() {
        var desk = connected()
        desk.open(.sfeed, 2)
        desk.open(.orders, 3)
        for number in [1, 2, 3] as [UInt64] {
            desk.feed.refuse(PracticeSocket(number: number), into: &desk.actions)
        }
        #expect([1, 2, 3].allSatisfy { desk.isEnded(UInt64($0)) })
        #expect(desk.feed.count == 0)
        #expect(desk.frames() == [NeoHSMFrame.answer(.connection, false)])
    }

    // MARK: - Subscribing

    @Test func `a snapshot comes first, then only what has changed, and nothing for the same again`() throws {
        var desk = connected()
        desk.say(NeoHSMClient.subscribe(["sf|nse_cm|2885"]))
        var frames = desk.frames()
        try #require(frames.count == 2)
        #expect(frames[0] == subscribed)
        var expected = NeoHSMData(number: 1)
        let before = NeoHSMTopic.scrip.values(NeoFeedDesk.share, desk.board.tick(0))
        expected.snapshot(1, .scrip, NeoFeedDesk.share, before)
        #expect(frames[1] == expected.bytes)

        try desk.trade("1401.25", 30)
        desk.wait(1000)
        frames = desk.frames()
        let after = NeoHSMTopic.scrip.values(NeoFeedDesk.share, desk.board.tick(0))
        let changes = zip(before, after).map { $0 == $1 ? nil : $1 }
        let last = try #require(changes.lastIndex { $0 != nil })
        var update = NeoHSMData(number: 2)
        update.update(1, Array(changes[...last]))
        #expect(frames == [update.bytes])
        // Close, 52-week low, multiplier and precision stay as they were.
        #expect(after[5] == 140_125)
        #expect(changes[19] != nil && changes[21] == nil)

        desk.market.close()
        desk.wait(1000)
        #expect(desk.frames().count == 1)  // the depth is gone
        desk.wait(60_000)
        desk.say(NeoHSMClient.heartbeat)
        #expect(desk.frames().isEmpty)
    }

    @Test func `quotes, index and depth are topics of their own with ids from one counter (7.4)`() throws {
        var desk = connected()
        desk.say(NeoHSMClient.subscribe(["sf|nse_cm|2885", "dp|nse_cm|2885", "if|nse_cm|Nifty 50", "sf|nse_fo|56526"]))
        let frames = desk.frames()
        #expect(packets(try #require(frames.last)) == ["S1", "S2", "S3", "S4"])
        try desk.trade("1402.00")
        desk.wait(1000)
        #expect(packets(try #require(desk.frames().last)) == ["U1", "U2", "U3"])
        // Ids are of one connection.
        desk.open(.hsm, 2)
        desk.say(NeoHSMClient.connect, on: 2)
        _ = desk.look(2)
        desk.say(NeoHSMClient.subscribe(["if|nse_cm|26000"]), on: 2)
        #expect(packets(try #require(desk.frames(2).last)) == ["S1"])
    }

    @Test func `what nobody knows, or a topic that does not fit, is accepted and brings nothing`() {
        var desk = connected()
        for scrip in ["sf|nse_cm|999", "sf|nse_cm|Nifty 50", "if|nse_cm|2885", "xx|nse_cm|2885", "sf", ""] {
            desk.say(NeoHSMClient.subscribe([scrip]))
            #expect(desk.frames() == [subscribed])
        }
    }

    @Test func `an unsubscribe names the channel, or the updates go on`() throws {
        var desk = connected()
        desk.say(NeoHSMClient.subscribe(["sf|nse_cm|2885"], channel: 2))
        desk.say(NeoHSMClient.unsubscribe(["sf|nse_cm|2885"], channel: 3))
        #expect(desk.frames().last == NeoHSMFrame.answer(.unsubscribe, true))
        try desk.trade("1401.00")
        desk.wait(500)
        #expect(desk.frames().count == 1)
        desk.say(NeoHSMClient.unsubscribe(["sf|nse_cm|2885"], channel: 2))
        _ = desk.frames()
        try desk.trade("1402.00")
        desk.wait(500)
        #expect(desk.frames().isEmpty)
    }

    @Test func `too many scrips of a request, a channel or a connection are refused as a whole (7.2)`() {
        var desk = connected { $0.hsm.scripsPerRequest = 2 }
        let three = ["sf|nse_cm|2885", "sf|nse_cm|11536", "sf|nse_fo|56526"]
        desk.say(NeoHSMClient.subscribe(three))
        #expect(desk.frames() == [refusal])
        desk = connected { $0.hsm.scripsPerChannel = 2 }
        desk.say(NeoHSMClient.subscribe(three))
        #expect(desk.frames() == [refusal])
        desk.say(NeoHSMClient.subscribe(Array(three.prefix(2))))
        #expect(desk.frames().first == subscribed)
        desk.say(NeoHSMClient.subscribe([three[2]]))
        #expect(desk.frames() == [refusal])
        desk.say(NeoHSMClient.subscribe([three[2]], channel: 3))
        #expect(desk.frames().first == subscribed)
        // What is there already takes no more room.
        desk.say(NeoHSMClient.subscribe([three[0]]))
        #expect(desk.frames().first == subscribed)
        desk = connected { $0.hsm.scrips = 2 }
        desk.say(NeoHSMClient.subscribe(three))
        #expect(desk.frames() == [refusal])
        for channel in [0, 17, 255] as [UInt8] {
            desk.say(NeoHSMClient.subscribe(["sf|nse_cm|2885"], channel: channel))
            #expect(desk.frames() == [refusal])
        }
    }

    @Test func `a snapshot request brings one packet and no updates, by either field id (7.2)`() throws {
        var desk = connected()
        for id in [1, 2] as [UInt8] {
            desk.say(NeoHSMClient.message(9, [(id, NeoHSMClient.list(["sf|nse_cm|2885"]))]))
            let frames = desk.frames()
            #expect(frames.first == NeoHSMFrame.answer(.snapshot, true))
            #expect(packets(try #require(frames.last)).map { $0.prefix(1) } == ["S"])
        }
        try desk.trade("1401.00")
        desk.wait(500)
        #expect(desk.frames().isEmpty)
    }

    // MARK: - Flow

    @Test func `frames are numbered where acknowledgements are wanted, and who owes too many is cut (7.4)`() throws {
        var desk = connected {
            $0.hsm.acknowledgeEvery = 2
            $0.hsm.missingAcknowledgements = 3
        }
        desk.say(NeoHSMClient.subscribe(["sf|nse_cm|2885"]))
        _ = desk.frames()
        for step in 0..<5 {
            try desk.trade("140\(step).50")
            desk.wait(250)
        }
        let frames = desk.frames()
        #expect(frames.map { $0[6] } == [2, 3, 4, 5, 6])
        desk.say(NeoHSMClient.message(3, [(1, [0, 0, 0, 6])]))
        for step in 0..<6 {
            try desk.trade("141\(step).50")
            desk.wait(250)
        }
        #expect(!desk.isEnded())
        try desk.trade("1420.50")
        desk.wait(250)
        #expect(desk.isEnded())
    }

    @Test func `without acknowledgements frames have no number`() throws {
        var desk = NeoFeedDesk { $0.hsm.acknowledgeEvery = 0 }
        desk.open(.hsm)
        desk.say(NeoHSMClient.connect)
        #expect(desk.frames() == [NeoHSMFrame.welcome(acknowledgeEvery: 0)])
        desk.say(NeoHSMClient.subscribe(["sf|nse_cm|2885"]))
        let frame = try #require(desk.frames().last)
        #expect(Array(frame[2...4]) == [6, 0, 1])
        #expect(frame[7] == UInt8(ascii: "S"))
    }

    @Test func `many packets make many frames`() throws {
        var desk = connected { $0.hsm.packetsPerFrame = 2 }
        desk.say(NeoHSMClient.subscribe(["sf|nse_cm|2885", "sf|nse_cm|11536", "sf|nse_fo|56526"]))
        #expect(desk.frames().dropFirst().map { packets($0) } == [["S1", "S2"], ["S3"]])
    }

    @Test func `a paused channel waits for its resumption where pausing means something`() throws {
        // Bit 1 << n of the second half is channel n (7.2).
        let two: [(UInt8, [UInt8])] = [(1, [0, 0, 0, 0, 0, 0, 0, 4])]
        for pauses in [false, true] {
            var desk = connected { $0.hsm.pauses = pauses }
            desk.say(NeoHSMClient.subscribe(["sf|nse_cm|2885"], channel: 2))
            desk.say(NeoHSMClient.subscribe(["sf|nse_cm|11536"], channel: 3))
            desk.say(NeoHSMClient.message(7, two))
            #expect(desk.frames().last == NeoHSMFrame.answer(.pause, true))
            try desk.trade("1401.00")
            try desk.trade("3001.00", slot: 1)
            desk.wait(1000)
            let seen = desk.frames().flatMap { packets($0) }
            #expect(Set(seen) == (pauses ? ["U2"] : ["U1", "U2"]))
            desk.say(NeoHSMClient.message(8, two))
            desk.wait(1000)
            let frames = desk.frames()
            #expect(frames.first == NeoHSMFrame.answer(.resume, true))
            #expect(frames.dropFirst().flatMap { packets($0) } == (pauses ? ["U1"] : []))
        }
    }

    @Test func `a throttled connection is told seldom and misses nothing`() throws {
        var desk = connected { $0.hsm.throttleUnit = .milliseconds(1) }
        desk.say(NeoHSMClient.subscribe(["sf|nse_cm|2885"]))
        desk.say(NeoHSMClient.message(2, [(1, [0, 0, 0x07, 0xD0])]))
        _ = desk.frames()
        for step in 0..<7 {
            try desk.trade("140\(step + 1).50")
            desk.wait(250)
        }
        #expect(desk.frames().count == 1)
        desk.wait(2000)
        let frames = desk.frames()
        #expect(frames.count == 1)
        var decoder = Array(try #require(frames.last)[9...])
        // The last price of the seven stands in it.
        decoder.removeFirst(8 + 5 * 4)
        #expect(Array(decoder.prefix(4)) == [0, 0x02, 0x25, 0xCE])
    }

    @Test func `quotes and depth of one scrip end a connection where that is so (trap 19)`() throws {
        var desk = connected { $0.hsm.mixedFor = .seconds(60) }
        desk.say(NeoHSMClient.subscribe(["sf|nse_cm|2885"]))
        desk.wait(70_000)
        #expect(!desk.isEnded())
        desk.say(NeoHSMClient.subscribe(["dp|nse_cm|2885"]))
        desk.wait(59_000)
        #expect(!desk.isEnded())
        desk.wait(2000)
        #expect(desk.isEnded())
    }

    @Test func `an option chain is refused with an empty list`() {
        var desk = connected()
        let fields: [(UInt8, [UInt8])] = [
            (1, Array("NIFTY".utf8)), (2, [0, 0, 0, 0, 0, 0, 0, 1]), (3, [5]), (4, [5]), (5, [1]),
        ]
        desk.say(NeoHSMClient.message(10, fields))
        #expect(desk.frames() == [NeoHSMFrame.optionChain(false, key: "NIFTY", data: #"{"data":[]}"#)])
    }

    @Test func `a silent feed answers and sends no price`() throws {
        var desk = connected { $0.isSilent = true }
        desk.say(NeoHSMClient.subscribe(["sf|nse_cm|2885"]))
        #expect(desk.frames() == [subscribed])
        try desk.trade("1401.00")
        desk.wait(5000)
        #expect(desk.frames().isEmpty)
    }

    @Test func `an update may come before its snapshot where that is wanted`() throws {
        var desk = connected { $0.hsm.updatesFirst = true }
        desk.say(NeoHSMClient.subscribe(["sf|nse_cm|2885"]))
        #expect(packets(try #require(desk.frames().last)).map { $0.prefix(1) } == ["U", "S"])
    }
}
