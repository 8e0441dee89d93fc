package import SaudaCore

/// Shares that became more or fewer overnight at the same cost: a split, a bonus issue, a consolidation.
///
/// Told by the broker's own figures alone: the quantity in a simple ratio to the books' and the cost unchanged. Shares
/// that a person bought or sold change the cost, so that they are not taken for one.
package struct ShareSplit: Hashable, Sendable {
    /// So many shares now ...
    package let new: Int64
    /// ... for so many before.
    package let old: Int64

    /// Ratios that occur: up to 100 for 1, and bonus issues such as 3 for 2.
    private static let greatest: Int64 = 100
    private static let greatestTerm: Int64 = 10

    /// Nil when it is none.
    ///
    /// - Parameters:
    ///   - cost: of `quantity`, by the books.
    ///   - listed: what the broker has, at `average` each.
    package init?(_ quantity: Quantity, cost: Money, listed: Quantity, average: Price) {
        guard quantity > .zero, listed > .zero, listed != quantity, cost > .zero else { return nil }
        let divisor = Self.divisor(quantity.units, listed.units)
        (old, new) = (quantity.units / divisor, listed.units / divisor)
        let isWhole = min(old, new) == 1 && max(old, new) <= Self.greatest
        guard isWhole || max(old, new) <= Self.greatestTerm else { return nil }
        // A broker's average is rounded to the paisa: within a hundredth it is the same cost.
        let theirs = average * listed
        guard abs(theirs.raw - cost.raw) <= cost.raw / 100 else { return nil }
    }

    private static func divisor(_ first: Int64, _ second: Int64) -> Int64 {
        var (high, low) = (first, second)
        while low != 0 { (high, low) = (low, high % low) }
        return high
    }

    /// What the books held, in the shares of today; nil when that is not a whole number of each, or when purchases of it
    /// are not settled yet.
    package func adjusted(_ holding: CarriedHolding) -> CarriedHolding? {
        guard holding.unsettled.isEmpty, let quantity = adjusted(holding.quantity) else { return nil }
        var copy = holding
        copy.quantity = quantity
        guard let trade = holding.trade else { return copy }
        guard let held = adjusted(trade.quantity), let bought = adjusted(trade.bought), let sold = adjusted(trade.sold)
        else { return nil }
        copy.trade?.quantity = held
        copy.trade?.bought = bought
        copy.trade?.sold = sold
        return copy
    }

    private func adjusted(_ quantity: Quantity) -> Quantity? {
        let (units, overflows) = quantity.units.multipliedReportingOverflow(by: new)
        return overflows || units % old != 0 ? nil : Quantity(units / old)
    }
}
