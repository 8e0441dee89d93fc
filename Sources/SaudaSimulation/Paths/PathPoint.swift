package import SaudaCore

/// One stop on the way of a price through a candle.
package struct PathPoint: Hashable, Sendable {
    package enum Kind: UInt8, Hashable, Sendable {
        /// The price appeared here, perhaps across a gap: it trades at this price only.
        case open
        /// The price moved continuously here from the previous point: it trades at every tick between.
        case travel
    }

    package var time: Timestamp
    package var price: Price
    package var kind: Kind

    package init(time: Timestamp, price: Price, kind: Kind) {
        self.time = time
        self.price = price
        self.kind = kind
    }
}

extension Candle {
    /// Open, one extreme, the other, close, at four times. Allocates nothing.
    @inline(__always)
    func points(
        _ order: ExtremeOrder,
        at times: (open: Timestamp, first: Timestamp, second: Timestamp, close: Timestamp)
    ) -> InlineArray<4, PathPoint> {
        let highFirst = order.putsHighFirst(in: self)
        return [
            PathPoint(time: times.open, price: open, kind: .open),
            PathPoint(time: times.first, price: highFirst ? high : low, kind: .travel),
            PathPoint(time: times.second, price: highFirst ? low : high, kind: .travel),
            PathPoint(time: times.close, price: close, kind: .travel),
        ]
    }
}
