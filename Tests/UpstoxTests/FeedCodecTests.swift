import SaudaBroker
import SaudaCore
import Testing
import UpstoxAdapter

/// The feed's dialect, section 8.
@Suite struct FeedCodecTests {
    private func codec(_ wanted: [InstrumentID] = Sample.everything, depth: Bool = false) throws -> FeedCodec {
        var codec = FeedCodec(try Sample.listings(), wantsDepth: depth)
        _ = codec.opened()
        _ = codec.want(wanted)
        return codec
    }

    /// The JSON of a request, which has to be a binary message (trap T18).
    private func request(_ message: SocketMessage) throws -> JSON {
        guard case .binary(let bytes) = message else {
            Issue.record("no binary message: \(message)")
            return .null
        }
        return try JSON(bytes)
    }

    private func keys(_ request: JSON) -> [String] { request["data"]["instrumentKeys"].items?.compactMap(\.text) ?? [] }

    // MARK: Subscriptions

    @Test func `what was wanted before the connection is asked for when it opens, all of it in full`() throws {
        var codec = FeedCodec(try Sample.listings())
        #expect(codec.want([Sample.nifty, Sample.share]).send.isEmpty)
        let output = codec.opened()
        #expect(output.isReady)
        #expect(output.send.count == 1)
        let request = try request(output.send[0])
        #expect(request["method"].text == "sub")
        #expect(request["data"]["mode"].text == "full")
        #expect(keys(request) == [Sample.niftyKey, Sample.shareKey])
        #expect(request["guid"].text?.isEmpty == false)
    }

    @Test func `only differences are sent, and leaving has no mode`() throws {
        var codec = try codec([Sample.share])
        #expect(codec.want([Sample.share]).send.isEmpty)
        let sent = try codec.want([Sample.nifty]).send.map { try request($0) }
        #expect(sent.map { $0["method"].text } == ["unsub", "sub"])
        #expect(sent.map(keys) == [[Sample.shareKey], [Sample.niftyKey]])
        #expect(sent[0]["data"]["mode"].isNull)
    }

    @Test func `a message names five hundred instruments at most`() throws {
        var table = ListingTable()
        var ids: [InstrumentID] = []
        for number in UInt32(0)..<1250 {
            let id = InstrumentID(index: number)
            let key = "NSE_FO|\(number + 1)"
            try table.add(Listing(Instrument(symbol: "S\(number)"), feedKey: key, orderKey: key), as: id)
            ids.append(id)
        }
        var codec = FeedCodec(table)
        _ = codec.opened()
        let sent = try codec.want(ids).send.map { try request($0) }
        #expect(sent.map { keys($0).count } == [500, 500, 250])
        #expect(Set(sent.flatMap(keys)).count == 1250)
        #expect(Set(sent.map { $0["guid"].text }).count == 3)
    }

    @Test func `an instrument that is not listed is left out and counted`() throws {
        var codec = FeedCodec(try Sample.listings())
        _ = codec.opened()
        let output = codec.want([InstrumentID(index: 99), Sample.share, Sample.share])
        #expect(try output.send.flatMap { keys(try request($0)) } == [Sample.shareKey])
        #expect(output.skipped.values.reduce(0, +) == 1)
    }

    // MARK: Prices

    @Test func `a full, an index and a first-level message each give a tick with the exchange's time`() throws {
        var codec = try codec()
        let output = codec.take(Feed.all)
        #expect(output.ticks.map(\.instrument) == [Sample.share, Sample.nifty, Sample.option])
        #expect(output.ticks.map(\.price) == [Price(paise: 5270), Price(paise: 2_501_255), Price(paise: 12_100)])
        #expect(output.ticks.allSatisfy { $0.exchangeTime.microseconds == Sample.traded * 1000 })
        #expect(output.ticks.allSatisfy { $0.source == .socket && $0.quantity == .zero })
        #expect(output.skipped.isEmpty)
        #expect(output.depths.isEmpty)
    }

    @Test func `a snapshot has no type on the wire and is taken like any other (T20)`() throws {
        var codec = try codec()
        let frame = Feed.frame([(Sample.shareKey, Feed.lastPrice(Feed.last(52.7)))], type: 0)
        #expect(codec.take(frame).ticks.map(\.price) == [Price(paise: 5270)])
    }

    @Test func `the quantity is what the volume grew by`() throws {
        var codec = try codec()
        func quantity(_ volume: Int64) -> Int64? {
            let feed = Feed.market(Feed.last(52.7), volume: volume)
            return codec.take(Feed.frame([(Sample.shareKey, feed)])).ticks.first?.quantity.units
        }
        #expect(quantity(100) == 0)
        #expect(quantity(130) == 30)
        #expect(quantity(130) == 0)
        // A new day, or an old snapshot.
        #expect(quantity(40) == 0)
        #expect(quantity(45) == 5)
        #expect(quantity(-1) == 0)
        #expect(quantity(.max) == Quantity.limit.units)
    }

    @Test func `what is wanted again keeps its volume, what was left out begins anew`() throws {
        var codec = try codec([Sample.share])
        let first = Feed.frame([(Sample.shareKey, Feed.market(Feed.last(52.7), volume: 100))])
        let second = Feed.frame([(Sample.shareKey, Feed.market(Feed.last(52.7), volume: 150))])
        _ = codec.take(first)
        _ = codec.want([Sample.share, Sample.nifty])
        #expect(codec.take(second).ticks.map(\.quantity.units) == [50])
        _ = codec.want([Sample.nifty])
        _ = codec.want([Sample.share])
        #expect(codec.take(first).ticks.map(\.quantity.units) == [0])
    }

    @Test(
        "a float made wider is the tick it names",
        arguments: [
            (52.04999923706055, 52_0500), (52.7, 52_7000), (1642.050048828125, 1642_0500), (9999.95, 9999_9500),
            // Of no tick of 0.05: to the paisa.
            (52.43, 52_4300), (52.4312, 52_4300),
        ] as [(Double, Int64)]
    )
    func wider(value: Double, raw: Int64) throws {
        var codec = try codec()
        let frame = Feed.frame([(Sample.shareKey, Feed.lastPrice(Feed.last(value)))])
        #expect(codec.take(frame).ticks.map(\.price.raw) == [raw])
    }

    @Test func `every tick of a share comes out of its double and of its float`() {
        let prices = FeedPrices(tick: Price(paise: 5))
        // A float has steps of 1/512 rupee at 20,000, so that each still names one tick.
        let lost = stride(from: Int64(500), through: 200_000_000, by: 3500).first { raw in
            let rupees = Double(raw) / 10_000
            return prices.price(rupees)?.raw != raw || prices.price(Double(Float(rupees)))?.raw != raw
        }
        #expect(lost == nil)
    }

    @Test(
        "what is no price is left out and counted",
        arguments: [0, -5, .nan, .infinity, -.infinity, 10_000_001, 1e300, 0.00001] as [Double]
    )
    func impossible(value: Double) throws {
        var codec = try codec()
        let frame = Feed.frame([
            (Sample.shareKey, Feed.lastPrice(Feed.last(value))), (Sample.niftyKey, Feed.index(Feed.last(25_012.55))),
        ])
        let output = codec.take(frame)
        #expect(output.ticks.map(\.instrument) == [Sample.nifty])
        #expect(output.skipped.values.reduce(0, +) == 1)
    }

    @Test(
        "a time that no exchange can mean is left out and counted",
        arguments: [0, -1, 1, 946_684_799_999, .max, Sample.traded + 90_000_000] as [Int64]
    )
    func strangeTime(time: Int64) throws {
        var codec = try codec()
        let output = codec.take(Feed.frame([(Sample.shareKey, Feed.lastPrice(Feed.last(52.7, at: time)))]))
        #expect(output.ticks.isEmpty)
        #expect(output.skipped.values.reduce(0, +) == 1)
    }

    @Test func `keys that are not wanted, empty or nearly right are left out and counted`() throws {
        var codec = try codec([Sample.share])
        let feed = Feed.lastPrice(Feed.last(52.7))
        let strangers = ["", "NSE_EQ|INE000A0102", "NSE_EQ|INE000A010200", "BSE_EQ|INE000A01020", Sample.niftyKey]
        let output = codec.take(Feed.frame(strangers.map { ($0, feed) }))
        #expect(output.ticks.isEmpty)
        #expect(output.skipped == ["an instrument that is not wanted": strangers.count])
    }

    @Test func `market states are no prices and nothing odd, and an empty message is counted`() throws {
        var codec = try codec()
        let states = codec.take(Feed.states)
        #expect(states.ticks.isEmpty)
        #expect(states.skipped.isEmpty)
        #expect(states.close == nil)
        #expect(codec.take([UInt8]()).skipped == ["a message without prices": 1])
        let empty = codec.take(Feed.frame([(Sample.shareKey, [])]))
        #expect(empty.skipped == ["a message of an unknown kind": 1])
    }

    @Test func `unknown fields are passed over at every level`() throws {
        let strange =
            Proto.field(77, "new") + Proto.field(78, Int64(5)) + Proto.field(79, 2.5) + [0xFD, 0x04, 1, 2, 3, 4]
        let last = Feed.last(52.7) + strange
        let body = Proto.field(1, last) + Proto.field(6, Int64(5)) + strange
        let feed = strange + Proto.field(2, strange + Proto.field(1, body)) + strange
        var codec = try codec()
        let output = codec.take(strange + Feed.frame([(Sample.shareKey, feed)]) + strange)
        #expect(output.ticks.map(\.price) == [Price(paise: 5270)])
        #expect(output.skipped.isEmpty)
    }

    // MARK: Depth

    @Test func `where depth is wanted five levels of a share come with the tick, of an index none`() throws {
        var codec = try codec(depth: true)
        let output = codec.take(Feed.all)
        #expect(output.ticks.count == 3)
        #expect(output.depths.map(\.instrument) == [Sample.share, Sample.option])
        let depth = try #require(output.depths.first)
        #expect(depth.bids.map(\.price.raw) == [526_500, 526_000, 525_500, 525_000, 524_500])
        #expect(depth.asks.map(\.price.raw) == [527_000, 527_500, 528_000, 528_500, 529_000])
        #expect(depth.bids.map(\.quantity.units) == [10, 20, 25, 1, 3])
        #expect(depth.time.microseconds == Sample.traded * 1000)
        #expect(output.depths.last?.asks.map(\.price) == [Price(paise: 12_105)])
    }

    @Test func `a side that is empty or cannot be is left out, and thirty levels are cut to five`() throws {
        var codec = try codec(depth: true)
        let odd = [Feed.level(0, 0, 5, 52.7), Feed.level(10, -1, 0, 52.75), Feed.level(10, 52.6, 5, .nan)]
        let levels = odd + Array(repeating: Feed.level(1, 52.5, 2, 52.8), count: 30)
        let feed = Feed.market(Feed.last(52.7), volume: 1, levels: levels)
        let depth = try #require(codec.take(Feed.frame([(Sample.shareKey, feed)])).depths.first)
        #expect(depth.bids.map(\.price.raw) == [526_000, 525_000, 525_000, 525_000, 525_000])
        #expect(depth.asks.map(\.price.raw) == [527_000, 528_000, 528_000, 528_000, 528_000])
    }

    // MARK: Texts

    @Test func `a refused request is told to people, other texts are counted`() throws {
        var codec = try codec()
        let refused = codec.take(#"{"status":"failed","method":"sub","error":"too many keys"}"#)
        #expect(refused.notices.count == 1)
        #expect(refused.notices.first?.contains("too many keys") == true)
        for text in ["", "{}", "hello", #"{"status":"ok"}"#] {
            let output = codec.take(text)
            #expect(output.notices.isEmpty)
            #expect(output.skipped.values.reduce(0, +) == 1)
        }
    }
}
