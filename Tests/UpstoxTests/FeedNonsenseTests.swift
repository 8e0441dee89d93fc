import SaudaBroker
import SaudaCore
import Testing
import UpstoxAdapter

/// Frames that are cut or changed: nothing traps, and what comes out is possible.
@Suite struct FeedNonsenseTests {
    private func check(_ output: StreamOutput, _ what: String) {
        for tick in output.ticks {
            #expect(tick.price.isPlausible, "\(what)")
            #expect((0...Quantity.limit.units).contains(tick.quantity.units), "\(what)")
            #expect(Sample.everything.contains(tick.instrument), "\(what)")
            #expect(tick.exchangeTime <= Sample.now.advanced(by: .seconds(86_400)), "\(what)")
        }
        for depth in output.depths {
            #expect(depth.bids.count <= 5, "\(what)")
            #expect(depth.asks.count <= 5, "\(what)")
            for level in depth.bids + depth.asks {
                #expect(level.price.isPlausible, "\(what)")
                #expect((1...Quantity.limit.units).contains(level.quantity.units), "\(what)")
            }
        }
    }

    private func text(_ bytes: [UInt8]) -> FeedText { unsafe FeedText(of: bytes.span.bytes) }

    private func codec() throws -> FeedCodec {
        var codec = FeedCodec(try Sample.listings(), wantsDepth: true)
        _ = codec.opened()
        _ = codec.want(Sample.everything)
        return codec
    }

    @Test func `every beginning of a frame gives the ticks that were whole, and is counted when it is cut`() throws {
        let frame = Feed.all
        for length in frame.indices {
            var codec = try codec()
            let output = codec.take(Array(frame[..<length]))
            check(output, "\(length) bytes")
            #expect(output.ticks.count <= 3)
            #expect(output.skipped.count <= 1, "\(length) bytes")
            if output.ticks.isEmpty { #expect(output.skipped.count == 1, "\(length) bytes") }
            _ = text(Array(frame[..<length]))
        }
    }

    @Test func `every byte of a frame may be any other`() throws {
        let frame = Feed.all
        var codec = try codec()
        for place in frame.indices {
            for byte in [0x00, 0x01, 0x7F, 0x80, 0xFF, frame[place] ^ 0x01, frame[place] ^ 0x80, frame[place] &+ 1]
                as [UInt8]
            {
                var changed = frame
                changed[place] = byte
                check(codec.take(changed), "byte \(place) is \(byte)")
                _ = text(changed)
            }
        }
    }

    @Test func `frames of chance are survived`() throws {
        var dice = SplitMix(state: 1)
        var codec = try codec()
        for round in 0..<2000 {
            var bytes = Feed.all
            for _ in 0..<Int.random(in: 1...6, using: &dice) {
                switch Int.random(in: 0..<3, using: &dice) {
                case 0: bytes[Int.random(in: bytes.indices, using: &dice)] = UInt8.random(in: 0...255, using: &dice)
                case 1: bytes.removeSubrange(0..<Int.random(in: 0..<min(4, bytes.count), using: &dice))
                default:
                    bytes.insert(
                        UInt8.random(in: 0...255, using: &dice),
                        at: Int.random(in: bytes.indices, using: &dice)
                    )
                }
                if bytes.isEmpty { bytes = [0] }
            }
            check(codec.take(bytes), "round \(round)")
        }
    }

    @Test func `people read what a frame says, and where it is cut`() throws {
        let whole = text(Feed.all)
        #expect(!whole.isMalformed)
        #expect(whole.lines.count == 3)
        let first = try JSON(try #require(whole.lines.first))
        #expect(first["instrument_key"].text == Sample.shareKey)
        #expect(first["last_price"].text == "52.7")
        #expect(first["volume"].integer == 12_345)
        #expect(first["bids"].items?.count == 5)
        let cut = text(Array(Feed.all.dropLast(3)))
        #expect(cut.isMalformed)
        #expect(cut.lines.last?.contains("error") == true)
        #expect(text(Feed.states).notes.count == 1)
    }
}
