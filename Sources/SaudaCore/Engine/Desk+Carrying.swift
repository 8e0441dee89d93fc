// What lasts over the night: waiting after-market orders and holdings, handed back by the books in the morning.

extension Desk {
    /// Writes down whose the waiting after-market orders of a target are.
    mutating func tieWaiting(_ slot: Int) {
        for id in targets.records[slot].live
        where orders.records[orders.place(of: id)].variety == .afterMarket
            && orders.records[orders.place(of: id)].session == nil
        {
            tie(id, slot)
        }
    }

    mutating func tie(_ id: OrderID, _ slot: Int) {
        let record = targets.records[slot]
        outbox.append(
            .tie(OrderTie(order: id, target: record.target, filled: record.filled, spent: record.spent))
        )
    }

    /// Makes a waiting order its target's again: the target stated anew under its key and revision places nothing.
    mutating func take(_ carried: CarriedOrder) {
        if let fault = fault(of: carried) {
            let text = "order \(carried.request.id.number), handed over from \(carried.placed), \(fault)"
            return outbox.append(
                .alert(Alert(.critical, code: "carried-order", text: "\(text); look at the broker's order book."))
            )
        }
        let request = carried.request
        let target = carried.tie.target
        let slot = targets.slot(of: target.key) ?? add(carried.tie)
        var order = OrderRecord(
            id: request.id,
            key: target.key,
            slot: slot,
            side: request.side,
            product: request.product,
            variety: .afterMarket,
            placed: carried.placed,
            reason: request.reason,
            session: nil
        )
        _ = order.lifecycle.place(request.terms)
        _ = order.lifecycle.accepted(carried.brokerID)
        orders.carry(order)
        targets.records[slot].live.append(request.id)
        targets.records[slot].placedRevision = target.revision
    }

    private mutating func add(_ tie: OrderTie) -> Int {
        var record = TargetRecord(target: tie.target)
        record.filled = tie.filled
        record.spent = tie.spent
        let slot = targets.add(record)
        live.append(LiveTarget(key: tie.target.key, slot: slot))
        return slot
    }

    private func fault(of carried: CarriedOrder) -> String? {
        let (request, key) = (carried.request, carried.tie.target.key)
        guard Int(key.strategy.index) < slots.count, Int(key.account.index) < accounts.count,
            Int(key.instrument.index) < instruments.count
        else { return "names a strategy, an account or an instrument that is not here" }
        guard slots[Int(key.strategy.index)].account == key.account, request.strategy == key.strategy,
            request.account == key.account, request.instrument == key.instrument, carried.tie.order == request.id
        else { return "is not its target's" }
        guard request.variety == .afterMarket, request.terms.quantity > .zero, !carried.brokerID.text.isEmpty
        else { return "is no waiting after-market order" }
        guard orders.canCarry(request.id) else { return "came twice, or after new orders" }
        if let record = targets[key] {
            if record.ending != nil { return "belongs to a target that is over" }
            if record.target != carried.tie.target { return "belongs to a target that was stated otherwise" }
        }
        return nil
    }

    /// Part of what is held in the morning: neither gain nor loss of the day.
    mutating func take(_ holding: CarriedHolding) {
        let account = Int(holding.account.index)
        guard account < books.count, Int(holding.instrument.index) < instruments.count else {
            return outbox.append(
                .alert(Alert(.critical, code: "carried-holding", text: "a holding names an account that is not here."))
            )
        }
        let before = books[account].equity(at: market)
        books[account].carry(holding)
        startEquity[account] += books[account].equity(at: market) - before
    }
}
