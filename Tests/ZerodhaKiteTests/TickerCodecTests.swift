import SaudaBroker
import SaudaCore
import Testing
import ZerodhaKiteAdapter

/// The ticker's dialect, protocol sections 4.1 to 4.8 and 4.10.
@Suite struct TickerCodecTests {
    private func codec(_ wanted: [InstrumentID] = [Sample.infy, Sample.nifty], depth: Bool = false) throws
        -> TickerCodec
    {
        var codec = TickerCodec(try Sample.listings(), wantsDepth: depth)
        _ = codec.opened()
        _ = codec.want(wanted)
        return codec
    }

    // MARK: Subscriptions

    @Test func `what was wanted before the connection is asked for when it opens, and it is ready at once`() throws {
        var codec = TickerCodec(try Sample.listings())
        #expect(codec.want([Sample.nifty, Sample.infy]).send.isEmpty)
        let output = codec.opened()
        #expect(output.isReady)
        #expect(
            output.send == [
                .text(#"{"a":"subscribe","v":[256265,408065]}"#),
                .text(#"{"a":"mode","v":["full",[256265,408065]]}"#),
            ]
        )
    }

    @Test func `nothing wanted sends nothing and is ready all the same`() throws {
        var codec = TickerCodec(try Sample.listings())
        let output = codec.opened()
        #expect(output.isReady && output.send.isEmpty)
    }

    @Test func `only differences are sent`() throws {
        var codec = try codec([Sample.infy])
        #expect(codec.want([Sample.infy]).send.isEmpty)
        #expect(
            codec.want([Sample.nifty]).send == [
                .text(#"{"a":"unsubscribe","v":[408065]}"#),
                .text(#"{"a":"subscribe","v":[256265]}"#),
                .text(#"{"a":"mode","v":["full",[256265]]}"#),
            ]
        )
        #expect(codec.want([]).send == [.text(#"{"a":"unsubscribe","v":[256265]}"#)])
    }

    @Test func `an instrument without a token is left out and counted`() throws {
        var codec = TickerCodec(try Sample.listings())
        _ = codec.opened()
        let output = codec.want([InstrumentID(index: 99), Sample.infy, Sample.infy])
        #expect(output.send.first == .text(#"{"a":"subscribe","v":[408065]}"#))
        #expect(output.skipped.values.reduce(0, +) == 1)
    }

    // MARK: Prices

    @Test func `a full packet gives a tick with the exchange's time`() throws {
        var codec = try codec()
        let output = codec.receive(Sample.full)
        #expect(
            output.ticks == [
                Tick(
                    instrument: Sample.infy,
                    price: Price(paise: 151_235),
                    exchangeTime: Timestamp(microseconds: 1_773_978_300_000_000),
                    source: .socket
                )
            ]
        )
        #expect(output.skipped.isEmpty && output.depths.isEmpty)
    }

    @Test func `a packet without a time is stamped on arrival`() throws {
        var codec = try codec()
        #expect(codec.receive(Sample.ltp).ticks.map(\.exchangeTime) == [Sample.now])
        #expect(codec.receive(Sample.quote).ticks.map(\.exchangeTime) == [Sample.now])
        #expect(codec.receive(Sample.indexFull).ticks.map(\.exchangeTime.time) == [TimeOfDay(9, 15)])
    }

    @Test func `what traded is the step of the day's volume, and a step back is none`() throws {
        var codec = try codec()
        func volume(_ value: UInt32) -> [UInt8] {
            var frame = Sample.full
            for place in 0..<4 { frame[20 + place] = UInt8(truncatingIfNeeded: value >> (24 - 8 * place)) }
            return frame
        }
        let steps: [(UInt32, Int64)] = [
            (3_000_000_000, 0), (3_000_000_150, 150), (3_000_000_150, 0), (40, 0), (47, 7), (.max, 50_000_000), (47, 0),
        ]
        for (value, traded) in steps {
            #expect(codec.receive(volume(value)).ticks.map(\.quantity.units) == [traded])
        }
        // A change of what is wanted forgets nothing of an instrument that stays.
        _ = codec.want([Sample.infy])
        #expect(codec.receive(volume(50)).ticks.map(\.quantity.units) == [3])
    }

    @Test func `one frame mixes kinds, and instruments that nobody wants are counted`() throws {
        var codec = try codec()
        let output = codec.receive(Sample.three)
        #expect(output.ticks.map(\.instrument) == [Sample.infy, Sample.nifty])
        #expect(output.ticks.map(\.price) == [Price(paise: 151_235), Price(paise: 2_451_235)])
        #expect(output.skipped == ["an instrument that is not wanted": 1])
    }

    @Test func `the depth is made where it is wanted, empty rows left out`() throws {
        var codec = try codec(depth: true)
        var frame = Sample.full
        for place in frame.count - 12..<frame.count { frame[place] = 0 }
        let depth = try #require(codec.receive(frame).depths.first)
        #expect(depth.instrument == Sample.infy && depth.time.time == TimeOfDay(9, 15))
        #expect(depth.bids.map(\.price) == [151_230, 151_225, 151_220, 151_215, 151_210].map(Price.init(paise:)))
        #expect(depth.asks.map(\.quantity.units) == [60, 310, 505, 90])
        #expect(depth.asks.last?.orders == 2)
    }

    @Test func `a price of zero and a time far ahead are no ticks`() throws {
        var codec = try codec()
        var zero = Sample.full
        for place in 8..<12 { zero[place] = 0 }
        #expect(codec.receive(zero).skipped == ["a price of zero or out of range": 1])
        var ahead = Sample.full
        ahead[64] = 0xFF
        let output = codec.receive(ahead)
        #expect(output.ticks.isEmpty && output.skipped == ["an exchange time far ahead of the clock": 1])
    }

    @Test func `a heartbeat says nothing and an empty frame is counted`() throws {
        var codec = try codec()
        #expect(codec.receive([0]).skipped.isEmpty)
        #expect(codec.receive([0, 0]).skipped.isEmpty)
        #expect(codec.receive([]).skipped.count == 1)
    }

    @Test func `a cut frame keeps its whole packets and is counted`() throws {
        for count in 2..<Sample.three.count {
            var codec = try codec()
            let output = codec.receive(Array(Sample.three.prefix(count)))
            #expect(output.skipped["a frame that is cut or longer than its packets"] == 1)
            #expect(output.ticks.count == (count < 12 ? 0 : count < 42 ? 1 : 2))
        }
    }

    @Test func `random and mutated frames never end the process nor give an impossible tick`() throws {
        var random = SplitMix(state: 20_260_320)
        var codec = try codec(depth: true)
        for _ in 0..<60_000 {
            var frame = Sample.all.randomElement(using: &random) ?? []
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                switch Int.random(in: 0..<4, using: &random) {
                case 0 where !frame.isEmpty:
                    frame[Int.random(in: 0..<frame.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
                case 1: frame = Array(frame.prefix(Int.random(in: 0...frame.count, using: &random)))
                case 2:
                    frame += (0..<Int.random(in: 0...40, using: &random)).map { _ in
                        UInt8.random(in: 0...255, using: &random)
                    }
                default:
                    frame = (0..<Int.random(in: 0...400, using: &random)).map { _ in
                        UInt8.random(in: 0...255, using: &random)
                    }
                }
            }
            let output = codec.receive(frame)
            #expect(output.ticks.allSatisfy { $0.price.isPlausible && $0.quantity.units >= 0 })
            let lines = unsafe TickerDecoder.text(of: frame.span.bytes).lines
            #expect(lines.allSatisfy { (try? JSON($0)) != nil })
        }
    }

    // MARK: Texts

    static let order = #"""
        {"type":"order","data":{"user_id":"ZZ0001","unfilled_quantity":0,"app_id":1234,"checksum":"","placed_by":"ZZ0001","order_id":"2035000000000000017","exchange_order_id":"1300000001234567","parent_order_id":null,"status":"COMPLETE","status_message":null,"status_message_raw":null,"order_timestamp":"2026-03-20 09:21:09","exchange_update_timestamp":"2026-03-20 09:21:09","exchange_timestamp":"2026-03-20 09:21:05","variety":"regular","exchange":"NSE","tradingsymbol":"INFY","instrument_token":408065,"order_type":"LIMIT","transaction_type":"BUY","validity":"DAY","product":"CNC","quantity":100,"disclosed_quantity":0,"price":1512.3,"trigger_price":0,"average_price":1512.3,"filled_quantity":100,"pending_quantity":0,"cancelled_quantity":0,"market_protection":0,"meta":{},"tag":"sauda1","guid":null}}
        """#

    @Test func `an order message gives the order and asks for the book`() throws {
        var codec = try codec()
        let output = codec.receive(Self.order)
        #expect(output.readOrders)
        #expect(
            output.orders == [
                OrderRow(
                    id: BrokerOrderID("regular/2035000000000000017"),
                    tag: "sauda1",
                    instrument: Sample.infy,
                    symbol: "NSE:INFY",
                    side: .buy,
                    product: .delivery,
                    terms: OrderTerms(kind: .limit, quantity: Quantity(100), limit: Price(paise: 151_230)),
                    status: .complete,
                    filled: Quantity(100),
                    value: Money(paise: 15_123_000),
                    updated: Timestamp(microseconds: 1_773_978_669_000_000)
                )
            ]
        )
    }

    @Test func `UPDATE is an open order with its quantities`() throws {
        var codec = try codec()
        let text = Self.order.replacing("COMPLETE", with: "UPDATE").replacing(
            #""filled_quantity":100"#,
            with: #""filled_quantity":40"#
        )
        let row = try #require(codec.receive(text).orders.first)
        #expect(row.status == .open && row.filled == Quantity(40) && !row.isFinal)
    }

    @Test func `an order message that cannot be read still asks for the book`() throws {
        var codec = try codec()
        for text in [#"{"type":"order"}"#, #"{"type":"order","data":[1]}"#, Self.order.replacing("LIMIT", with: "ODD")]
        {
            let output = codec.receive(text)
            #expect(output.readOrders && output.orders.isEmpty && output.skipped.count == 1)
        }
    }

    @Test func `errors and messages are for people, the list's own message is nothing new`() throws {
        var codec = try codec()
        #expect(
            codec.receive(#"{"type":"error","data":"too many"}"#).notices == [
                "the price feed reports an error: too many"
            ]
        )
        #expect(codec.receive(#"{"type":"message","data":"Hello"}"#).notices == ["the broker says: Hello"])
        let meta = codec.receive(
            #"{"type": "instruments_meta", "data": {"count": 114823, "etag": "W/\"6a7e998c-9757\""}}"#
        )
        #expect(meta.notices.isEmpty && meta.skipped.isEmpty && meta.close == nil)
    }

    @Test func `other texts are counted by their type`() throws {
        var codec = try codec()
        let code = #"{"type":"app_code","timestamp":"2025-08-04T13:50:28+05:30"}"#
        #expect(codec.receive(code).skipped == ["a text message of type 'app_code'": 1])
        #expect(codec.receive("hello").skipped == ["a text message that is not JSON": 1])
        #expect(codec.receive("[]").skipped == ["a text message without a type": 1])
    }

    @Test func `an order message cut anywhere or with any value replaced ends nothing`() throws {
        var codec = try codec()
        let bytes = Array(Self.order.utf8)
        for count in 0..<bytes.count {
            let output = codec.receive(String(decoding: bytes.prefix(count), as: UTF8.self))
            #expect(output.orders.isEmpty && output.skipped.count == 1)
        }
        guard case .object(let fields) = try JSON(Self.order)["data"] else { return }
        for name in fields.keys {
            for value in ["null", "-1", "1e300", "\"\"", "\"x\"", "[]", "{}", "true"] {
                let old = try #require(Self.order.firstRange(of: "\"\(name)\":"))
                let rest = Self.order[old.upperBound...]
                let end = try #require(rest.firstIndex { $0 == "," || $0 == "}" })
                let text =
                    Self.order[..<old.upperBound] + value
                    + Self.order[(name == "meta" ? rest.index(after: end) : end)...]
                #expect(codec.receive(String(text)).readOrders, "\(name) \(value)")
            }
        }
    }
}
