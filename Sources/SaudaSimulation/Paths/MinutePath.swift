package import SaudaCore

/// Expands one-minute candles into prices with times (DEC-21, applied to a minute).
///
/// The candles must be consistent (`Candle.isConsistent`); rows are checked where they are read.
package struct MinutePath: Hashable, Sendable {
    package let order: ExtremeOrder

    package init(order: ExtremeOrder = .nearerExtremeFirst) { self.order = order }

    /// Returns open, extreme, other extreme and close, 0, 15, 40 and 59 seconds into the minute. Allocates nothing.
    ///
    /// The first point is `.open`: between two minutes the price may jump.
    package func points(of minute: Candle) -> InlineArray<4, PathPoint> {
        minute.points(
            order,
            at: (
                minute.start,
                minute.start.advanced(by: .seconds(15)),
                minute.start.advanced(by: .seconds(40)),
                minute.start.advanced(by: .seconds(59))
            )
        )
    }
}
