package import SaudaBroker

/// What one `Feed` says of its instrument, as on the wire (protocol section 8.4). A field of value zero is absent there.
package struct FeedPrice: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        /// Nothing of the three that are known.
        case none
        case lastPrice, market, index, firstLevel
    }

    package var kind = Kind.none
    package var last = 0.0
    /// Milliseconds since 1970.
    package var lastTradeTime: Int64 = 0
    package var lastQuantity: Int64 = 0
    /// Of the day before.
    package var close = 0.0
    /// Of the day, in units; only of `market` and `firstLevel`.
    package var volume: Int64 = 0
    package var openInterest = 0.0
    /// Where the levels stand, best first: a `MarketLevel`, or one `Quote`.
    package var levels: Range<Int>?

    package init() {}

    /// - Parameter feed: where the message stands in `frame`.
    @inline(__always) package init(_ feed: Range<Int>, in frame: RawSpan) throws(WireError) {
        var walk = ProtoWalk(feed)
        while let field = try walk.next(in: frame) {
            guard let range = field.range else { continue }
            switch field.number {
            case 1:
                kind = .lastPrice
                try readLast(range, frame)
            case 2: try readFull(range, frame)
            case 3:
                kind = .firstLevel
                try readFirstLevel(range, frame)
            default: break
            }
        }
    }

    @inline(__always) private mutating func readLast(_ range: Range<Int>, _ frame: RawSpan) throws(WireError) {
        var walk = ProtoWalk(range)
        while let field = try walk.next(in: frame) {
            switch field.number {
            case 1: last = field.double ?? last
            case 2: lastTradeTime = field.integer ?? lastTradeTime
            case 3: lastQuantity = field.integer ?? lastQuantity
            case 4: close = field.double ?? close
            default: break
            }
        }
    }

    @inline(__always) private mutating func readFull(_ range: Range<Int>, _ frame: RawSpan) throws(WireError) {
        var walk = ProtoWalk(range)
        while let field = try walk.next(in: frame) {
            guard let part = field.range else { continue }
            switch field.number {
            case 1:
                kind = .market
                try readMarket(part, frame)
            case 2:
                kind = .index
                try readIndex(part, frame)
            default: break
            }
        }
    }

    @inline(__always) private mutating func readMarket(_ range: Range<Int>, _ frame: RawSpan) throws(WireError) {
        var walk = ProtoWalk(range)
        while let field = try walk.next(in: frame) {
            switch field.number {
            case 1: if let part = field.range { try readLast(part, frame) }
            case 2: levels = field.range ?? levels
            case 6: volume = field.integer ?? volume
            case 7: openInterest = field.double ?? openInterest
            default: break
            }
        }
    }

    @inline(__always) private mutating func readIndex(_ range: Range<Int>, _ frame: RawSpan) throws(WireError) {
        var walk = ProtoWalk(range)
        while let field = try walk.next(in: frame) {
            if field.number == 1, let part = field.range { try readLast(part, frame) }
        }
    }

    @inline(__always) private mutating func readFirstLevel(_ range: Range<Int>, _ frame: RawSpan) throws(WireError) {
        var walk = ProtoWalk(range)
        while let field = try walk.next(in: frame) {
            switch field.number {
            case 1: if let part = field.range { try readLast(part, frame) }
            case 2: levels = field.range ?? levels
            case 4: volume = field.integer ?? volume
            case 5: openInterest = field.double ?? openInterest
            default: break
            }
        }
    }
}
