package import SaudaStore

/// What became of the orders of a day. Days add up: an order that waited over a night is placed on the one and filled on
/// the other. What is open or in doubt is so at an end: of several days the last one says it.
package struct OrderCounts: Hashable, Sendable {
    package var placed = 0
    package var filled = 0
    /// Ended with a part of it filled; counted under its end too.
    package var partly = 0
    package var cancelled = 0
    package var refused = 0
    /// Unfilled at the close.
    package var lapsed = 0
    /// Sent and never seen at the broker.
    package var lost = 0
    /// Working, or waiting for the next opening.
    package var open = 0
    package var inDoubt = 0

    package init() {}

    /// - Parameter orders: Of one day; those that are not ours are left out.
    package init(_ orders: some Sequence<DayLedger.Order>) {
        for order in orders where !order.isForeign {
            if !order.isCarried { placed += 1 }
            if order.filled > 0, order.status != "filled" { partly += 1 }
            switch order.status {
            case "filled": filled += 1
            case "cancelled": cancelled += 1
            case "rejected": refused += 1
            case "expired": lapsed += 1
            case "absent": lost += 1
            case "in-doubt": inDoubt += 1
            default: open += 1
            }
        }
    }

    /// - Parameter b: Of a later day.
    package static func += (a: inout OrderCounts, b: OrderCounts) {
        a.placed += b.placed
        a.filled += b.filled
        a.partly += b.partly
        a.cancelled += b.cancelled
        a.refused += b.refused
        a.lapsed += b.lapsed
        a.lost += b.lost
        (a.open, a.inDoubt) = (b.open, b.inDoubt)
    }

    /// Adds another account's of the same day.
    package mutating func join(_ other: OrderCounts) {
        let (open, inDoubt) = (open, inDoubt)
        self += other
        self.open += open
        self.inDoubt += inDoubt
    }

    /// `5 orders placed, 2 filled, 1 refused`: what there is none of is left out.
    package var text: String {
        let ends = [
            (filled, "filled"), (partly, "partly filled"), (cancelled, "cancelled"), (refused, "refused"),
            (lapsed, "lapsed"), (lost, "lost"), (open, "open"), (inDoubt, "in doubt"),
        ]
        let words = ends.filter { $0.0 > 0 }.map { ", \($0.0) \($0.1)" }.joined()
        return "\(placed) order\(placed == 1 ? "" : "s") placed\(words)"
    }
}
