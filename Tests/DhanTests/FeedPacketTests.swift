import DhanAdapter
import SaudaBroker
import SaudaCore
import Testing

/// Messages to packets, protocol sections 3.3, 3.4, 3.6 and 3.9.
@Suite struct FeedPacketTests {
    private func packets(_ bytes: [UInt8]) -> (packets: [FeedPacket], others: [UInt8], fault: WireError?) {
        var found: [FeedPacket] = []
        var others: [UInt8] = []
        let frame = unsafe bytes.span.bytes
        do throws(WireError) {
            var walk = FeedFrame()
            while let place = try walk.next(in: frame) {
                let packet = frame.extracting(place)
                if let kind = FeedPacket.Kind(rawValue: packet.byte(at: 0)), kind.length == packet.byteCount {
                    found.append(FeedPacket(packet, kind))
                } else {
                    others.append(packet.byte(at: 0))
                }
            }
            return (found, others, nil)
        } catch {
            return (found, others, error)
        }
    }

    private func rupees(_ value: Float) -> String { FloatPrices(tick: nil).price(value)?.description ?? "none" }

    @Test func `a ticker packet has price and time`() throws {
        let packet = try #require(packets(Sample.ticker).packets.first)
        #expect(packet.kind == .ticker && packet.segment == 1 && packet.security == 1333)
        #expect(rupees(packet.last) == "1642.05" && packet.lastTradeTime == 1_781_084_997)
        #expect(IndiaTime.feed(packet.lastTradeTime) == Sample.traded)
        #expect(Sample.traded.description == "2026-06-10T09:49:57+05:30")
    }

    @Test func `a quote packet has sell before buy, and close before high and low`() throws {
        let packet = try #require(packets(Sample.quote).packets.first)
        #expect(packet.kind == .quote && packet.lastQuantity == 12 && packet.volume == 4_511_233)
        #expect(packet.sellQuantity == 812_345 && packet.buyQuantity == 790_021)
        let day = [packet.average, packet.open, packet.close, packet.high, packet.low].map(rupees)
        #expect(day == ["1639.87", "1635.00", "1631.40", "1648.90", "1630.25"])
        #expect(packet.openInterest == 0)
    }

    @Test func `a full packet has open interest and five levels of both sides`() throws {
        let packet = try #require(packets(Sample.full).packets.first)
        #expect(packet.segment == 2 && packet.security == 35_084 && packet.lastQuantity == 75)
        #expect(packet.openInterest == 1_834_275 && packet.openInterestHigh == 1_850_025)
        #expect(packet.openInterestLow == 1_702_350 && packet.volume == 51_595_500)
        #expect(
            [packet.open, packet.close, packet.high, packet.low].map(rupees) == [
                "160.00", "165.10", "171.85", "140.20",
            ]
        )
        let full = Sample.full
        let levels = (0..<5).map { unsafe FeedLevel(full.span.bytes, $0) }
        #expect(levels.map { rupees($0.bid) } == ["152.10", "152.05", "152.00", "151.95", "151.90"])
        #expect(levels.map { rupees($0.ask) } == ["152.30", "152.35", "152.40", "152.45", "152.50"])
        #expect(levels.map(\.bidQuantity) == [1300, 650, 2600, 195, 4550])
        #expect(levels.map(\.askQuantity) == [975, 1950, 325, 65, 3900])
        #expect(levels.map(\.bidOrders) == [4, 2, 7, 1, 11] && levels.map(\.askOrders) == [3, 5, 1, 1, 9])
    }

    @Test func `open interest and the close before have packets of their own`() throws {
        let interest = try #require(packets(Sample.openInterest).packets.first)
        #expect(interest.kind == .openInterest && interest.openInterest == 1_834_275)
        let close = try #require(packets(Sample.previousClose).packets.first)
        #expect(close.kind == .previousClose && rupees(close.close) == "23355.90" && close.segment == 0)
    }

    @Test(.enabled(if: Shared.wants("fixtures/dhan/synthetic-frames.json")))
    func `every vector of the fixtures decodes to its fields`() throws {
        let vectors = try #require(try JSON(Shared.bytes("fixtures/dhan/synthetic-frames.json")).items)
        var seen: Set<UInt8> = []
        for vector in vectors {
            let wanted = vector["decoded"]
            let name = vector["name"].text ?? ""
            let bytes = Hex.bytes(try #require(vector["hex"].text))
            // Depth frames have another header (DepthCodecTests).
            guard let code = wanted["code"].integer, wanted["segment"].integer != nil, code < 40, bytes.count >= 8,
                let kind = FeedPacket.Kind(rawValue: bytes[0])
            else { continue }
            let packet = try #require(packets(bytes).packets.first, "\(name)")
            seen.insert(kind.rawValue)
            #expect(Int64(packet.segment) == wanted["segment"].integer, "\(name)")
            #expect(Int64(packet.security) == wanted["securityId"].integer, "\(name)")
            let prices: [(String, Float)] = [
                ("ltp", packet.last), ("atp", packet.average), ("open", packet.open), ("close", packet.close),
                ("high", packet.high), ("low", packet.low), ("prevClose", packet.close),
            ]
            for (field, value) in prices {
                guard let raw = wanted[field].decimal(places: 4), raw > 0 else { continue }
                #expect(FloatPrices(tick: nil).price(value)?.raw == raw, "\(name) \(field)")
            }
            let counts: [(String, UInt32)] = [
                ("ltq", UInt32(packet.lastQuantity)), ("ltt", packet.lastTradeTime), ("volume", packet.volume),
                ("totalSellQty", packet.sellQuantity), ("totalBuyQty", packet.buyQuantity), ("oi", packet.openInterest),
                ("oiDayHigh", packet.openInterestHigh), ("oiDayLow", packet.openInterestLow),
                ("prevOI", packet.openInterest),
            ]
            for (field, value) in counts {
                guard let count = wanted[field].integer else { continue }
                #expect(Int64(value) == count, "\(name) \(field)")
            }
        }
        #expect(seen == [2, 4, 5, 6, 8])
    }

    @Test func `the recorded prefix of a full packet reads as documented`() {
        let prefix = Hex.bytes("08a20002 f4d90000 cd4c1843 4b00")
        let header = unsafe FeedHeader(prefix.span.bytes)
        #expect(header == FeedHeader(unsafe prefix.span.bytes) && header.code == 8 && header.length == 162)
        #expect(header.segment == 2 && header.security == 55_796)
    }

    @Test func `every prefix of every message gives the packets that are whole, then says what is missing`() {
        for frame in Sample.all + [Sample.ticker + Sample.quote + Sample.index] {
            let whole = packets(frame)
            #expect(whole.fault == nil)
            for count in 1..<frame.count {
                let cut = packets(Array(frame.prefix(count)))
                let ends = [16, 66].contains(count) && frame.count == 82
                #expect((cut.fault == nil) == ends, "\(count) of \(frame.count)")
                #expect(cut.packets == Array(whole.packets.prefix(cut.packets.count)))
            }
        }
    }

    @Test("a length that lies ends the message and keeps what came before", arguments: [0, 7, 17, 255])
    func lies(length: UInt8) {
        var second = Sample.ticker
        second[1] = length
        let result = packets(Sample.ticker + second)
        #expect(result.packets.count == 1 && result.fault != nil)
    }

    @Test func `packets of codes without a layout are stepped over by their length`() {
        for (code, length) in [(UInt8(0), 8), (1, 40), (3, 112), (7, 8), (99, 300)] {
            let unknown =
                [code, UInt8(length & 255), UInt8(length >> 8)] + [UInt8](repeating: 9, count: length - 3)
            let result = packets(unknown + Sample.ticker)
            #expect(result.fault == nil && result.others == [code])
            #expect(result.packets.map(\.security) == [1333])
        }
    }

    @Test func `a price is put on the tick that the float meant`() {
        // Above 131,072 a float's step is 1/64 rupee.
        #expect(FloatPrices(tick: Price(paise: 5)).price(Float(143_219.85)) == Price(paise: 14_321_985))
        #expect(FloatPrices(tick: nil).price(Float(143_219.85)) != Price(paise: 14_321_985))
        #expect(FloatPrices(tick: Price(paise: 5)).price(Float(1642.05)) == Price(paise: 164_205))
        #expect(FloatPrices(tick: Price(paise: 5)).price(Float(0.05)) == Price(paise: 5))
        // Not of this tick: the list is behind, and the price is what it is.
        #expect(FloatPrices(tick: Price(paise: 5)).price(Float(1642.07)) == Price(paise: 164_207))
    }

    @Test func `every price on a tick survives the float, up to where ticks are finer than its steps`() {
        var dice = SplitMix(state: 11)
        for tick in [Int64(1), 5, 10, 100] {
            for _ in 0..<2000 {
                let most: Int64 = tick == 1 ? 13_000_000 : 50_000_000
                let paise = Int64.random(in: 1...most / tick, using: &dice) * tick
                let value = Float(Double(paise) / 100)
                #expect(FloatPrices(tick: Price(paise: tick)).price(value) == Price(paise: paise), "\(paise)")
            }
        }
    }

    @Test func `prices are those of the rule in whole numbers, whatever the float and the tick`() throws {
        /// The same rule without a double but for the first step.
        func slow(_ value: Float, _ tick: Price?) -> Price? {
            guard value > 0, value <= 10_000_000 else { return nil }
            let raw = Int64((Double(value) * 10_000).rounded())
            if let tick, tick.raw > 0 {
                let near = Price(raw: raw).rounded(toTick: tick)
                if near.isPlausible, abs(near.raw - raw) <= Int64(Double(value.ulp) * 5_000) + 1 { return near }
            }
            let paise = (raw + 50) / 100 * 100
            return paise > 0 ? Price(raw: paise) : nil
        }
        var dice = SplitMix(state: 5)
        for raw in [0, 1, 25, 100, 500, 1000, 2500, 10_000, 6000, 300] as [Int64] {
            let tick = raw > 0 ? Price(raw: raw) : nil
            let prices = FloatPrices(tick: tick)
            for round in 0..<20_000 {
                // Any bits, any price, and prices on the tick with their neighbours.
                let value: Float =
                    switch round % 3 {
                    case 0: Float(bitPattern: UInt32.random(in: 0 ... .max, using: &dice))
                    case 1: Float.random(in: 0...10_000_000, using: &dice)
                    default:
                        Float(Double(Int64.random(in: 1...1_000_000, using: &dice) * (tick?.raw ?? 5)) / 10_000)
                            .nextUp(Int.random(in: -1...1, using: &dice))
                    }
                let (price, expected) = (prices.price(value), slow(value, tick))
                if let price, let expected, price != expected {
                    // Of two that are equally near, either.
                    let off = [price, expected].map { abs(Double($0.raw) - Double(value) * 10_000) }
                    #expect(abs(off[0] - off[1]) <= 1, "\(value) on \(raw): \(price), not \(expected)")
                } else {
                    #expect(price == expected, "\(value) on \(raw)")
                }
            }
        }
    }

    @Test func `a full packet in exact prices is the packet and its levels, whatever was read before`() throws {
        var full = FullPacket()
        let prices = FloatPrices(tick: Price(paise: 5))
        for frame in [Sample.full.map { ~$0 }, Sample.full] {
            var frame = frame
            frame[0] = 8
            unsafe full.read(frame.span.bytes, prices)
        }
        let packet = try #require(packets(Sample.full).packets.first)
        #expect(full.segment == packet.segment && full.security == packet.security)
        #expect(full.lastTradeTime == packet.lastTradeTime && full.lastQuantity == packet.lastQuantity)
        #expect(full.volume == packet.volume)
        #expect(full.buyQuantity == packet.buyQuantity && full.sellQuantity == packet.sellQuantity)
        #expect(full.openInterest == packet.openInterest)
        #expect(full.openInterestHigh == packet.openInterestHigh && full.openInterestLow == packet.openInterestLow)
        let exact = [full.last, full.average, full.open, full.high, full.low, full.close]
        let wire = [packet.last, packet.average, packet.open, packet.high, packet.low, packet.close]
        #expect(exact.map(Optional.some) == wire.map { prices.price($0) })
        let frame = Sample.full
        for (index, level) in (0..<5).map({ unsafe FeedLevel(frame.span.bytes, $0) }).enumerated() {
            #expect(
                full.levels[index].bid == prices.price(level.bid) && full.levels[index].ask == prices.price(level.ask)
            )
            #expect(full.levels[index].bidQuantity == level.bidQuantity)
            #expect(full.levels[index].askQuantity == level.askQuantity)
            #expect(full.levels[index].bidOrders == level.bidOrders && full.levels[index].askOrders == level.askOrders)
        }
    }

    @Test(
        "what is no price is none",
        arguments: [.nan, .infinity, -.infinity, 0, -0.0, -5, 10_000_001, .leastNonzeroMagnitude] as [Float]
    )
    func impossible(value: Float) {
        #expect(FloatPrices(tick: Price(paise: 5)).price(value) == nil)
        #expect(FloatPrices(tick: nil).price(value) == nil)
    }

    @Test func `no tick takes a price beyond the highest there is`() {
        // 10,000,000.20 would be the nearest multiple.
        #expect(FloatPrices(tick: Price(raw: 6000)).price(10_000_000) == Price.limit)
    }
}

extension Float {
    fileprivate func nextUp(_ steps: Int) -> Float { steps == 0 ? self : steps > 0 ? nextUp : nextDown }
}
