// From targets to orders: the smallest change that makes what is working equal to what is wanted.

extension Desk {
    /// States what should be working under a key, new or changed, and returns how it stands.
    ///
    /// Done, refused and exhausted are sticky per revision: the same key and revision is never placed again. The
    /// comparison is with what we asked for, never with the broker's echo.
    @discardableResult
    public mutating func set(_ target: Target) -> TargetStatus {
        let key = target.key
        guard var record = targets[key] else {
            targets.put(TargetRecord(target: target), for: key)
            liveKeys.append(key)
            if key.day.advanced(by: 7) < day {
                end(key, .refused(.outdated))
            } else {
                reconcile(key)
            }
            return status(of: key) ?? .waiting
        }
        guard target.revision >= record.target.revision else { return record.status(in: orders) }
        if let ending = record.ending {
            guard target.revision > record.target.revision, ending != .handsOff, ending != .stuck
            else { return record.status(in: orders) }
            record.ending = nil
            liveKeys.append(key)
        }
        if record.target != target {
            record.restate(target)
            targets.put(record, for: key)
            reconcile(key)
        }
        return status(of: key) ?? .waiting
    }

    /// Wants nothing working under a key any more.
    public mutating func drop(_ key: TargetKey) {
        guard targets.read(key, { $0.ending == nil }) == true else { return }
        targets.update(key) { $0.target.persistence = .none }
        reconcile(key)
    }

    mutating func end(_ key: TargetKey, _ ending: TargetEnding) {
        targets.update(key) { $0.ending = ending }
        if let index = liveKeys.firstIndex(of: key) { liveKeys.remove(at: index) }
        if case .refused(let refusal) = ending { noteSkipped(refusal, key, "\(refusal)") }
    }

    /// Counts a refusal for the strategy whose target it is.
    mutating func noteSkipped(_ refusal: Refusal, _ key: TargetKey, _ text: String) {
        let owner = current
        current = key.strategy
        note(.skipped, refusal.code, key.instrument, text)
        current = owner
    }

    /// Compares one target with its orders and sends the difference.
    mutating func reconcile(_ key: TargetKey) {
        guard let record = targets[key], record.ending == nil else { return }
        let target = record.target
        if record.live.isEmpty, record.filled >= target.quantity { return end(key, .done) }
        if target.persistence == .none || target.expires.map({ now >= $0 }) == true {
            if record.live.isEmpty { return end(key, .dropped) }
            for id in record.live { cancel(id) }
            return
        }
        if record.live.isEmpty {
            place(target, record)
        } else {
            amend(target, record)
        }
        if let expires = target.expires, targets.read(key, { $0.ending == nil && $0.expiryWake != expires }) == true {
            targets.update(key) { $0.expiryWake = expires }
            askWake(key, at: expires)
        }
    }

    /// Asks once to be woken when a waiting target may start.
    mutating func askStart(_ key: TargetKey, at time: Timestamp) {
        guard targets.read(key, { $0.startWake == time }) != true else { return }
        targets.update(key) { $0.startWake = time }
        askWake(key, at: time)
    }

    private mutating func askWake(_ key: TargetKey, at time: Timestamp) {
        outbox.append(.wake(at: time, WakeKey(owner: key.strategy, label: 0, isEngine: true)))
    }
}
