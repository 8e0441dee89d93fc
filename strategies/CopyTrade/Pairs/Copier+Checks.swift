import SaudaCore

extension Copier {
    /// What is wrong with the leader's order itself, whoever is to copy it (CPY-3, step 1).
    func flaw(of leader: LeaderOrder) -> CopyReason? {
        if leader.id.text.isEmpty { return .noOrderID }
        if leader.isCopy { return .echo }
        if leader.terms.quantity <= .zero { return .noQuantity }
        if leader.terms.kind.hasTrigger, leader.terms.trigger <= .zero { return .noTrigger }
        if leader.terms.kind.hasLimit, leader.terms.limit <= .zero { return .noLimit }
        return nil
    }

    /// What this follower cannot do of it.
    func gap(in facts: FollowerFacts, for leader: LeaderOrder) -> CopyReason? {
        guard facts.instrument != nil else { return .unknownInstrument }
        switch leader.variety {
        case .regular: break
        case .afterMarket: if facts.traits.afterMarket.isEmpty { return .notOffered("after-market order") }
        case .cover: return .notOffered("cover order")
        case .bracket: return .notOffered("bracket order")
        case .trigger: return .notOffered("trigger order (GTT)")
        }
        return gap(in: facts.traits, for: leader)
    }

    /// How old an order is that is too old to be copied; nil when it is not. Tries count from the first one (DEC-17).
    func staleness(of leader: LeaderOrder, _ pair: CopyPair, at now: Timestamp) -> TimeSpan? {
        let waits = leader.status == .open && leader.terms.kind != .market && pair.began == nil
        let age = now.since(pair.began ?? leader.changed)
        return age > (waits ? lookback : maxAge) ? age : nil
    }

    private func gap(in traits: VenueTraits, for leader: LeaderOrder) -> CopyReason? {
        if !traits.kinds.contains(leader.terms.kind) { return .notOffered("\(leader.terms.kind) order") }
        let validity = leader.terms.validity
        if !traits.validities.contains(validity) { return .notOffered("\(validity) validity") }
        if !traits.products.contains(leader.product) { return .notOffered("\(leader.product) product") }
        return nil
    }
}
