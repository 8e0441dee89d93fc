// Working orders follow their target: raised, lowered, repriced, cancelled.

extension Desk {
    /// Brings the working orders of a target to its terms; the newest ones give or take the quantity.
    mutating func amend(_ slot: Int) {
        let live = targets.records[slot].live
        let (total, revision) = (targets.records[slot].target.quantity, targets.records[slot].target.revision)
        let wanted = total - targets.records[slot].filled - targets.records[slot].spent
        var asked = Quantity.zero
        var outstanding = Quantity.zero
        for id in live {
            let place = orders.place(of: id)
            let filled = orders.records[place].lifecycle.filled
            asked += (orders.records[place].lifecycle.requestedTerms?.quantity ?? .zero) - filled
            outstanding += orders.records[place].outstanding
            if !orders.records[place].lifecycle.cancelWanted { targets.records[slot].placedRevision = revision }
        }
        var difference = wanted - asked
        // One order takes no more while the broker may not have taken it from another yet.
        if difference > .zero, live.count > 1 { difference = max(wanted - outstanding, .zero) }
        let most = instruments.most(targets.records[slot].target.key.instrument) ?? Quantity.limit
        for id in live.reversed() {
            let place = orders.place(of: id)
            guard let asked = orders.records[place].lifecycle.requestedTerms, !orders.records[place].isStuck else {
                continue
            }
            guard !orders.records[place].isReplaced else {
                cancel(id)
                continue
            }
            let filled = orders.records[place].lifecycle.filled
            let quantity = min(max(asked.quantity + difference, filled), max(most, asked.quantity))
            difference -= quantity - asked.quantity
            if quantity == filled {
                orders.records[place].isSurplus = true
                cancel(id)
                continue
            }
            let terms = targets.records[slot].target.terms(quantity: quantity)
            if terms == targets.records[slot].declined { continue }
            if terms != asked || orders.records[place].areTermsInDoubt { modify(id, from: asked, to: terms, slot) }
        }
        // An order that is to be replaced, or cannot be cancelled, first has to go (SEL-5).
        guard difference > .zero, !live.contains(where: { isGoing($0) }) else { return }
        placeMore(difference, slot)
    }

    private func isGoing(_ id: OrderID) -> Bool {
        let place = orders.place(of: id)
        return orders.records[place].isReplaced || orders.records[place].isStuck
    }

    private mutating func modify(
        _ id: OrderID,
        from asked: OrderTerms,
        to terms: OrderTerms,
        _ slot: Int
    ) {
        let place = orders.place(of: id)
        guard orders.records[place].request == .none, !orders.records[place].isStuck else { return }
        let target = targets.records[slot].target
        if let refusal = refusal(of: terms, from: asked, orders.records[place], target) {
            guard targets.records[slot].unsent != terms else { return }
            targets.records[slot].unsent = terms
            return noteSkipped(refusal, target.key, "amendment not sent: \(refusal)")
        }
        let traits = accounts[Int(target.key.account.index)].traits
        // The place was request 1; a broker that counts takes no more than its cap.
        if let cap = traits.modifyCap, orders.records[orders.place(of: id)].lifecycle.requestNumber > cap {
            return replace(id)
        }
        guard case .sendModify(let brokerID, let sent) = orders.records[orders.place(of: id)].lifecycle.modify(terms)
        else { return }
        if orders.records[orders.place(of: id)].reason != target.reason {
            orders.records[orders.place(of: id)].reason = target.reason
            outbox.append(.explain(id, target.reason))
        }
        let request = orders.records[orders.place(of: id)].lifecycle.requestNumber
        outbox.append(.modify(id, target.key.account, brokerID, sent, request: request))
    }

    /// Cancels an order, and has it placed anew when that is confirmed, never before (SEL-5).
    mutating func replace(_ id: OrderID) {
        let place = orders.place(of: id)
        guard !orders.records[place].isClosed else { return }
        orders.records[place].isReplaced = true
        cancel(id)
    }

    mutating func cancel(_ id: OrderID) {
        let place = orders.place(of: id)
        guard !orders.records[place].isStuck,
            case .sendCancel(let brokerID) = orders.records[place].lifecycle.cancel()
        else { return }
        let request = orders.records[place].lifecycle.requestNumber
        outbox.append(.cancel(id, orders.records[place].key.account, brokerID, request: request))
    }
}
