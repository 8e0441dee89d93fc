// Orders in our account that we did not send: seen, booked, adopted.

extension Desk {
    /// Keeps a foreign order and books what it filled since we last saw it. An adopted one reports like our own.
    mutating func take(_ order: ForeignOrder) -> ForeignOrder? {
        let account = Int(order.account.index)
        let before = books[account].note(order)
        if let id = adopted[order.id] {
            report(order, as: id)
            return before
        }
        let quantity = order.filled - (before?.filled ?? .zero)
        guard quantity.units > 0 else { return before }
        let fill = Fill(
            instrument: order.instrument,
            product: order.product,
            side: order.side,
            quantity: quantity,
            value: order.value - (before?.value ?? .zero),
            time: now,
            reason: order.side == .buy ? "MANUAL_BUY" : "MANUAL_EXIT"
        )
        book(fill, earlier: before?.value ?? .zero, in: account)
        return before
    }

    private mutating func report(_ order: ForeignOrder, as id: OrderID) {
        if order.filled > .zero { apply(Report(id, .traded(total: order.filled, value: order.value))) }
        switch order.status {
        case .open, .complete: break
        case .cancelled: apply(Report(id, .cancelled))
        case .rejected: apply(Report(id, .rejected(.other(code: "", text: "rejected at the exchange"))))
        }
    }

    mutating func book(_ fill: Fill, earlier: Money, in account: Int) {
        let charges = books[account].charges(
            for: fill,
            of: instruments[fill.instrument],
            earlier: earlier,
            at: rates[account]
        )
        books[account].fill(fill, charges: charges, settlement: today?.settlement ?? day.advanced(by: 1))
    }

    /// Takes a foreign order as the working order of a new target, so that no second one is placed (SEL-12).
    public mutating func adopt(_ order: ForeignOrder, as key: TargetKey, reason: String) {
        guard targets[key] == nil, adopted[order.id] == nil, order.status == .open else { return }
        var record = OrderRecord(
            id: orders.next,
            key: key,
            side: order.side,
            product: order.product,
            variety: .regular,
            lifecycle: OrderLifecycle()
        )
        _ = record.lifecycle.place(order.terms)
        if order.filled > .zero { _ = record.lifecycle.traded(total: order.filled, value: order.value) }
        _ = record.lifecycle.accepted(order.id)
        let target = Target(key, order.side, order.terms.quantity, .limit(order.terms.limit), reason: reason)
        targets[key] = TargetRecord(target: target, live: [record.id], filled: order.filled, placedRevision: 0)
        liveKeys.append(key)
        adopted[order.id] = record.id
        orders.add(record)
    }

    /// Closes a tracked trade, or part of it, that was sold where we could not see it. Moves no cash: the broker's
    /// statement has the true proceeds.
    public mutating func closeTrade(
        _ instrument: InstrumentID,
        quantity: Quantity? = nil,
        at price: Price,
        reason: String
    ) {
        let account = Int(account.index)
        guard let trade = books[account].openTrade(in: instrument) else { return }
        let quantity = min(quantity ?? trade.quantity, trade.quantity)
        let fill = Fill(
            instrument: instrument,
            product: .delivery,
            side: .sell,
            quantity: quantity,
            value: price * quantity,
            time: now,
            reason: reason
        )
        books[account].fill(fill, charges: .zero, settlement: day)
    }
}
