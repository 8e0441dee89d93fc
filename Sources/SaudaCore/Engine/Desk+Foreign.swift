// Orders in our account that we did not send: seen, booked, adopted.

extension Desk {
    /// Keeps a foreign order and books what it filled since we last saw it. An adopted one reports like our own.
    ///
    /// - Returns: what was known of it before.
    mutating func take(_ order: ForeignOrder) -> ForeignOrder? {
        let account = Int(order.account.index)
        let (before, seen) = books[account].note(order, on: now.day)
        if let id = adopted[ForeignKey(account: order.account, id: order.id)] {
            report(order, as: id)
            let own = orders.records[orders.place(of: id)].lifecycle
            books[account].markBooked(order.id, own.filled, own.value)
            return before
        }
        let (quantity, value) = (order.filled - seen.filled, order.value - seen.value)
        guard quantity > .zero else { return before }
        guard order.filled <= .limit, value > .zero, value.raw <= Price.limit.raw * quantity.units else {
            if order != before { tellImplausible(order) }
            return before
        }
        let fill = Fill(
            instrument: order.instrument,
            product: order.product,
            side: order.side,
            quantity: quantity,
            value: value,
            time: now,
            reason: order.side == .buy ? "MANUAL_BUY" : "MANUAL_EXIT"
        )
        books[account].markBooked(order.id, order.filled, order.value)
        // What a person buys never raises a trade that we sell (SEL-12); what a person sells lowers it. Under other
        // products what a person or the broker does lowers trades of ours on either side.
        let isTracked = order.product == .delivery && order.side == .sell
        book(fill, earlier: seen.value, in: account, isTracked: isTracked)
        return before
    }

    private mutating func tellImplausible(_ order: ForeignOrder) {
        let text =
            "\(instruments[order.instrument].name): order \(order.id), not ours, has filled \(order.filled) without a "
            + "believable value; it is not booked until the value is known, read the order book."
        outbox.append(.alert(Alert(.warning, instrument: order.instrument, code: "order-anomaly", text: text)))
    }

    private mutating func report(_ order: ForeignOrder, as id: OrderID) {
        switch order.status {
        case .open: if order.filled > .zero { apply(Report(id, .traded(total: order.filled, value: order.value))) }
        case .complete: apply(Report(id, .completed(total: order.filled, value: order.value)))
        case .cancelled, .rejected:
            if order.filled > .zero { apply(Report(id, .traded(total: order.filled, value: order.value))) }
            let rejection = Rejection.other(code: "", text: "rejected at the exchange")
            apply(Report(id, order.status == .cancelled ? .cancelled : .rejected(rejection)))
        }
    }

    mutating func book(_ fill: Fill, earlier: Money, in account: Int, isTracked: Bool = true) {
        let charges = books[account].charges(
            for: fill,
            of: instruments[fill.instrument],
            earlier: earlier,
            at: rates[account]
        )
        books[account].fill(
            fill,
            charges: charges,
            settlement: today?.settlement ?? day.advanced(by: 1),
            earlier: earlier,
            isTracked: isTracked
        )
    }

    /// Takes a foreign order as the working order of a new target, so that no second one is placed (SEL-12).
    ///
    /// Nothing happens when the order is not open, is another account's, or the key has been used: look at the status.
    public mutating func adopt(_ order: ForeignOrder, as key: TargetKey, reason: String) {
        let foreign = ForeignKey(account: order.account, id: order.id)
        guard targets[key] == nil, adopted[foreign] == nil, order.status == .open,
            order.account == key.account, order.instrument == key.instrument, !order.id.text.isEmpty,
            order.terms.quantity > order.filled, order.terms.quantity <= .limit
        else { return }
        // What it filled before stands in the books already.
        let seen = books[Int(order.account.index)].booked(order.id)
        var target = TargetRecord(target: Target(adopting: order, as: key, reason: reason))
        target.live = [orders.next]
        target.filled = seen.filled
        target.value = seen.value
        target.placedRevision = 0
        let slot = targets.add(target)
        live.append(LiveTarget(key: key, slot: slot))
        var record = OrderRecord(
            id: orders.next,
            key: key,
            slot: slot,
            side: order.side,
            product: order.product,
            variety: .regular,
            placed: day,
            reason: reason,
            session: today?.isOpen(at: now) == true ? day : session(of: .afterMarket)
        )
        _ = record.lifecycle.place(order.terms)
        if seen.filled > .zero { _ = record.lifecycle.traded(total: seen.filled, value: seen.value) }
        _ = record.lifecycle.accepted(order.id)
        adopted[foreign] = record.id
        orders.add(record)
    }

    /// Takes shares that a person bought into a trade of ours, at what they cost (BUY-13). Only what is held and in no
    /// trade yet is taken; nothing happens without any.
    public mutating func track(_ instrument: InstrumentID, quantity: Quantity, value: Money, reason: String) {
        let account = Int(account.index)
        let tracked = books[account].openTrade(in: instrument)?.quantity ?? .zero
        let free = books[account].quantity(of: instrument) - tracked
        let taken = min(quantity, free)
        guard taken > .zero, value > .zero else { return }
        let takeUp = TakeUp(
            account: self.account,
            instrument: instrument,
            quantity: taken,
            value: taken == quantity ? value : value.price(per: quantity) * taken,
            reason: reason
        )
        books[account].book(takeUp, at: now)
        outbox.append(.takeUp(takeUp))
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
        guard quantity > .zero else { return }
        let before = books[account].equity(at: market)
        let writeOff = WriteOff(
            account: self.account,
            instrument: instrument,
            quantity: quantity,
            price: price,
            reason: reason
        )
        books[account].book(writeOff, at: now)
        outbox.append(.writeOff(writeOff))
        // The proceeds lie elsewhere: neither gain nor loss of this day.
        startEquity[account] += books[account].equity(at: market) - before
    }
}

extension Target {
    /// The target that a foreign order as it stands fulfils, so that nothing is sent for it.
    fileprivate init(adopting order: ForeignOrder, as key: TargetKey, reason: String) {
        let price: PriceRule =
            switch order.terms.kind {
            case .market: .market
            case .limit: .limit(order.terms.limit)
            case .stopLimit: .stopLimit(trigger: order.terms.trigger, limit: order.terms.limit)
            case .stopMarket: .stopMarket(trigger: order.terms.trigger)
            }
        self.init(
            key,
            order.side,
            order.terms.quantity,
            price,
            product: order.product,
            validity: order.terms.validity,
            disclosed: order.terms.disclosed,
            reason: reason
        )
    }
}
