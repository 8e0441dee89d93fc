import SaudaBroker

/// The ten rows at the end of a full packet, five bids and five offers, best first (protocol section 4.5).
package struct TickerDepth: Sendable {
    package struct Level: Hashable, Sendable {
        package var price: WirePrice
        package var quantity: UInt32
        package var orders: UInt16
    }

    /// 0 to 4 are bids, 5 to 9 offers; missing rows are zero.
    package var levels: [10 of Level]

    package init() { levels = InlineArray(repeating: Level(price: WirePrice(raw: 0), quantity: 0, orders: 0)) }

    /// - Precondition: `bytes` is a full packet.
    @inline(__always) package init(_ bytes: RawSpan) {
        self.init()
        read(bytes)
    }

    /// Overwrites all rows in place: nothing is copied, nothing allocated.
    ///
    /// - Precondition: `bytes` is a full packet.
    @inline(__always) package mutating func read(_ bytes: RawSpan) {
        precondition(bytes.byteCount == 184, "only a full packet has a depth")
        let unit = WirePrice.unit(ofToken: bytes.uint32BE(at: 0))
        for index in levels.indices {
            let offset = 64 &+ 12 &* index
            levels[index] = Level(
                price: WirePrice(raw: Int64(bytes.uint32BE(at: offset &+ 4)) &* unit),
                quantity: bytes.uint32BE(at: offset),
                orders: bytes.uint16BE(at: offset &+ 8)
            )
        }
    }

    package static var bids: Range<Int> { 0..<5 }
    package static var offers: Range<Int> { 5..<10 }
}
