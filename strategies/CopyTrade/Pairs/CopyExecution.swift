package import SaudaCore

/// The fills of a pair side by side (CPY-12).
package struct CopyExecution: Hashable, Sendable {
    package struct Fills: Hashable, Sendable {
        package private(set) var quantity = Quantity.zero
        package private(set) var value = Money.zero
        /// Of the last fill.
        package private(set) var time: Timestamp?
        /// Messages that told of more.
        package private(set) var count = 0

        package init() {}

        /// Weighted by quantity.
        package var average: Price { value.price(per: quantity) }

        /// Takes a cumulative total. Repeats, and messages that come late, change nothing.
        package mutating func take(_ total: Quantity, _ value: Money, at time: Timestamp) {
            guard total > quantity else { return }
            (quantity, self.value, self.time) = (total, value, time)
            count += 1
        }
    }

    package let side: Side
    package var leader = Fills()
    package var follower = Fills()

    package init(_ side: Side) { self.side = side }

    /// Nil until both have filled.
    package var slippage: CopySlippage? {
        guard let led = leader.time, let followed = follower.time, leader.average > .zero else { return nil }
        let worse = Price(raw: (follower.average.raw - leader.average.raw) * side.sign)
        return CopySlippage(
            delay: followed.since(led),
            perUnit: worse,
            cost: worse * follower.quantity,
            perCrore: Int64(Int128(worse.raw) * 10_000_000 / Int128(leader.average.raw))
        )
    }

    /// What a person should know: fills more than `delay` apart, a price worse by more than `perCrore`. Nothing while the
    /// follower has not filled what the leader has, unless that takes too long by `now`.
    package func findings(at now: Timestamp, delay: TimeSpan, perCrore: Int64) -> [CopyReason] {
        guard let led = leader.time else { return [] }
        let apart = (follower.time ?? now).since(led)
        var found: [CopyReason] = []
        if abs(apart.microseconds) > delay.microseconds { found.append(.slowFill(apart)) }
        if let slippage, slippage.perCrore > perCrore { found.append(.dearFill(slippage)) }
        return found
    }
}

/// How much later and dearer a follower filled than its leader; negative is sooner and better.
package struct CopySlippage: Hashable, Sendable {
    package var delay: TimeSpan
    package var perUnit: Price
    /// For all that the follower filled.
    package var cost: Money
    /// Of the leader's average price; 1,000 is a basis point.
    package var perCrore: Int64

    /// For display.
    package var basisPoints: Double { Double(perCrore) / 1000 }
}
