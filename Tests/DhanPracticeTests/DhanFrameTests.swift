import DhanPractice
import Foundation
import SaudaBroker
import SaudaCore
import Testing

/// Sections 3.3 to 3.9 of the reference; the frames are its own.
@Suite struct DhanFrameTests {
    private let share = DhanKey(.nseEquity, 1333)
    private let option = DhanKey(.nseDerivatives, 35_084)
    /// 09:49:57 of 2026-06-10, India time.
    private let time = Timestamp(microseconds: 1_781_065_197_800_000)

    private func hex(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    private func price(_ text: String) throws -> Price { try #require(Price(text)) }

    private func shareTick() throws -> DhanTick {
        var tick = DhanTick()
        tick.last = try price("1642.05")
        tick.lastQuantity = Quantity(12)
        tick.lastTrade = time
        tick.average = try price("1639.87")
        tick.volume = Quantity(4_511_233)
        tick.offered = 812_345
        tick.bought = 790_021
        tick.open = try price("1635.00")
        tick.close = try price("1631.40")
        tick.high = try price("1648.90")
        tick.low = try price("1630.25")
        return tick
    }

    @Test func `every packet of the market feed is byte for byte that of the reference`() throws {
        var ticker = DhanFrame()
        ticker.ticker(share, try shareTick())
        #expect(hex(ticker.bytes) == "02100001350500009a41cd444533296a")
        var close = DhanFrame()
        var index = DhanTick()
        index.close = try price("23355.90")
        close.previousClose(DhanKey(.indices, 13), index)
        #expect(hex(close.bytes) == "061000000d000000cd77b64600000000")
        var quote = DhanFrame()
        quote.quote(share, try shareTick())
        #expect(
            hex(quote.bytes)
                == "04320001350500009a41cd440c004533296ad7fbcc4401d6440039650c00050e0c000060cc44cdeccb44cd1cce4400c8cb44"
        )
        var interest = DhanFrame()
        var derivative = DhanTick()
        derivative.openInterest = 1_834_275
        interest.openInterest(option, derivative)
        #expect(hex(interest.bytes) == "050c00020c89000023fd1b00")
        var end = DhanFrame()
        end.disconnect(805)
        #expect(hex(end.bytes) == "320a0000000000002503")
        var status = DhanFrame()
        status.marketStatus(.nseEquity)
        #expect(hex(status.bytes) == "0708000100000000")
        var both = DhanFrame()
        both.ticker(share, try shareTick())
        both.quote(share, try shareTick())
        #expect(both.bytes == ticker.bytes + quote.bytes)
    }

    @Test func `a full packet has sellers before buyers, and close, high, low behind the open`() throws {
        var tick = DhanTick()
        tick.last = try price("152.30")
        tick.lastQuantity = Quantity(75)
        tick.lastTrade = time
        tick.average = try price("149.66")
        tick.volume = Quantity(51_595_500)
        tick.offered = 2_210_325
        tick.bought = 1_987_050
        tick.openInterest = 1_834_275
        tick.openInterestHigh = 1_850_025
        tick.openInterestLow = 1_702_350
        tick.open = try price("160.00")
        tick.close = try price("165.10")
        tick.high = try price("171.85")
        tick.low = try price("140.20")
        tick.levels = [
            try level(("152.10", 1300, 4), ("152.30", 975, 3)), try level(("152.05", 650, 2), ("152.35", 1950, 5)),
            try level(("152.00", 2600, 7), ("152.40", 325, 1)), try level(("151.95", 195, 1), ("152.45", 65, 1)),
            try level(("151.90", 4550, 11), ("152.50", 3900, 9)),
        ]
        var frame = DhanFrame()
        frame.full(option, tick)
        #expect(
            hex(frame.bytes)
                == "08a200020c890000cd4c18434b004533296af6a81543ec48130315ba2100ea511e0023fd1b00a93a1c00cef9"
                + "1900000020439a1925439ad92b4333330c4314050000cf030000040003009a191843cd4c18438a0200009e070000"
                + "02000500cd0c18439a591843280a000045010000070001000000184366661843c3000000410000000100010033f3"
                + "174333731843c61100003c0f00000b00090066e6174300801843"
        )
        // The last trade's quantity has two bytes only; a share shows no open interest of the day.
        tick.lastQuantity = Quantity(70_000)
        var share = DhanFrame()
        share.full(self.share, tick)
        #expect(Array(share.bytes[12..<14]) == [0xFF, 0xFF])
        #expect(share.bytes[38..<46].allSatisfy { $0 == 0 })
    }

    @Test func `the fixtures of the shared data read the same`() throws {
        let environment = ProcessInfo.processInfo.environment
        let root = URL(filePath: #filePath).appending(path: "../../../../shared").standardizedFileURL
        let shared = environment["SAUDA_SHARED"].map { URL(filePath: $0) } ?? root
        let file = shared.appending(path: "fixtures/dhan/synthetic-frames.json")
        guard let data = try? Data(contentsOf: file) else {
            print("SKIPPED: no \(file.path); set SAUDA_SHARED to the folder of the shared data.")
            #expect(environment["CI"] != "true")
            return
        }
        let frames = try #require(try JSONSerialization.jsonObject(with: data) as? [[String: Any]])
        let named = Dictionary(
            uniqueKeysWithValues: frames.compactMap { frame in
                (frame["name"] as? String).flatMap { name in (frame["hex"] as? String).map { (name, $0) } }
            }
        )
        var quote = DhanFrame()
        quote.quote(share, try shareTick())
        #expect(hex(quote.bytes) == named["quote NSE_EQ 1333"])
        var end = DhanDepthFrame()
        end.disconnect(805, isEarly: false)
        #expect(hex(end.bytes) == named["depth-feed disconnect 805 (documented 14-byte form)"])
        var three = DhanDepthFrame()
        let rows = [
            try row("1642.00", 100, 1), try row("1641.95", 125, 2), try row("1641.90", 150, 3),
        ]
        three.side(.bid, share, rows, word: 3)
        #expect(hex(three.bytes) == named["200-level bid with 3 rows"])
        var twenty = DhanDepthFrame()
        twenty.side(
            .bid,
            share,
            try (0..<20).map { try row(paise: 164_200, -5 * $0, 100 + 25 * $0, $0 % 7 + 1) },
            word: 7001
        )
        twenty.side(
            .offer,
            share,
            try (0..<20).map { try row(paise: 164_205, 5 * $0, 90 + 30 * $0, $0 % 5 + 1) },
            word: 7002
        )
        #expect(hex(twenty.bytes) == named["20-level bid then ask, stacked in one frame"])
    }

    @Test func `times are those of India's clock as if it were UTC`() {
        #expect(DhanFrame.seconds(time) == 1_781_084_997)
        #expect(DhanFrame.seconds(nil) == 0)
    }

    @Test func `an early reason stands in the header of a depth packet`() {
        var frame = DhanDepthFrame()
        frame.disconnect(805, isEarly: true)
        #expect(hex(frame.bytes) == "0e00320100000000250300002503")
    }

    @Test func `each lie is another one, and only cuts make a frame shorter`() throws {
        var frame = DhanFrame()
        frame.full(option, try shareTick())
        let lies = (0..<5).map { DhanFrame.lie(frame.bytes, choice: $0) }
        #expect(Set(lies).count == 5)
        #expect(!lies.contains(frame.bytes))
        // Longer than the frame, shorter than a header, unknown, half, a kind of another length.
        #expect(Array(lies[0][1...2]) == [0x6A, 1])
        #expect(Array(lies[1][1...2]) == [3, 0])
        #expect(lies[2][0] == 99)
        #expect(lies[3].count == 157)
        #expect(lies[4][0] == 2)
        var depth = DhanDepthFrame()
        depth.side(.bid, share, [try row("1642.00", 100, 1)], word: 1)
        #expect(DhanFrame.lie(depth.bytes, choice: 2)[2] == 99)
        #expect(DhanFrame.lie(depth.bytes, choice: 0)[0] == 228)
        for choice in 0..<20 { #expect(DhanFrame.lie([1, 2, 3], choice: UInt64(choice)) == [1, 2, 3]) }
    }

    // MARK: - Making levels

    private func row(_ text: String, _ quantity: UInt32, _ orders: UInt16) throws -> PracticeDepth.Level {
        var row = try #require(PracticeDepth(PracticeQuote(tick: .zero), seed: 0).bids.first)
        row.price = try price(text)
        row.quantity = quantity
        row.orders = orders
        return row
    }

    private func row(paise: Int, _ step: Int, _ quantity: Int, _ orders: Int) throws -> PracticeDepth.Level {
        try row("\(Price(paise: Int64(paise + step)))", UInt32(quantity), UInt16(orders))
    }

    private func level(
        _ bid: (String, UInt32, UInt16),
        _ offer: (String, UInt32, UInt16)
    ) throws -> DhanTick.Level {
        DhanTick.Level(bid: try row(bid.0, bid.1, bid.2), offer: try row(offer.0, offer.1, offer.2))
    }
}
