package import SaudaBroker

/// Walks the instruments of one `FeedResponse` (protocol section 8.4).
package struct FeedFrame: Sendable {
    /// Where an instrument's key and its `Feed` stand. Either may be empty: what is not there has no bytes.
    package struct Entry: Hashable, Sendable {
        package var key: Range<Int>
        package var feed: Range<Int>
    }

    private var walk: ProtoWalk
    /// Where the market's states stand.
    package private(set) var market: Range<Int>?

    package init(of frame: RawSpan) { walk = ProtoWalk(0..<frame.byteCount) }

    /// Nil behind the last one; whether it has the market's states is known by then.
    @inline(__always) package mutating func next(in frame: RawSpan) throws(WireError) -> Entry? {
        while let field = try walk.next(in: frame) {
            switch field.number {
            case 2: if let range = field.range { return try Self.entry(range, frame) }
            case 4: market = field.range ?? market
            default: break
            }
        }
        return nil
    }

    /// An entry of a map: 1 its key, 2 its value.
    @inline(__always) private static func entry(_ range: Range<Int>, _ frame: RawSpan) throws(WireError) -> Entry {
        var entry = Entry(key: range.upperBound..<range.upperBound, feed: range.upperBound..<range.upperBound)
        var walk = ProtoWalk(range)
        while let field = try walk.next(in: frame) {
            switch field.number {
            case 1: entry.key = field.range ?? entry.key
            case 2: entry.feed = field.range ?? entry.feed
            default: break
            }
        }
        return entry
    }
}
