import KotakNeoAdapter
import SaudaBroker
import SaudaCore
import Testing

/// The SFeed socket, protocol section 8.
@Suite struct SFeedTests {
    private static let file = "fixtures/kotak-neo/synthetic-sfeed-vectors.json"
    private static let picture = Hex.bytes(
        "B000281C0104000100450B0000B0390C00000000005CB70A000000000059214E00000000003824A26A000000003924A26A00"
            + "0000000C24020020240200BC280200CC220200AE2702000C000000000000006E260200000000000100000001000000000041"
            + "0000000000000000C047F1A6FF64428E030000EE5A020052ED0100707402007DB30100010000000201000000280000000000"
            + "0000A9270200030000004B00000000000000B327020004000000"
    )
    private static let accepted =
        #"{"message_code":1117,"exchanges":{"nse_cm":{"value":1,"divider":100},"nse_fo":{"value":2,"divider":100}}}"#

    private func vectors() throws -> [(name: String, bytes: [UInt8], decoded: [JSON])] {
        try #require(try Shared.json(Self.file)["vectors"].items).map { vector in
            (
                try #require(vector["name"].text), Hex.bytes(try #require(vector["hex"].text)),
                try #require(vector["decoded"].items)
            )
        }
    }

    private func codec(depth: Bool = false) throws -> Talk<SFeedCodec> {
        Talk(SFeedCodec(try Sample.listings(), user: "ABC12", sid: Secret("sid1"), wantsDepth: depth))
    }

    private func talking(_ wanted: [InstrumentID] = [Sample.reliance, Sample.nifty], depth: Bool = false) throws
        -> Talk<SFeedCodec>
    {
        var talk = try codec(depth: depth)
        _ = talk.opened()
        _ = talk.want(wanted)
        _ = talk.receive(Self.accepted)
        return talk
    }

    // MARK: Vectors

    @Test(.enabled(if: Shared.wants(file)))
    func `every vector decodes to its fields`() throws {
        var count = 0
        for vector in try vectors() {
            let text = unsafe SFeedDecoder.text(of: vector.bytes.span.bytes)
            #expect(!text.isMalformed && text.notes.isEmpty && text.lines.count == vector.decoded.count)
            for (line, wanted) in zip(text.lines, vector.decoded) {
                let found = try JSON(line)
                for (name, value) in try #require(wanted.members) where !value.isNull {
                    #expect(isSame(found[name], value), "\(vector.name) \(name) \(found[name]) \(value)")
                    count += 1
                }
            }
        }
        #expect(count > 60)
    }

    private func isSame(_ found: JSON, _ wanted: JSON) -> Bool {
        if found == wanted { return true }
        if let a = found.decimal(places: 4), let b = wanted.decimal(places: 4) { return a == b }
        if let a = found.items, let b = wanted.items {
            return a.count == b.count && zip(a, b).allSatisfy(isSame)
        }
        guard let a = found.members, let b = wanted.members else { return false }
        return b.allSatisfy { isSame(a[$0.key] ?? .null, $0.value) }
    }

    @Test(.enabled(if: Shared.wants(file)))
    func `every prefix is malformed but where a packet ends`() throws {
        for vector in try vectors() {
            let ends: Set<Int> = vector.name == "batch-mini-plus-index" ? [54] : []
            for count in 0..<vector.bytes.count {
                let cut = Array(vector.bytes.prefix(count))
                let text = unsafe SFeedDecoder.text(of: cut.span.bytes)
                #expect(text.isMalformed != ends.contains(count), "\(vector.name) \(count)")
            }
        }
    }

    @Test(.enabled(if: Shared.wants(file)))
    func `mutated frames end nothing, give JSON and no impossible tick`() throws {
        let frames = try vectors().map(\.bytes)
        var random = SplitMix(state: 8_001)
        var talk = try talking(depth: true)
        for _ in 0..<30_000 {
            let frame = random.mutated(frames.randomElement(using: &random) ?? [])
            for line in unsafe SFeedDecoder.text(of: frame.span.bytes).lines { _ = try JSON(line) }
            let output = talk.receive(frame)
            #expect(output.ticks.allSatisfy { $0.price.isPlausible && $0.quantity.units >= 0 })
        }
    }

    // MARK: Connection

    @Test func `the first message is the session, and subscriptions wait for its answer`() throws {
        var talk = try codec()
        let hello = talk.opened().send.compactMap { if case .text(let text) = $0 { text } else { nil } }
        let fields = try JSON(try #require(hello.first))
        #expect(fields["user"].text == "ABC12" && fields["auth"].text == "sid1")
        #expect(fields["format"].text == "native_batch" && fields["source"].text == "NEOTRADEAPI")
        #expect(fields["conn_req_time"].integer == talk.now.microseconds / 1000)
        #expect(talk.want([Sample.reliance, Sample.future, Sample.nifty]).send.isEmpty)
        let output = talk.receive(Self.accepted)
        #expect(output.isReady)
        #expect(
            output.send == [
                .text(#"{"event":"subscribeScrips","inputtoken":"nse_cm|2885,nse_fo|56526","ack_symbol":true}"#),
                .text(#"{"event":"subscribeIndices","inputtoken":"nse_cm|Nifty 50","ack_symbol":true}"#),
            ]
        )
        #expect(talk.want([Sample.nifty, Sample.reliance, Sample.future]).send.isEmpty)
        #expect(
            talk.want([Sample.nifty, Sample.reliance]).send == [
                .text(#"{"event":"unsubscribeScrips","inputtoken":"nse_fo|56526"}"#)
            ]
        )
    }

    @Test func `a refusal, a fallback and silence end the connection, each its own way`() throws {
        var refused = try codec()
        _ = refused.opened()
        #expect(refused.receive(#"{"message_code":1120}"#).close?.recovery == .signInAgain)
        var fallback = try codec()
        _ = fallback.opened()
        let text = #"{"message_code":1119,"format":"native_fallback","exchanges":{}}"#
        #expect(fallback.receive(text).close?.recovery == .retry(after: .seconds(30)))
        var zero = try codec()
        _ = zero.opened()
        let divider = #"{"message_code":1117,"exchanges":{"nse_cm":{"value":1,"divider":0}}}"#
        #expect(zero.receive(divider).close != nil)
        var silent = try codec()
        _ = silent.opened()
        silent.now = silent.now.advanced(by: .seconds(10))
        #expect(silent.timer().close?.recovery == .retry(after: .zero))
    }

    @Test func `both forms of the acknowledgement are fine, and a refused one is told`() throws {
        var talk = try talking()
        for text in [
            #"{"message_code":1109,"trading_symbols":{"nse_cm|2885":"RELIANCE-EQ"}}"#,
            #"{"message_code":1109,"error_code":0,"description":"SUBSCRIBED","data":{"nse_cm|2885":{}}}"#,
        ] {
            let output = talk.receive(text)
            #expect(output.skipped.isEmpty && output.notices.isEmpty && output.close == nil)
        }
        #expect(talk.receive(#"{"message_code":1109,"error_code":7}"#).notices.count == 1)
        for text in ["hello", "{", "[]", "null", #"{"message_code":5}"#] {
            let output = talk.receive(text)
            #expect(output.skipped.count == 1 && output.close == nil)
        }
    }

    // MARK: Prices

    @Test func `a picture gives the price, the step of the volume and the rows`() throws {
        var talk = try talking(depth: true)
        let first = talk.receive(Self.picture)
        let trade = Timestamp(microseconds: 1_789_011_000_000_000)
        #expect(
            first.ticks == [
                Tick(instrument: Sample.reliance, price: Price(paise: 141_230), exchangeTime: trade, source: .socket)
            ]
        )
        #expect(
            first.depths.first?.bids == [Depth.Level(price: Price(paise: 141_225), quantity: Quantity(40), orders: 3)]
        )
        #expect(
            first.depths.first?.asks == [Depth.Level(price: Price(paise: 141_235), quantity: Quantity(75), orders: 4)]
        )
        var next = Self.picture
        next[29] += 6
        #expect(talk.receive(next).ticks.map(\.quantity.units) == [6])
        #expect(talk.receive(Self.picture).ticks.map(\.quantity.units) == [0])
    }

    @Test func `the same number on another exchange, or on none, is another instrument`() throws {
        var talk = try talking()
        var other = Self.picture
        other[4] = 2
        #expect(talk.receive(other).skipped == ["an instrument that is not wanted": 1])
        other[4] = 77
        #expect(talk.receive(other).skipped == ["a packet of an unknown exchange": 1])
        _ = talk.want([Sample.nifty])
        #expect(talk.receive(Self.picture).skipped == ["an instrument that is not wanted": 1])
    }

    @Test func `the divider of the connection's answer decides`() throws {
        var talk = try codec()
        _ = talk.opened()
        _ = talk.want([Sample.reliance])
        _ = talk.receive(#"{"message_code":1117,"exchanges":{"nse_cm":{"value":1,"divider":10000}}}"#)
        #expect(talk.receive(Self.picture).ticks.map(\.price) == [Price(raw: 141_230)])
    }

    @Test func `counts of rows and lengths that lie give no price`() throws {
        for (place, value) in [(0, UInt8(0xAF)), (0, 0xFF), (1, 1), (89, 2), (92, 0xFF), (93, 0), (5, 1)] {
            var frame = Self.picture
            frame[place] = value
            var talk = try talking(depth: true)
            let output = talk.receive(frame)
            #expect(output.ticks.isEmpty && output.depths.isEmpty && !output.skipped.isEmpty, "\(place)")
        }
    }

    @Test func `prices before the answer are counted`() throws {
        var talk = try codec()
        _ = talk.opened()
        _ = talk.want([Sample.reliance])
        #expect(talk.receive(Self.picture).skipped == ["prices before the connection was accepted": 1])
    }
}
