package import SaudaCore

// After a copy was asked for: what it should be now against what was asked for.

extension Copier {
    func follow(_ leader: LeaderOrder, _ pair: inout CopyPair, _ facts: FollowerFacts) -> CopyStep {
        if case .ended(let ending, let filled) = facts.status {
            return afterEnd(ending, filled, leader, &pair, facts)
        }
        switch leader.status {
        case .cancelled: return cancel(&pair, .leaderCancelled)
        case .rejected: return cancel(&pair, .leaderRejected)
        // The follower's order ends with the day as the leader's did.
        case .expired: return CopyStep(.nothing, .leaderExpired)
        case .open, .complete: break
        }
        if let asked = pair.asked, let seen = facts.seen, seen.differs(from: asked.terms) {
            pair.state = .released(.edited)
            return CopyStep(.release, .edited)
        }
        return compare(leader, &pair, facts)
    }

    private func compare(_ leader: LeaderOrder, _ pair: inout CopyPair, _ facts: FollowerFacts) -> CopyStep {
        // Terms that cannot be asked for leave what works as it is.
        if let reason = flaw(of: leader) ?? gap(in: facts, for: leader) { return CopyStep(.nothing, reason) }
        guard let wish = wish(leader, pair, filled: facts.filled) else {
            let reason: CopyReason = facts.filled > .zero ? .enough : .zeroQuantity
            guard pair.asked != nil else { return CopyStep(.nothing, reason) }
            pair.asked = nil
            return CopyStep(.cancel, reason, need: .zero)
        }
        if wish == pair.asked, facts.status != nil { return CopyStep(.nothing, .equal) }
        if facts.isPaused { return CopyStep(.nothing, .paused) }
        let need = need(wish, leader, pair, facts)
        guard pair.asked != nil, facts.status != nil else {
            // Taken back, or forgotten: asked for once more under the same key, which the engine fills only once.
            guard isWanted(leader, at: facts.now) else {
                return CopyStep(.nothing, .stale(facts.now.since(leader.changed)))
            }
            if facts.status != nil { pair.revision += 1 }
            pair.asked = wish
            return CopyStep(.place(wish), need: need)
        }
        pair.asked = wish
        return CopyStep(.modify(wish), need: need)
    }

    /// Whether a second order may be sent for it: it is open, or has filled just now.
    private func isWanted(_ leader: LeaderOrder, at now: Timestamp) -> Bool {
        switch leader.status {
        case .open: true
        case .complete: now.since(leader.changed) <= maxAge
        case .cancelled, .rejected, .expired: false
        }
    }

    /// What should be working, or nil when nothing should: no lot, or no more than is filled (CPY-7).
    private func wish(_ leader: LeaderOrder, _ pair: CopyPair, filled: Quantity) -> CopyTarget? {
        guard let scale = pair.scale else { return nil }
        let wish = CopyTarget(leader, scale, isForOpening: pair.asked?.isForOpening ?? false)
        return wish.terms.quantity > filled ? wish : nil
    }

    private func need(
        _ wish: CopyTarget,
        _ leader: LeaderOrder,
        _ pair: CopyPair,
        _ facts: FollowerFacts
    ) -> Money? {
        guard let scale = pair.scale, let instrument = facts.instrument else { return nil }
        var size = scale.size(of: leader.terms, leader.side)
        size.opening = max(wish.terms.quantity - size.closing, .zero)
        return CopyMargin.need(size, wish.side, at: scale.price(of: wish.terms), of: instrument)
    }

    private func cancel(_ pair: inout CopyPair, _ reason: CopyReason) -> CopyStep {
        let wasAsked = pair.asked != nil
        pair.state = .cancelled(reason)
        pair.asked = nil
        return CopyStep(wasAsked ? .cancel : .nothing, reason, need: .zero)
    }

    // MARK: - After an end

    private func afterEnd(
        _ ending: TargetEnding,
        _ filled: Quantity,
        _ leader: LeaderOrder,
        _ pair: inout CopyPair,
        _ facts: FollowerFacts
    ) -> CopyStep {
        switch ending {
        case .handsOff: return release(&pair, .byHand)
        case .stuck: return release(&pair, .stuck)
        case .refused(let refusal): return afterRefusal(.refused(refusal), filled, leader, &pair, facts)
        case .dropped where pair.asked == nil && (leader.status == .open || leader.status == .complete):
            return compare(leader, &pair, facts)
        case .exhausted: if let step = renew(leader, &pair, facts) { return step }
        case .done, .dropped: break
        }
        guard leader.status != .cancelled, leader.status != .rejected else {
            if ending == .dropped { pair.state = .cancelled(.leaderCancelled) }
            return CopyStep(.nothing, .alreadyEnded)
        }
        let wish = wish(leader, pair, filled: filled)
        return CopyStep(.nothing, wish == nil || wish == pair.asked ? .equal : .notModifiable)
    }

    /// A copy that filled while it was being raised, and so could not be, gets its rest in a second order: as long as each
    /// has filled something.
    private func renew(_ leader: LeaderOrder, _ pair: inout CopyPair, _ facts: FollowerFacts) -> CopyStep? {
        guard heal == .orders, isWanted(leader, at: facts.now), leader.terms.validity == .day, facts.isOpen,
            !facts.isPaused, facts.filled > pair.renewed, let wish = wish(leader, pair, filled: facts.filled)
        else { return nil }
        pair.renewed = facts.filled
        pair.revision += 1
        pair.asked = wish
        return CopyStep(.place(wish), need: need(wish, leader, pair, facts))
    }

    private func release(_ pair: inout CopyPair, _ reason: CopyReason) -> CopyStep {
        pair.state = .released(reason)
        return CopyStep(.release, reason)
    }

    /// A refusal of the moment goes back to the beginning, where age and money are judged anew; all others are final.
    private func afterRefusal(
        _ reason: CopyReason,
        _ filled: Quantity,
        _ leader: LeaderOrder,
        _ pair: inout CopyPair,
        _ facts: FollowerFacts
    ) -> CopyStep {
        guard reason.isTransient, heal == .orders, filled == .zero else { return fail(&pair, reason) }
        pair.state = .pending
        pair.asked = nil
        pair.revision += 1
        pair.tries += 1
        pair.retry = facts.now.advanced(by: .seconds(min(pair.tries, 10)))
        return step(leader, &pair, facts)
    }
}

extension FollowerFacts {
    package var filled: Quantity {
        switch status {
        case .working(_, let filled), .ended(_, let filled): filled
        case .waiting, nil: .zero
        }
    }
}

extension OrderTerms {
    /// Whether somebody else changed an order. Brokers show a protected market order as a limit order, so prices count
    /// only where the kind is the one asked for.
    fileprivate func differs(from asked: OrderTerms) -> Bool {
        if quantity != asked.quantity { return true }
        guard kind == asked.kind else { return false }
        return (kind.hasLimit && limit != asked.limit) || (kind.hasTrigger && trigger != asked.trigger)
    }
}
