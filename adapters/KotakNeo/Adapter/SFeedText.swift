import SaudaBroker
import SaudaCore

/// Parts of SFeed packets that are not single numbers.
enum SFeedText {
    /// Up to the first zero byte.
    static func text(_ packet: RawSpan, _ start: Int, _ count: Int) -> String {
        let bytes = (start..<start + count).map { packet.byte(at: $0) }
        return String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }

    /// The rows of a picture, bids first.
    static func depth(_ packet: RawSpan, _ scale: HSMScale, _ instrument: InstrumentID, _ time: Timestamp) -> Depth {
        let bids = Int(packet.uint32LE(at: 89))
        let asks = Int(packet.uint32LE(at: 93))
        func side(_ rows: Range<Int>) -> [Depth.Level] {
            rows.compactMap { row in
                let start = 144 + row * 16
                let price = scale.price(packet.int32LE(at: start + 8))
                // A side with fewer rows fills up with zeros.
                guard price.isPlausible else { return nil }
                let units = Int64(bitPattern: packet.uint64LE(at: start))
                return Depth.Level(
                    price: price,
                    quantity: Quantity(min(max(0, units), Quantity.limit.units)),
                    orders: max(0, packet.int32LE(at: start + 12))
                )
            }
        }
        return Depth(instrument: instrument, time: time, bids: side(0..<bids), asks: side(bids..<bids + asks))
    }
}
