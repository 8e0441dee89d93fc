// Working orders follow their target: raised, lowered, repriced, cancelled.

extension Desk {
    /// Brings the working orders of a target to its terms; the newest ones give or take the quantity.
    mutating func amend(_ slot: Int) {
        let target = targets[slot].target
        let live = targets[slot].live
        let wanted = target.quantity - targets[slot].filled - targets[slot].spent
        var asked = Quantity.zero
        var outstanding = Quantity.zero
        for id in live {
            asked += (orders.asked(id)?.quantity ?? .zero) - orders[id].lifecycle.filled
            outstanding += orders[id].outstanding
            if !orders[id].lifecycle.cancelWanted { targets[slot].placedRevision = target.revision }
        }
        var difference = wanted - asked
        // One order takes no more while the broker may not have taken it from another yet.
        if difference > .zero, live.count > 1 { difference = max(wanted - outstanding, .zero) }
        let most = instruments.most(target.key.instrument) ?? Quantity.limit
        for id in live.reversed() {
            guard let asked = orders.asked(id), !orders[id].isStuck else { continue }
            guard !orders[id].isReplaced else {
                cancel(id)
                continue
            }
            let filled = orders[id].lifecycle.filled
            let quantity = min(max(asked.quantity + difference, filled), max(most, asked.quantity))
            difference -= quantity - asked.quantity
            if quantity == filled {
                orders[id].isSurplus = true
                cancel(id)
                continue
            }
            let terms = terms(of: target, quantity: quantity)
            if terms != asked || orders[id].areTermsInDoubt { modify(id, from: asked, to: terms, target, slot) }
        }
        // An order that is to be replaced, or cannot be cancelled, first has to go (SEL-5).
        guard difference > .zero, !live.contains(where: { orders[$0].isReplaced || orders[$0].isStuck }) else { return }
        placeMore(difference, slot)
    }

    private mutating func modify(
        _ id: OrderID,
        from asked: OrderTerms,
        to terms: OrderTerms,
        _ target: Target,
        _ slot: Int
    ) {
        guard orders[id].request == .none, !orders[id].isStuck else { return }
        if let refusal = refusal(of: terms, from: asked, orders[id], target) {
            guard targets[slot].unsent != terms else { return }
            targets[slot].unsent = terms
            return noteSkipped(refusal, target.key, "amendment not sent: \(refusal)")
        }
        let traits = accounts[Int(target.key.account.index)].traits
        // The place was request 1; a broker that counts takes no more than its cap.
        if let cap = traits.modifyCap, orders[id].lifecycle.requestNumber > cap { return replace(id) }
        guard case .sendModify(let brokerID, let sent) = orders[id].lifecycle.modify(terms) else { return }
        if orders[id].reason != target.reason {
            orders[id].reason = target.reason
            outbox.append(.explain(id, target.reason))
        }
        let request = orders[id].lifecycle.requestNumber
        outbox.append(.modify(id, target.key.account, brokerID, sent, request: request))
    }

    /// Cancels an order, and has it placed anew when that is confirmed, never before (SEL-5).
    mutating func replace(_ id: OrderID) {
        guard !orders[id].isClosed else { return }
        orders[id].isReplaced = true
        cancel(id)
    }

    mutating func cancel(_ id: OrderID) {
        guard !orders[id].isStuck, case .sendCancel(let brokerID) = orders[id].lifecycle.cancel() else { return }
        let request = orders[id].lifecycle.requestNumber
        outbox.append(.cancel(id, orders[id].key.account, brokerID, request: request))
    }
}
