package import SaudaCore

/// Expands daily candles into prices with times, for a session such as 09:15 ..< 15:30 (DEC-21).
///
/// The candles must be consistent (`Candle.isConsistent`); rows are checked where they are read.
package struct DailyPath: Hashable, Sendable {
    package let session: Range<TimeOfDay>
    package let order: ExtremeOrder

    /// - Precondition: the session is not empty.
    package init(session: Range<TimeOfDay>, order: ExtremeOrder = .nearerExtremeFirst) {
        precondition(!session.isEmpty, "a session has an open before its close")
        self.session = session
        self.order = order
    }

    /// Returns open, extreme, other extreme and close. Allocates nothing.
    ///
    /// The open comes with the session's open, the extremes after a third and two thirds of it, the close a
    /// microsecond before its end: 09:15:00, 11:20:00, 13:25:00 and 15:29:59.999999 for 09:15 ..< 15:30.
    package func points(of day: Candle) -> InlineArray<4, PathPoint> {
        let open = day.start.day.at(session.lowerBound)
        let length = Int64(session.upperBound.seconds - session.lowerBound.seconds) * 1_000_000
        return day.points(
            order,
            at: (
                open,
                open.advanced(by: TimeSpan(microseconds: length / 3)),
                open.advanced(by: TimeSpan(microseconds: length / 3 * 2)),
                open.advanced(by: TimeSpan(microseconds: length - 1))
            )
        )
    }
}
