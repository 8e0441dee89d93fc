package import SaudaCore

/// What a follower's order should be, given the leader's.
package struct CopyTarget: Hashable, Sendable {
    package var side: Side
    package var product: Product
    /// The total, filled units included.
    package var terms: OrderTerms
    /// For the next opening instead of at once.
    package var isForOpening: Bool

    /// Everything as the leader has it (CPY-6), the quantities as `scale` says. What a kind has no use for is left out: a
    /// market order has no price, whatever was left over from before it became one.
    package init(_ leader: LeaderOrder, _ scale: CopyScale, isForOpening: Bool) {
        side = leader.side
        product = leader.product
        self.isForOpening = isForOpening
        let quantity = scale.size(of: leader.terms, leader.side).total
        terms = leader.terms
        terms.quantity = quantity
        terms.disclosed = scale.disclosed(of: quantity, as: leader.terms)
        if !leader.terms.kind.hasLimit { terms.limit = .zero }
        if !leader.terms.kind.hasTrigger { terms.trigger = .zero }
    }

    /// As the engine takes it.
    package func target(_ key: TargetKey, revision: UInt32) -> Target {
        let price: Target.PriceRule =
            switch terms.kind {
            case .market: .market
            case .limit: .limit(terms.limit)
            case .stopLimit: .stopLimit(trigger: terms.trigger, limit: terms.limit)
            case .stopMarket: .stopMarket(trigger: terms.trigger)
            }
        return Target(
            key,
            revision: revision,
            side,
            terms.quantity,
            price,
            product: product,
            validity: terms.validity,
            disclosed: terms.disclosed,
            timing: isForOpening ? .nextOpen : .now,
            reason: "COPY"
        )
    }
}
