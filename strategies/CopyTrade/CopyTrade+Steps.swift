import SaudaCore

// One pair: what the world looks like, what the copier says, and what is done about it.

extension CopyTrade {
    mutating func step(_ index: Int, _ follower: Int, on desk: inout Desk) {
        track(index, follower, on: &desk)
        // What is asked for may be refused at once, and that is to be judged, too. A refusal never asks a second time.
        for _ in 0..<4 {
            let facts = facts(index, follower, desk)
            let step = copiers[follower].step(copied[index].leader, &copied[index].pairs[follower], facts)
            if let need = step.need {
                ledgers[follower].reserve(need, for: copied[index].leader.id, at: desk.now)
            }
            say(step, index, follower, on: &desk)
            guard carryOut(step.action, index, follower, on: &desk) else { return }
        }
    }

    /// - Returns: whether it came to an end at once.
    private mutating func carryOut(
        _ action: CopyStep.Action,
        _ index: Int,
        _ follower: Int,
        on desk: inout Desk
    ) -> Bool {
        let account = plan.followers[follower].account
        let key = copied[index].key.at(account)
        switch action {
        case .nothing, .refuse, .release: return false
        case .askFunds: askFunds(of: [plan.leader, account], on: &desk)
        case .askPrice: askPrice(of: copied[index].instrument, on: &desk)
        case .wait(let time): desk.wake(at: time, label: UInt32(index) + 1)
        case .cancel: desk.drop(key)
        case .place(let target), .modify(let target):
            if target.isForOpening { keep(index, on: &desk) }
            let status = desk.set(target.target(key, revision: copied[index].pairs[follower].revision))
            if case .ended = status { return true }
        }
        return false
    }

    private func facts(_ index: Int, _ follower: Int, _ desk: Desk) -> FollowerFacts {
        let order = copied[index]
        let account = plan.followers[follower].account
        return FollowerFacts(
            now: desk.now,
            instrument: desk.instruments[order.instrument],
            isOpen: desk.today?.isOpen(at: desk.now) ?? false,
            traits: desk.accounts[Int(account.index)].traits,
            leaderFunds: leaderMoney.funds(at: desk.now),
            funds: ledgers[follower].funds(at: desk.now),
            free: ledgers[follower].free(for: order.leader.id),
            price: desk.price(of: order.instrument, notOlderThan: .seconds(5)) ?? order.price,
            leaderHeld: order.leaderHeld,
            held: free(order, follower, desk),
            status: desk.status(of: order.key.at(account))
        )
    }

    /// What the follower holds and no other copy is closing already, signed.
    private func free(_ order: CopiedOrder, _ follower: Int, _ desk: Desk) -> Quantity {
        let account = plan.followers[follower].account
        let held = desk.books[Int(account.index)].position(order.instrument, order.leader.product).quantity
        guard held.units * order.leader.side.sign < 0 else { return held }
        var rest = abs(held.units)
        for other in copied
        where other.instrument == order.instrument && other.leader.product == order.leader.product
            && other.leader.side == order.leader.side && other.key != order.key
        {
            let key = other.key.at(account)
            guard let asked = other.pairs[follower].asked, let status = desk.status(of: key) else { continue }
            if case .ended = status { continue }
            rest -= (asked.terms.quantity - desk.filled(key)).units
        }
        return Quantity(-order.leader.side.sign * max(rest, 0))
    }

    // MARK: - Questions

    private mutating func askFunds(of accounts: [AccountID], on desk: inout Desk) {
        for account in accounts where ledger(of: account).funds(at: desk.now) == nil {
            let isOpen = questions.values.contains {
                if case .funds(account, at: let time) = $0 { desk.now.since(time) < .seconds(10) } else { false }
            }
            if !isOpen { questions[desk.fetch(.funds(account))] = .funds(account, at: desk.now) }
        }
    }

    private mutating func askPrice(of instrument: InstrumentID, on desk: inout Desk) {
        if questions.values.contains(.quote(instrument)) { return }
        questions[desk.fetch(.quote(instrument))] = .quote(instrument)
    }

    private func ledger(of account: AccountID) -> CopyLedger {
        plan.followers.firstIndex { $0.account == account }.map { ledgers[$0] } ?? leaderMoney
    }

    mutating func take(_ available: Money, of account: AccountID, askedAt time: Timestamp) {
        if account == plan.leader { return leaderMoney.take(available, askedAt: time) }
        guard let follower = plan.followers.firstIndex(where: { $0.account == account }) else { return }
        ledgers[follower].take(available, askedAt: time)
    }
}
