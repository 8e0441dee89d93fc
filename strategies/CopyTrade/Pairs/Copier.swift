package import SaudaCore

/// Decides for one pair after any event: compares what the follower's order should be with what was asked for.
///
/// Asked again with nothing new it returns `nothing`, so it can be asked as often as one likes.
package struct Copier: Hashable, Sendable {
    package enum Heal: String, Hashable, Sendable, CaseIterable {
        case off
        /// Refusals of the moment are tried anew (DEC-17).
        case orders
    }

    package var rules: FollowerRules
    /// What was filled, or would be at any price, is copied while younger than this.
    package var maxAge: TimeSpan
    /// What still waits at the leader's price, while it has changed within this (CPY-10).
    package var lookback: TimeSpan
    package var heal: Heal
    /// Copies what ties up nobody knows how much: options sold, futures.
    package var allowsUnknownMargin: Bool

    package init(
        _ rules: FollowerRules,
        maxAge: TimeSpan = .seconds(30),
        lookback: TimeSpan = .seconds(3600),
        heal: Heal = .orders,
        allowsUnknownMargin: Bool = false
    ) {
        self.rules = rules
        self.maxAge = maxAge
        self.lookback = lookback
        self.heal = heal
        self.allowsUnknownMargin = allowsUnknownMargin
    }

    package func step(_ leader: LeaderOrder, _ pair: inout CopyPair, _ facts: FollowerFacts) -> CopyStep {
        switch pair.state {
        case .pending: return begin(leader, &pair, facts)
        case .placed: return follow(leader, &pair, facts)
        case .failed(let reason), .cancelled(let reason), .released(let reason): return CopyStep(.nothing, reason)
        }
    }

    // MARK: - Before a copy was asked for

    private func begin(_ leader: LeaderOrder, _ pair: inout CopyPair, _ facts: FollowerFacts) -> CopyStep {
        switch leader.status {
        case .open, .complete: break
        // A late placement is stopped (CPY-8).
        case .cancelled: return end(&pair, .cancelled(.leaderCancelled), .leaderCancelled)
        case .rejected: return end(&pair, .cancelled(.leaderRejected), .leaderRejected)
        case .expired: return end(&pair, .cancelled(.leaderExpired), .leaderExpired)
        }
        if let reason = flaw(of: leader) ?? gap(in: facts, for: leader) { return fail(&pair, reason) }
        if let age = staleness(of: leader, pair, at: facts.now) { return fail(&pair, .stale(age)) }
        if facts.isPaused { return CopyStep(.nothing, .paused) }
        if let retry = pair.retry, facts.now < retry { return CopyStep(.wait(retry), .later(retry)) }
        return size(leader, &pair, facts)
    }

    private func size(_ leader: LeaderOrder, _ pair: inout CopyPair, _ facts: FollowerFacts) -> CopyStep {
        guard let instrument = facts.instrument else { return fail(&pair, .unknownInstrument) }
        if pair.scale == nil {
            guard let funds = facts.funds, let leaderFunds = leaderFunds(facts) else { return CopyStep(.askFunds) }
            guard let price = facts.price ?? leader.terms.ownPrice else { return CopyStep(.askPrice) }
            pair.scale = CopyScale(
                rules,
                lot: instrument.lot,
                leader: leaderFunds,
                available: funds,
                reference: price,
                leaderHeld: facts.leaderHeld,
                held: facts.held
            )
        }
        guard let scale = pair.scale else { return CopyStep(.askFunds) }
        let size = scale.size(of: leader.terms, leader.side)
        if size.total == .zero { return fail(&pair, emptiness(of: size, scale, leader)) }
        let need = CopyMargin.need(size, leader.side, at: scale.price(of: leader.terms), of: instrument)
        if need == nil, !allowsUnknownMargin { return fail(&pair, .unknownMargin) }
        if let need, need > facts.free { return fail(&pair, .margin(need: need, have: facts.free)) }
        let target = CopyTarget(leader, scale, isForOpening: leader.variety == .afterMarket || !facts.isOpen)
        pair.state = .placed
        pair.asked = target
        pair.began = pair.began ?? facts.now
        let warning: CopyReason? = facts.isOpen ? nil : .outsideHours
        return CopyStep(.place(target), warning: warning, need: need)
    }

    /// Only a share of the leader's money needs to know how much that is.
    private func leaderFunds(_ facts: FollowerFacts) -> Money? {
        rules.sizing == .capitalShare ? facts.leaderFunds : facts.leaderFunds ?? .zero
    }

    private func emptiness(of size: CopySize, _ scale: CopyScale, _ leader: LeaderOrder) -> CopyReason {
        if size.isCut { return .cap(limit: scale.limit, lot: scale.price(of: leader.terms) * scale.lot) }
        if let held = scale.leaderHeld, held.units * leader.side.sign < 0 { return .nothingToClose }
        return .zeroQuantity
    }

    func fail(_ pair: inout CopyPair, _ reason: CopyReason) -> CopyStep {
        pair.state = .failed(reason)
        pair.asked = nil
        return CopyStep(.refuse, reason, need: .zero)
    }

    private func end(_ pair: inout CopyPair, _ state: CopyPair.State, _ reason: CopyReason) -> CopyStep {
        pair.state = state
        return CopyStep(.nothing, reason)
    }
}
