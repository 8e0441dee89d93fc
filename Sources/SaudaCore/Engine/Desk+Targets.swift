// From targets to orders: the smallest change that makes what is working equal to what is wanted.

extension Desk {
    /// States what should be working under a key, new or changed, and returns how it stands.
    ///
    /// Done, refused and exhausted are sticky per revision: the same key and revision is never placed again. The
    /// comparison is with what we asked for, never with the broker's echo.
    @discardableResult
    public mutating func set(_ target: Target) -> TargetStatus {
        guard let slot = targets.slot(of: target.key) else { return add(target) }
        guard target.revision >= targets.records[slot].target.revision else { return status(at: slot) }
        if let ending = targets.records[slot].ending {
            guard target.revision > targets.records[slot].target.revision, ending != .handsOff, ending != .stuck
            else { return status(at: slot) }
            targets.records[slot].ending = nil
            live.append(LiveTarget(key: target.key, slot: slot))
        }
        if targets.records[slot].target != target {
            targets.records[slot].restate(target)
            tieWaiting(slot)
            reconcile(slot)
        }
        return status(at: slot)
    }

    private mutating func add(_ target: Target) -> TargetStatus {
        let slot = targets.add(TargetRecord(target: target))
        live.append(LiveTarget(key: target.key, slot: slot))
        if target.key.day.advanced(by: 7) < day {
            end(slot, .refused(.outdated))
        } else {
            reconcile(slot)
        }
        return status(at: slot)
    }

    /// Wants nothing working under a key any more.
    public mutating func drop(_ key: TargetKey) {
        guard let slot = targets.slot(of: key), !targets.records[slot].isOver else { return }
        targets.records[slot].target.persistence = .none
        tieWaiting(slot)
        reconcile(slot)
    }

    mutating func end(_ slot: Int, _ ending: TargetEnding) {
        targets.records[slot].ending = ending
        if let place = live.firstIndex(where: { $0.slot == slot }) { live.remove(at: place) }
        if case .refused(let refusal) = ending { noteSkipped(refusal, targets.records[slot].target.key, "\(refusal)") }
    }

    /// Counts a refusal for the strategy whose target it is.
    mutating func noteSkipped(_ refusal: Refusal, _ key: TargetKey, _ text: String) {
        let owner = current
        current = key.strategy
        note(.skipped, refusal.code, key.instrument, text)
        current = owner
    }

    /// Compares one target with its orders and sends the difference.
    mutating func reconcile(_ slot: Int) {
        guard !targets.records[slot].isOver else { return }
        let isIdle = targets.records[slot].live.isEmpty
        if isIdle, targets.records[slot].filled >= targets.records[slot].target.quantity { return end(slot, .done) }
        let expires = targets.records[slot].target.expires
        if targets.records[slot].target.persistence == .none || expires.map({ now >= $0 }) == true {
            if isIdle { return end(slot, .dropped) }
            for id in targets.records[slot].live { cancel(id) }
            return
        }
        if isStopped {
            for id in targets.records[slot].live { replace(id) }
            return
        }
        if isIdle { place(slot) } else { amend(slot) }
        if let expires, !targets.records[slot].isOver, targets.records[slot].expiryWake != expires {
            targets.records[slot].expiryWake = expires
            askWake(slot, at: expires)
        }
    }

    /// Asks once to be woken when a waiting target may start.
    mutating func askStart(_ slot: Int, at time: Timestamp) {
        guard targets.records[slot].startWake != time else { return }
        targets.records[slot].startWake = time
        askWake(slot, at: time)
    }

    private mutating func askWake(_ slot: Int, at time: Timestamp) {
        let owner = targets.records[slot].target.key.strategy
        outbox.append(.wake(at: time, WakeKey(owner: owner, label: 0, isEngine: true)))
    }
}
