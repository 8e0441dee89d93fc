import DhanAdapter
import SaudaBroker
import SaudaCore
import Testing

/// The depth of twenty levels, protocol section 3.7.
@Suite struct DepthCodecTests {
    private typealias Row = (price: Double, quantity: UInt32, orders: UInt32)

    /// One side as on the wire, filled up to twenty levels.
    private func side(_ code: UInt8, _ rows: [Row], segment: UInt8 = 1, id: UInt32 = 1333) -> [UInt8] {
        var bytes: [UInt8] = [0x4C, 0x01, code, segment]
        func put(_ value: some FixedWidthInteger) {
            for shift in stride(from: 0, to: value.bitWidth, by: 8) {
                bytes.append(UInt8(truncatingIfNeeded: value >> shift))
            }
        }
        put(id)
        put(UInt32(7001))
        for index in 0..<20 {
            let row: Row = index < rows.count ? rows[index] : (0, 0, 0)
            put(row.price.bitPattern)
            put(row.quantity)
            put(row.orders)
        }
        return bytes
    }

    private func codec(_ wanted: [InstrumentID] = [Sample.bank, Sample.option]) throws -> DepthCodec {
        var codec = DepthCodec(try Sample.listings())
        _ = codec.opened()
        _ = codec.want(wanted)
        return codec
    }

    private let bids: [Row] = [(1642.0, 100, 1), (1641.95, 125, 2)]
    private let asks: [Row] = [(1642.05, 90, 3)]

    @Test func `both sides of a message are one depth, in exact prices, of the moment it came`() throws {
        var codec = try codec()
        let output = codec.receive(side(41, bids) + side(51, asks))
        let depth = try #require(output.depths.first)
        #expect(output.depths.count == 1 && output.ticks.isEmpty && output.skipped.isEmpty)
        #expect(depth.instrument == Sample.bank && depth.time == Sample.now)
        #expect(depth.bids.map(\.price) == [Price(paise: 164_200), Price(paise: 164_195)])
        #expect(depth.bids.map(\.quantity) == [Quantity(100), Quantity(125)])
        #expect(depth.asks == [Depth.Level(price: Price(paise: 164_205), quantity: Quantity(90), orders: 3)])
        let later = try #require(codec.receive(side(51, [])).depths.first)
        #expect(later.asks.isEmpty && later.bids == depth.bids)
    }

    @Test func `only what has twenty levels is asked for, and only differences are sent`() throws {
        var codec = try codec([Sample.bank])
        let more = codec.want([Sample.bank, Sample.option, Sample.nifty])
        #expect(
            more.send == [
                .text(
                    #"{"RequestCode":23,"InstrumentCount":1,"InstrumentList":[{"ExchangeSegment":"NSE_FNO","SecurityId":"35084"}]}"#
                )
            ]
        )
        #expect(more.skipped == ["an instrument whose depth is not fed": 1])
        #expect(
            codec.want([Sample.option]).send == [
                .text(
                    #"{"RequestCode":24,"InstrumentCount":1,"InstrumentList":[{"ExchangeSegment":"NSE_EQ","SecurityId":"1333"}]}"#
                )
            ]
        )
        #expect(codec.receive(side(41, bids)).skipped == ["an instrument that is not wanted": 1])
    }

    @Test(
        "a side with a price that is none, or out of order, is left out and counted",
        arguments: [.nan, .infinity, -1642, 0, 1e12, 1643] as [Double]
    )
    func badLevel(price: Double) throws {
        var codec = try codec()
        _ = codec.receive(side(41, bids))
        let output = codec.receive(side(41, [(1642.0, 100, 1), (price, 1, 1)]))
        #expect(output.depths.isEmpty && output.skipped == ["a side that is no order of prices": 1])
        #expect(try #require(codec.receive(side(51, asks)).depths.first).bids.count == 2)
    }

    @Test func `quantities and orders beyond what a level holds are cut to it`() throws {
        var codec = try codec()
        let level = try #require(codec.receive(side(51, [(0.05, .max, .max)])).depths.first?.asks.first)
        #expect(level.quantity.units <= Quantity.limit.units && level.orders == .max)
    }

    @Test func `a disconnect says why, in either place, and heartbeats say nothing`() throws {
        for text in ["0e00 32 01 00000000 00000000 2503", "0e00 32 01 00000000 25030000 0000"] {
            var codec = try codec()
            let close = try #require(codec.receive(Hex.bytes(text)).close)
            #expect(close.recovery == .slowDown(after: .seconds(60)), "\(text)")
        }
        var codec = try codec()
        let idle = codec.receive(Hex.bytes("0c00 00 00 00000000 00000000"))
        #expect(idle.close == nil && idle.skipped.isEmpty && idle.depths.isEmpty)
        #expect(codec.receive(Hex.bytes("0c00 63 00 00000000 00000000")).skipped == ["a packet of code 99": 1])
    }

    @Test func `every prefix gives the sides that are whole`() throws {
        let frame = side(41, bids) + side(51, asks)
        for count in 1..<frame.count {
            var codec = try codec()
            let output = codec.receive(Array(frame.prefix(count)))
            #expect(output.depths.count == (count >= 332 ? 1 : 0), "\(count)")
            #expect(output.skipped.isEmpty == (count == 332), "\(count)")
        }
    }

    @Test func `whatever bytes come, levels are prices in order`() throws {
        var dice = SplitMix(state: 20)
        var codec = try codec()
        for _ in 0..<3000 {
            var frame = side(41, bids) + side(51, asks, segment: 2, id: 35_084)
            for _ in 0..<Int.random(in: 1...6, using: &dice) {
                frame[Int.random(in: 0..<frame.count, using: &dice)] = UInt8.random(in: 0...255, using: &dice)
            }
            for depth in codec.receive(frame).depths {
                for level in depth.bids + depth.asks { #expect(level.price.isPlausible) }
                #expect(zip(depth.bids, depth.bids.dropFirst()).allSatisfy { $0.price >= $1.price })
                #expect(zip(depth.asks, depth.asks.dropFirst()).allSatisfy { $0.price <= $1.price })
            }
        }
    }

    @Test(.enabled(if: Shared.wants("fixtures/dhan/synthetic-frames.json")))
    func `the fixtures' twenty levels decode to theirs`() throws {
        let vectors = try #require(try JSON(Shared.bytes("fixtures/dhan/synthetic-frames.json")).items)
        let vector = try #require(vectors.first { $0["name"].text?.hasPrefix("20-level") == true })
        let frame = Hex.bytes(try #require(vector["hex"].text))
        var codec = try codec()
        let depth = try #require(codec.receive(frame).depths.first)
        for (levels, packet) in zip([depth.bids, depth.asks], try #require(vector["decoded"]["packets"].items)) {
            #expect(levels.count == 20)
            for (level, name) in [(levels[0], "firstLevel"), (levels[19], "lastLevel")] {
                let wanted = try #require(packet[name].items)
                #expect(level.price.raw == wanted[0].decimal(places: 4))
                #expect(level.quantity.units == wanted[1].integer && Int64(level.orders) == wanted[2].integer)
            }
        }
    }

    @Test func `twenty levels are taken where all listings have them, else the five of the price feed`() throws {
        let session = BrokerSession(
            user: "1100000001",
            secrets: ["access-token": Secret("t")],
            issued: Sample.now,
            expires: nil
        )
        func url(_ listings: [Listing]) throws -> String {
            var table = ListingTable()
            for (index, listing) in listings.enumerated() {
                try table.add(listing, as: InstrumentID(index: UInt32(index)))
            }
            let credentials = Credentials(user: "1100000001", secrets: [:])
            let context = AdapterContext(credentials: credentials, session: session, listings: table)
            return try #require(try Dhan().depthFeed(in: context).request?.url)
        }
        let deep = try url([Sample.bankListing, Sample.optionListing])
        #expect(deep == "wss://depth-api-feed.dhan.co/twentydepth?token=t&clientId=1100000001&authType=2")
        #expect(try url([Sample.bankListing, Sample.niftyListing]).hasPrefix("wss://api-feed.dhan.co?version=2"))
    }
}

extension DepthCodec {
    mutating func receive(_ frame: [UInt8]) -> StreamOutput {
        var output = StreamOutput()
        unsafe receive(binary: frame.span.bytes, at: Sample.now, into: &output)
        return output
    }

    mutating func want(_ instruments: [InstrumentID]) -> StreamOutput {
        var output = StreamOutput()
        want(instruments, at: Sample.now, into: &output)
        return output
    }

    mutating func opened() -> StreamOutput {
        var output = StreamOutput()
        opened(at: Sample.now, into: &output)
        return output
    }
}
