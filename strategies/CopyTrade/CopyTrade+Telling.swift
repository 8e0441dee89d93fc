import SaudaCore

// What the journal and people are told of a pair.

extension CopyTrade {
    /// Notes a step, unless the same was said last.
    mutating func say(_ step: CopyStep, _ index: Int, _ follower: Int, on desk: inout Desk) {
        guard step != copied[index].said[follower], step.reason != .equal else { return }
        copied[index].said[follower] = step
        let text = "\(copied[index].leader.id) -> \(name(follower, desk))"
        let instrument = copied[index].instrument
        switch step.action {
        case .place(let target): desk.note(.acted, "copied", instrument, "\(text): \(target.words)")
        case .modify(let target): desk.note(.acted, "copy-changed", instrument, "\(text): \(target.words)")
        case .cancel: desk.note(.acted, "copy-cancelled", instrument, "\(text): \(words(step.reason))")
        case .refuse: desk.note(.skipped, step.reason?.code ?? "refused", instrument, "\(text): \(words(step.reason))")
        case .release: warn(step.reason, instrument, text, on: &desk)
        case .nothing, .askFunds, .askPrice, .wait:
            guard let reason = step.reason else { break }
            desk.note(.seen, reason.code, instrument, "\(text): \(reason)")
        }
        if let warning = step.warning { desk.note(.seen, warning.code, instrument, "\(text): \(warning)") }
    }

    private func warn(_ reason: CopyReason?, _ instrument: InstrumentID, _ text: String, on desk: inout Desk) {
        desk.alert(.warning, "copy-\(reason?.code ?? "released")", instrument, "\(text): \(words(reason))")
    }

    private func words(_ reason: CopyReason?) -> String { reason.map { "\($0)" } ?? "" }

    private func name(_ follower: Int, _ desk: Desk) -> String {
        desk.accounts[Int(plan.followers[follower].account.index)].name
    }

    /// Compares the fills of a pair and tells what is out of bounds, each finding once (CPY-12).
    mutating func track(_ index: Int, _ follower: Int, on desk: inout Desk) {
        let key = copied[index].key.at(plan.followers[follower].account)
        let (filled, value) = (desk.filled(key), desk.value(key))
        copied[index].fills[follower].follower.take(filled, value, at: desk.now)
        guard copied[index].pairs[follower].state == .placed else { return }
        let findings = copied[index].fills[follower].findings(at: desk.now, delay: slowest, perCrore: dearest)
        for finding in findings where copied[index].told[follower].insert(finding.code).inserted {
            warn(finding, copied[index].instrument, "\(copied[index].leader.id) -> \(name(follower, desk))", on: &desk)
        }
    }
}

extension CopyTarget {
    /// For the journal: `BUY 75 LIMIT 120.00`.
    fileprivate var words: String {
        var text = "\(side) \(terms.quantity) \(terms.kind)"
        if terms.kind.hasTrigger { text += " \(terms.trigger)" }
        if terms.kind.hasLimit { text += " \(terms.limit)" }
        return text
    }
}
