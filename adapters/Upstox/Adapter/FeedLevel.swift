package import SaudaBroker

/// One level of both sides (`Quote`, protocol section 8.4), as on the wire: how many orders make it up is not told.
package struct FeedLevel: Hashable, Sendable {
    package var bid = 0.0
    package var ask = 0.0
    package var bidQuantity: Int64 = 0
    package var askQuantity: Int64 = 0

    package init() {}

    package init(_ quote: Range<Int>, in frame: RawSpan) throws(WireError) {
        var walk = ProtoWalk(quote)
        while let field = try walk.next(in: frame) {
            switch field.number {
            case 1: bidQuantity = field.integer ?? bidQuantity
            case 2: bid = field.double ?? bid
            case 3: askQuantity = field.integer ?? askQuantity
            case 4: ask = field.double ?? ask
            default: break
            }
        }
    }

    /// All levels of a price, best first.
    package static func all(of price: FeedPrice, in frame: RawSpan) throws(WireError) -> [FeedLevel] {
        guard let range = price.levels else { return [] }
        if price.kind == .firstLevel { return [try FeedLevel(range, in: frame)] }
        var levels: [FeedLevel] = []
        var walk = ProtoWalk(range)
        while let field = try walk.next(in: frame) {
            if field.number == 1, let quote = field.range { levels.append(try FeedLevel(quote, in: frame)) }
        }
        return levels
    }
}
