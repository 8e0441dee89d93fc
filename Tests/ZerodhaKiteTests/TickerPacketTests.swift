import Foundation
import SaudaBroker
import SaudaCore
import Testing
import ZerodhaKiteAdapter

/// Frames to packets, protocol sections 4.4 to 4.7 and appendix A.
@Suite struct TickerPacketTests {
    /// The packets of a frame up to its end or its first fault.
    private func packets(_ bytes: [UInt8]) -> (packets: [TickerPacket], skipped: [Int], fault: WireError?) {
        var found: [TickerPacket] = []
        var skipped: [Int] = []
        let frame = unsafe bytes.span.bytes
        do throws(WireError) {
            var walk = try TickerFrame(frame)
            while let place = try walk.next(in: frame) {
                if let kind = TickerPacket.Kind(length: place.count) {
                    found.append(TickerPacket(frame.extracting(place), kind))
                } else {
                    skipped.append(place.count)
                }
            }
            return (found, skipped, nil)
        } catch {
            return (found, skipped, error)
        }
    }

    @Test(.enabled(if: Shared.wants(TickerVector.path)))
    func `every vector of appendix A decodes to its fields, exactly`() throws {
        for vector in try TickerVector.all() where vector.bytes.count > 1 {
            let (found, skipped, fault) = packets(vector.bytes)
            #expect(fault == nil && skipped.isEmpty && found.count == vector.packets.count, "\(vector.id)")
            for (packet, wanted) in zip(found, vector.packets) {
                #expect(packet.token == wanted.token && packet.segment == wanted.segment, "\(vector.id)")
                #expect(packet.kind.rawValue == wanted.length && packet.kind.mode == wanted.mode, "\(vector.id)")
                func same(_ price: WirePrice, _ text: String?) {
                    #expect(price.description == text ?? "0", "\(vector.id)")
                }
                same(packet.last, wanted.lastPrice)
                same(packet.average, wanted.averagePrice)
                same(packet.open, wanted.open)
                same(packet.high, wanted.high)
                same(packet.low, wanted.low)
                same(packet.close, wanted.close)
                #expect(packet.change.raw == (wanted.changeRawSigned ?? 0) * (10_000_000 / wanted.divisor))
                #expect(packet.lastQuantity == wanted.lastQuantity ?? 0, "\(vector.id)")
                #expect(packet.volume == wanted.volume ?? 0, "\(vector.id)")
                #expect(packet.buyQuantity == wanted.buyQuantity ?? 0, "\(vector.id)")
                #expect(packet.sellQuantity == wanted.sellQuantity ?? 0, "\(vector.id)")
                #expect(packet.openInterest == wanted.oi ?? 0, "\(vector.id)")
                #expect(packet.openInterestHigh == wanted.oiDayHigh ?? 0, "\(vector.id)")
                #expect(packet.openInterestLow == wanted.oiDayLow ?? 0, "\(vector.id)")
                #expect(packet.lastTradeTime == wanted.lastTradeTimeUnix ?? 0, "\(vector.id)")
                #expect(packet.exchangeTime == wanted.exchangeTimeUnix ?? 0, "\(vector.id)")
            }
        }
    }

    @Test(.enabled(if: Shared.wants(TickerVector.path)))
    func `the depth of every full vector has its ten rows`() throws {
        for vector in try TickerVector.all() {
            guard let wanted = vector.packets.first, let bids = wanted.bids, let offers = wanted.offers else {
                continue
            }
            let bytes = Array(vector.bytes.dropFirst(4))
            let depth = unsafe TickerDepth(bytes.span.bytes)
            for (index, row) in (bids + offers).enumerated() {
                let level = depth.levels[index]
                #expect(level.price.description == row.price, "\(vector.id)")
                #expect(level.quantity == row.quantity && level.orders == row.orders, "\(vector.id)")
            }
        }
    }

    @Test("the published sample packets decode", arguments: ["quote", "full"])
    func published(mode: String) throws {
        let place = "data/ticks/kite-ticker-\(mode)"
        guard Shared.wants(place + ".packet") else { return }
        let text = try String(contentsOf: Shared.directory.appending(path: place + ".packet"), encoding: .utf8)
        let bytes = [UInt8](try #require(Data(base64Encoded: text.trimmingCharacters(in: .whitespacesAndNewlines))))
        let wanted = try JSON([UInt8](Data(contentsOf: Shared.directory.appending(path: place + ".json"))))
        let kind = try #require(TickerPacket.Kind(length: bytes.count))
        let packet = unsafe TickerPacket(bytes.span.bytes, kind)
        #expect(Int64(packet.token) == wanted["instrument_token"].integer)
        #expect(packet.last.raw == wanted["last_price"].decimal(places: 7))
        #expect(packet.average.raw == wanted["average_price"].decimal(places: 7))
        #expect(Int64(packet.volume) == wanted["volume"].integer)
        #expect(Int64(packet.lastQuantity) == wanted["last_quantity"].integer)
        #expect(Int64(packet.buyQuantity) == wanted["buy_quantity"].integer)
        #expect(Int64(packet.sellQuantity) == wanted["sell_quantity"].integer)
        for (price, name) in [
            (packet.open, "open"), (packet.high, "high"), (packet.low, "low"), (packet.close, "close"),
        ] {
            #expect(price.raw == wanted["ohlc"][name].decimal(places: 7))
        }
        guard kind == .full else { return }
        let time = Timestamp(microseconds: Int64(packet.exchangeTime) * 1_000_000)
        #expect(time.description == wanted["timestamp"].text)
        let depth = unsafe TickerDepth(bytes.span.bytes)
        let rows = try #require(wanted["depth"]["buy"].items) + #require(wanted["depth"]["sell"].items)
        for (index, row) in rows.enumerated() {
            #expect(depth.levels[index].price.raw == row["price"].decimal(places: 7))
            #expect(Int64(depth.levels[index].quantity) == row["quantity"].integer)
            #expect(Int64(depth.levels[index].orders) == row["orders"].integer)
        }
    }

    @Test(
        "each segment has its divisor (section 4.7)",
        arguments: [
            (1, "10000.01"), (2, "10000.01"), (3, "0.1000001"), (4, "10000.01"), (5, "10000.01"), (6, "100.0001"),
            (7, "10000.01"), (8, "10000.01"), (9, "10000.01"), (10, "10000.01"), (11, "10000.01"), (12, "100.0001"),
            (255, "10000.01"),
        ] as [(UInt8, String)]
    )
    func divisor(segment: UInt8, text: String) {
        // Raw 1,000,001 of token 1 of the segment.
        let (found, _, _) = packets([0, 1, 0, 8, 0, 0, 1, segment, 0x00, 0x0F, 0x42, 0x41])
        #expect(found.first?.last.description == text)
    }

    @Test func `numbers are unsigned but the change of an index`() {
        let bytes = [0, 1, 0, 28, 0, 0, 1, 9] + [UInt8](repeating: 0xFF, count: 24)
        let (found, _, _) = packets(bytes)
        #expect(found.first?.last.description == "42949672.95")
        #expect(found.first?.change.description == "-0.01")
    }

    @Test func `a price of seven decimals becomes the nearest of four`() {
        #expect(WirePrice(raw: 831_274_999).price == Price("83.1275"))
        #expect(WirePrice(raw: 831_274_499).price == Price("83.1274"))
        #expect(WirePrice(raw: -5).price == .zero)
    }

    @Test func `every prefix of every frame gives the packets that are whole, then says what is missing`() {
        for frame in Sample.all {
            let whole = packets(frame)
            #expect(whole.fault == nil)
            for count in 0..<frame.count {
                let cut = packets(Array(frame.prefix(count)))
                #expect(cut.fault != nil, "\(count) of \(frame.count)")
                #expect(cut.packets == Array(whole.packets.prefix(cut.packets.count)))
            }
        }
    }

    @Test func `a length that lies ends the frame at the lie and keeps what came before`() {
        var frame = Sample.three
        frame[12] = 0xFF
        let result = packets(frame)
        #expect(result.packets.count == 1)
        #expect(result.fault?.needed == 0xFF1C)
    }

    @Test func `a count that lies is told, with the packets`() {
        for count in [UInt8(2), 4, 200] {
            var frame = Sample.three
            frame[1] = count
            let result = packets(frame)
            #expect(result.fault != nil)
            #expect(result.packets.count == min(Int(count), 3))
        }
    }

    @Test func `packets of unknown lengths are stepped over`() {
        // 16 bytes, as the broker's own web client gets them; 183 and 0 as nobody does.
        for length in [16, 183, 0, 300] {
            let unknown = [UInt8(length >> 8), UInt8(length & 255)] + [UInt8](repeating: 7, count: length)
            let result = packets([0, 2] + unknown + Sample.ltp.dropFirst(2))
            #expect(result.fault == nil && result.skipped == [length])
            #expect(result.packets.map(\.token) == [408_065])
        }
    }
}
