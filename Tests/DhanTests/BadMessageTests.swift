import DhanAdapter
import SaudaBroker
import SaudaCore
import Testing

/// Messages that should not be, on both sockets: each is counted, and none ends the connection or makes up a price or an
/// order (protocol sections 3.3, 3.4, 4.3 and 4.4).
@Suite struct BadMessageTests {
    // MARK: Orders

    private func receive(_ text: String) throws -> StreamOutput {
        var codec = OrderCodec(try Sample.listings(), client: "1100000001", token: Secret("demo"))
        var output = StreamOutput()
        codec.opened(at: Sample.now, into: &output)
        output.removeAll()
        codec.receive(text: text, at: Sample.now, into: &output)
        return output
    }

    @Test func `a good message is an order, and the book is read after it`() throws {
        let output = try receive(Rows.message())
        #expect(output.orders.map(\.id.text) == ["1"])
        #expect(output.orders.map(\.instrument) == [Sample.bank])
        #expect(output.orders.map(\.value) == [Money(paise: 800_125)])
        #expect(output.readOrders)
        #expect(output.skipped.isEmpty)
    }

    @Test(
        "a message with a value that cannot be is counted, and the book is read instead",
        arguments: [
            ("quantity", "1e300"), ("quantity", "-1"), ("quantity", "4"), ("tradedQty", "11"), ("price", "-0.05"),
            ("price", "\"NaN\""), ("price", "1e17"), ("avgTradedPrice", "0"), ("avgTradedPrice", "-1600"),
            ("avgTradedPrice", "1e300"), ("avgTradedPrice", "\"Infinity\""), ("orderNo", "\"0\""), ("orderNo", "null"),
            ("segment", "\"X\""), ("exchange", "\"NYSE\""), ("securityId", "null"), ("txnType", "\"H\""),
            ("orderType", "\"NEW\""), ("product", "\"Z\""), ("validity", "\"GTC\""), ("status", "null"),
            ("clientId", "\"1100000002\""),
            // The other spelling of a key that is there, and says otherwise.
            ("OrderNo", "\"2\""), ("TradedQty", "6"), ("Status", "\"Traded\""),
        ]
    )
    func impossible(name: String, value: String) throws {
        let output = try receive(Rows.message([name: value]))
        #expect(output.orders.isEmpty)
        #expect(output.skipped.values.reduce(0, +) == 1)
        #expect(output.readOrders)
        #expect(output.close == nil)
    }

    @Test func `a status that is not known is no end`() throws {
        let row = try #require(try receive(Rows.message(["status": "\"Frozen\""])).orders.first)
        #expect(row.status == .unknown("Frozen"))
        #expect(!row.isFinal)
    }

    @Test func `a security id is of the segment that the message names`() throws {
        #expect(try receive(Rows.message(["segment": "\"D\""])).orders.map(\.instrument) == [nil])
        #expect(try receive(Rows.message(["exchange": "\"BSE\""])).orders.map(\.instrument) == [nil])
    }

    @Test func `an order that nobody placed here is told like any other`() throws {
        let strange = ["orderNo": "\"987654321\"", "correlationId": "\"\"", "orderPlatform": "\"FAST\""]
        let row = try #require(try receive(Rows.message(strange)).orders.first)
        #expect(row.id == BrokerOrderID("987654321"))
        #expect(row.tag == nil)
    }

    @Test(
        "what is no order message is counted",
        arguments: [
            "", "hello", "{", "[]", "null", "7", "<html></html>", "{}", "{\"Type\":7}", "{\"Type\":\"order_alert\"}",
            "{\"Type\":\"order_alert\",\"Data\":[]}", "{\"Type\":\"order_alert\",\"Data\":{}}", "{\"Type\":\"news\"}",
            "{\"Data\":{},\"Data\":{},\"Type\":\"order_alert\"}",
        ]
    )
    func nothing(text: String) throws {
        let output = try receive(text)
        #expect(output.orders.isEmpty)
        #expect(output.skipped.values.reduce(0, +) == 1)
        #expect(output.close == nil)
    }

    @Test func `a message that is cut anywhere is no order`() throws {
        let text = Rows.message()
        for count in 0..<text.utf8.count {
            let output = try receive(String(text.prefix(count)))
            #expect(output.orders.isEmpty)
            #expect(!output.skipped.isEmpty)
        }
    }

    @Test func `a message whose bytes are changed gives no impossible order`() throws {
        var dice = SplitMix(state: 17)
        let good = Array(Rows.message().utf8)
        for _ in 0..<3000 {
            var bytes = good
            for _ in 0...Int.random(in: 0..<4, using: &dice) {
                bytes[Int.random(in: 0..<bytes.count, using: &dice)] = UInt8.random(in: 0x20...0x7E, using: &dice)
            }
            for row in try receive(String(decoding: bytes, as: UTF8.self)).orders {
                #expect(row.filled.units >= 0 && row.filled <= row.terms.quantity)
                #expect(row.terms.quantity <= .limit)
                #expect(row.terms.limit >= .zero && row.terms.limit <= .limit)
                #expect(row.value >= .zero)
            }
        }
    }

    // MARK: Prices

    private func feed(depth: Bool = false) throws -> FeedCodec {
        var codec = FeedCodec(try Sample.listings(), wantsDepth: depth)
        _ = codec.opened()
        _ = codec.want(Sample.everything)
        return codec
    }

    private func bytes(_ value: Float) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * UInt32($0))) }
    }

    @Test(arguments: [UInt8(3), 9, 20, 41, 51, 99, 255])
    func `a packet of a kind never seen is counted, and those around it are taken`(code: UInt8) throws {
        var codec = try feed()
        let unknown = [code, 24, 0, 1, 0x35, 5, 0, 0] + [UInt8](repeating: 0xFF, count: 16)
        let output = codec.receive(Sample.ticker + unknown + Sample.index)
        #expect(output.ticks.map(\.instrument) == [Sample.bank, Sample.nifty])
        #expect(output.skipped == ["a packet of code \(code) and 24 bytes": 1])
        #expect(output.close == nil)
    }

    @Test("a packet longer or shorter than its kind gives no price", arguments: [UInt8(2), 4, 8])
    func wrongLength(code: UInt8) throws {
        var codec = try feed(depth: true)
        for count in 8...200 where ![16, 50, 162].contains(count) {
            var packet = [code, UInt8(count), 0, 1, 0x35, 5, 0, 0]
            packet += [UInt8](repeating: 0x44, count: count - 8)
            let output = codec.receive(packet)
            #expect(output.ticks.isEmpty && output.depths.isEmpty, "\(count)")
            #expect(output.skipped == ["a packet of code \(code) and \(count) bytes": 1])
        }
    }

    @Test func `a message of a mebibyte is walked to its end`() throws {
        var codec = try feed()
        let many = [[UInt8]](repeating: Sample.openInterest, count: (1 << 20) / Sample.openInterest.count)
        let output = codec.receive(Array(many.joined()) + Sample.ticker)
        #expect(output.ticks.count == 1)
        #expect(output.skipped.isEmpty)
    }

    @Test(arguments: [.nan, .signalingNaN, .infinity, -.infinity, 0, -0.0, -152.3, 10_000_001, 1e-30] as [Float])
    func `a float that is no price is none, last price and each level alike`(value: Float) throws {
        var codec = try feed(depth: true)
        var last = Sample.full
        last.replaceSubrange(8..<12, with: bytes(value))
        let priceless = codec.receive(last)
        #expect(priceless.ticks.isEmpty)
        #expect(priceless.skipped.values.reduce(0, +) == 1)
        var level = Sample.full
        level.replaceSubrange(74..<78, with: bytes(value))
        level.replaceSubrange(98..<102, with: bytes(value))
        let depth = try #require(codec.receive(level).depths.first)
        #expect(depth.bids.map(\.price) == [15_205, 15_200, 15_195, 15_190].map(Price.init(paise:)))
        #expect(depth.asks.map(\.price) == [15_230, 15_240, 15_245, 15_250].map(Price.init(paise:)))
    }

    @Test func `a price off its tick is told as it came, to the paisa`() throws {
        var codec = try feed()
        var frame = Sample.ticker
        frame.replaceSubrange(8..<12, with: bytes(1642.07))
        #expect(codec.receive(frame).ticks.map(\.price) == [Price(paise: 164_207)])
    }
}
