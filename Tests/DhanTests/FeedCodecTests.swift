import DhanAdapter
import SaudaBroker
import SaudaCore
import Testing

/// The feed's dialect, protocol sections 3.1, 3.2, 3.5, 3.6 and 5.
@Suite struct FeedCodecTests {
    private func codec(_ wanted: [InstrumentID] = Sample.everything, depth: Bool = false) throws -> FeedCodec {
        var codec = FeedCodec(try Sample.listings(), wantsDepth: depth)
        _ = codec.opened()
        _ = codec.want(wanted)
        return codec
    }

    private func request(_ code: Int, _ segment: String, _ id: Int) -> SocketMessage {
        .text(
            #"{"RequestCode":\#(code),"InstrumentCount":1,"InstrumentList":[{"ExchangeSegment":"\#(segment)","SecurityId":"\#(id)"}]}"#
        )
    }

    // MARK: Subscriptions

    @Test func `what was wanted before the connection is asked for when it opens, indices in Ticker mode`() throws {
        var codec = FeedCodec(try Sample.listings())
        #expect(codec.want([Sample.nifty, Sample.bank]).send.isEmpty)
        let output = codec.opened()
        #expect(output.isReady)
        #expect(output.send == [request(15, "IDX_I", 13), request(17, "NSE_EQ", 1333)])
    }

    @Test func `where depth is read everything but indices comes in Full mode`() throws {
        var codec = FeedCodec(try Sample.listings(), wantsDepth: true)
        _ = codec.opened()
        let output = codec.want([Sample.nifty, Sample.option])
        #expect(output.send == [request(15, "IDX_I", 13), request(21, "NSE_FNO", 35_084)])
    }

    @Test func `only differences are sent, each with the code of its mode`() throws {
        var codec = try codec([Sample.bank])
        #expect(codec.want([Sample.bank]).send.isEmpty)
        #expect(codec.want([Sample.nifty]).send == [request(18, "NSE_EQ", 1333), request(15, "IDX_I", 13)])
        #expect(codec.want([]).send == [request(16, "IDX_I", 13)])
    }

    @Test func `a message names a hundred instruments at most, and their number`() throws {
        var table = ListingTable()
        var ids: [InstrumentID] = []
        for number in UInt32(0)..<250 {
            let id = InstrumentID(index: number)
            let key = "NSE_EQ:\(number + 1)"
            let share = Instrument(symbol: "S\(number)", tick: Price(paise: 5))
            try table.add(Listing(share, feedKey: key + ":EQUITY", orderKey: key), as: id)
            ids.append(id)
        }
        var codec = FeedCodec(table)
        _ = codec.opened()
        let sent = codec.want(ids).send
        let counts = try sent.map { message in
            guard case .text(let text) = message else { return (Int64(0), 0) }
            let body = try JSON(text)
            return (body["InstrumentCount"].integer ?? 0, body["InstrumentList"].items?.count ?? 0)
        }
        #expect(counts.map(\.0) == [100, 100, 50] && counts.map(\.1) == [100, 100, 50])
    }

    @Test func `an instrument without a security id is left out and counted`() throws {
        var codec = FeedCodec(try Sample.listings())
        _ = codec.opened()
        let output = codec.want([InstrumentID(index: 99), Sample.bank, Sample.bank])
        #expect(output.send == [request(17, "NSE_EQ", 1333)])
        #expect(output.skipped.values.reduce(0, +) == 1)
    }

    // MARK: Prices

    @Test func `ticker, quote and full give a tick with the exchange's time`() throws {
        var codec = try codec()
        for (frame, instrument, paise) in [
            (Sample.ticker, Sample.bank, Int64(164_205)), (Sample.quote, Sample.bank, 164_205),
            (Sample.full, Sample.option, 15_230), (Sample.index, Sample.nifty, 2_335_590),
        ] {
            let output = codec.receive(frame)
            #expect(
                output.ticks == [
                    Tick(
                        instrument: instrument,
                        price: Price(paise: paise),
                        exchangeTime: Sample.traded,
                        source: .socket
                    )
                ]
            )
            #expect(output.skipped.isEmpty && output.depths.isEmpty && output.close == nil)
        }
    }

    @Test func `one id in two segments is two instruments`() throws {
        var codec = try codec()
        var share = Sample.index
        share[3] = 1
        #expect(codec.receive(share).skipped == ["an instrument that is not wanted": 1])
        #expect(codec.receive(Sample.index).ticks.map(\.instrument) == [Sample.nifty])
    }

    @Test func `what traded is the step of the day's volume, and a step back is none`() throws {
        var codec = try codec()
        func volume(_ value: UInt32) -> [UInt8] {
            var frame = Sample.quote
            for place in 0..<4 { frame[22 + place] = UInt8(truncatingIfNeeded: value >> (8 * place)) }
            return frame
        }
        let steps: [(UInt32, Int64)] = [
            (3_000_000_000, 0), (3_000_000_150, 150), (3_000_000_150, 0), (40, 0), (47, 7), (.max, 50_000_000), (47, 0),
        ]
        for (value, traded) in steps {
            #expect(codec.receive(volume(value)).ticks.map(\.quantity.units) == [traded])
        }
        // A change of what is wanted forgets nothing of an instrument that stays.
        _ = codec.want([Sample.bank])
        #expect(codec.receive(volume(50)).ticks.map(\.quantity.units) == [3])
    }

    @Test func `packets without a price for us are passed over, unknown ones counted`() throws {
        var codec = try codec()
        for frame in [Sample.previousClose, Sample.openInterest, Hex.bytes("00080001 00000000")] {
            let output = codec.receive(frame)
            #expect(output.ticks.isEmpty && output.skipped.isEmpty && output.close == nil)
        }
        #expect(codec.receive(Hex.bytes("07080001 00000000")).skipped == ["a packet of code 7 and 8 bytes": 1])
        #expect(codec.receive(Hex.bytes("020a0001 35050000 0000")).skipped == ["a packet of code 2 and 10 bytes": 1])
    }

    @Test func `an instrument that has not traded has no price`() throws {
        var codec = try codec()
        for time in [UInt32(0), 315_532_800] {
            var frame = Sample.ticker
            for place in 0..<4 { frame[12 + place] = UInt8(truncatingIfNeeded: time >> (8 * place)) }
            let output = codec.receive(frame)
            #expect(output.ticks.isEmpty && output.skipped == ["a price of an instrument that has not traded": 1])
        }
    }

    @Test func `prices that cannot be and times far ahead are counted`() throws {
        var codec = try codec()
        for bits in [Float.nan.bitPattern, Float.infinity.bitPattern, (-5 as Float).bitPattern, 0] {
            var frame = Sample.ticker
            for place in 0..<4 { frame[8 + place] = UInt8(truncatingIfNeeded: bits >> (8 * place)) }
            #expect(codec.receive(frame).ticks.isEmpty)
            #expect(codec.receive(frame).skipped.values.reduce(0, +) == 1)
        }
        let early = Timestamp(microseconds: Sample.traded.microseconds - 86_401_000_000)
        #expect(codec.receive(Sample.ticker, at: early).skipped == ["an exchange time far ahead of the clock": 1])
    }

    @Test func `the depth is made where it is wanted, empty levels left out`() throws {
        var codec = try codec(depth: true)
        var frame = Sample.full
        for place in 142..<162 { frame[place] = 0 }
        let depth = try #require(codec.receive(frame).depths.first)
        #expect(depth.instrument == Sample.option && depth.time == Sample.traded)
        #expect(depth.bids.map(\.price) == [15_210, 15_205, 15_200, 15_195].map(Price.init(paise:)))
        #expect(depth.asks.map(\.quantity.units) == [975, 1950, 325, 65] && depth.asks.last?.orders == 1)
    }

    @Test func `several packets in one message are all taken`() throws {
        var codec = try codec()
        let output = codec.receive(Sample.ticker + Sample.openInterest + Sample.index)
        #expect(output.ticks.map(\.instrument) == [Sample.bank, Sample.nifty])
        let cut = codec.receive(Array((Sample.ticker + Sample.index).dropLast()))
        #expect(cut.ticks.map(\.instrument) == [Sample.bank])
        #expect(cut.skipped == ["a message that is cut or whose lengths lie": 1])
    }

    // MARK: Endings

    @Test(
        "a disconnect says what to do (sections 1.7 and 5)",
        arguments: [
            (805, .slowDown(after: .seconds(60))), (806, .stop), (807, .signInAgain), (808, .signInAgain),
            (809, .signInAgain), (810, .stop), (999, .retry(after: .zero)),
        ] as [(UInt16, Recovery)]
    )
    func disconnect(reason: UInt16, recovery: Recovery) throws {
        var codec = try codec()
        var frame = Sample.disconnect
        frame[8] = UInt8(reason & 255)
        frame[9] = UInt8(reason >> 8)
        let error = try #require(codec.receive(frame).close)
        #expect(error.recovery == recovery && error.summary.contains("\(reason)"))
    }

    @Test func `a text on the feed is counted`() throws {
        var codec = try codec()
        #expect(codec.receive("{}").skipped.values.reduce(0, +) == 1)
    }

    @Test func `bytes that are changed anywhere give no impossible price and no trap`() throws {
        var dice = SplitMix(state: 5)
        var codec = try codec(depth: true)
        for _ in 0..<5000 {
            var bytes = Sample.all.randomElement(using: &dice) ?? []
            for _ in 0...Int.random(in: 0..<5, using: &dice) where !bytes.isEmpty {
                switch Int.random(in: 0..<4, using: &dice) {
                case 0: bytes = Array(bytes.prefix(Int.random(in: 0...bytes.count, using: &dice)))
                case 1: bytes += (0..<20).map { _ in UInt8.random(in: 0...255, using: &dice) }
                default: bytes[Int.random(in: 0..<bytes.count, using: &dice)] = UInt8.random(in: 0...255, using: &dice)
                }
            }
            let output = codec.receive(bytes)
            for tick in output.ticks {
                #expect(tick.price.isPlausible && (0...Quantity.limit.units).contains(tick.quantity.units))
                #expect(Sample.everything.contains(tick.instrument))
            }
            for level in output.depths.flatMap({ $0.bids + $0.asks }) { #expect(level.price.isPlausible) }
        }
    }
}
