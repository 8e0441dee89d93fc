package import SaudaCore

/// What is told of the market beside each price (FED-9): by clock and calendar alone, never kept.
package enum FeedPhase: String, Hashable, Sendable, CaseIterable {
    case preOpen = "PRE_OPEN"
    /// The opening price is found and matched, or all wait for the open: few prices or none are normal.
    case freeze = "FREEZE"
    case live = "LIVE"
    case closed = "CLOSED"

    /// Orders for the opening are collected that long at least, whenever the entry closes at random after it.
    private static let entry = TimeSpan.seconds(7 * 60)

    /// - Parameter hours: the day's own; nil on a weekend or holiday. The second of the close is still live.
    package init(at time: Timestamp, _ hours: TradingDay?) {
        self = hours.map { Self.phase(at: time, $0) } ?? .closed
    }

    private static func phase(at time: Timestamp, _ hours: TradingDay) -> FeedPhase {
        guard time.day == hours.day else { return .closed }
        guard time < hours.open else {
            let isOpen = time < hours.close.advanced(by: .seconds(1)) && hours.pause?.contains(time) != true
            return isOpen ? .live : .closed
        }
        guard let preOpen = hours.preOpen, time >= preOpen.lowerBound else { return .closed }
        return time < preOpen.lowerBound.advanced(by: entry) ? .preOpen : .freeze
    }

    /// Prices are expected to come, so that a feed without any has to be looked at (FED-6, FED-8).
    package var wantsPrices: Bool { self != .closed }
}
