package import SaudaCore

/// By what one copy is measured, fixed when the pair is made: from here on the follower's quantity follows from the
/// leader's order alone.
package struct CopyScale: Hashable, Sendable {
    package enum Rule: Hashable, Sendable {
        /// So much of the leader's quantity: a part of a whole.
        case share(Int64, of: Int64)
        case lots(Int64)
        /// As much as the limit pays for.
        case limit
    }

    package var rule: Rule
    package var lot: Quantity
    /// The largest value of what is opened.
    package var limit: Money
    package var maxLots: Int64?
    /// What a unit is taken to cost in an order at the market.
    package var reference: Price
    /// What the leader and the follower held before the order, signed. The leader's is nil when it is not known: every
    /// order then counts as an entry.
    package var leaderHeld: Quantity?
    package var held: Quantity

    /// - Parameters:
    ///   - leader: the leader's available money; only `capitalShare` looks at it.
    ///   - available: the follower's.
    package init(
        _ rules: FollowerRules,
        lot: Quantity,
        leader: Money,
        available: Money,
        reference: Price,
        leaderHeld: Quantity? = nil,
        held: Quantity = .zero
    ) {
        rule =
            switch rules.sizing {
            case .capitalShare: .share(max(available.raw, 0), of: max(leader.raw, 0))
            case .fixedRatio(let ratio): .share(max(ratio, 0), of: 10_000_000)
            case .fixedLots(let count): .lots(count)
            case .riskBased: .limit
            }
        self.lot = lot
        let cap = max(available, .zero).times(perCrore: rules.capPerCrore)
        limit = min(cap, rules.maxValue ?? cap)
        maxLots = rules.maxLots
        self.reference = reference
        self.leaderHeld = leaderHeld
        self.held = held
    }

    /// What a unit of an order is taken to cost: its limit, its trigger, or what the market paid when the pair was made.
    package func price(of terms: OrderTerms) -> Price { terms.ownPrice ?? reference }
}

extension OrderKind {
    package var hasLimit: Bool { self == .limit || self == .stopLimit }
    package var hasTrigger: Bool { self == .stopLimit || self == .stopMarket }
}

extension OrderTerms {
    /// What the order itself says of its price; nil at the market.
    package var ownPrice: Price? {
        if kind.hasLimit { return limit }
        return kind.hasTrigger ? trigger : nil
    }
}
