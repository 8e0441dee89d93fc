// Why an order or an amendment is not sent: the venue's offer, charges, holdings, then the risk gate.

extension Desk {
    /// Judges all that is to be placed as a whole, so that slicing passes no limit.
    func refusal(
        of terms: OrderTerms,
        _ slot: Int,
        _ variety: OrderRequest.Variety,
        orders count: Int
    ) -> Refusal? {
        if let refusal = offerRefusal(of: terms, targets.records[slot].target) { return refusal }
        if let refusal = holdingsRefusal(adding: terms.quantity, targets.records[slot].target) { return refusal }
        var context = context(of: targets.records[slot].target, terms)
        context.orders = count
        if variety == .afterMarket, let today, now >= today.close { context.quote.band = nil }
        let (account, side) = (targets.records[slot].target.key.account, targets.records[slot].target.side)
        return gates[Int(account.index)].refusal(of: terms, side, in: context)
    }

    /// An amendment is judged by its shape; where it asks for more than before, by every limit.
    func refusal(
        of terms: OrderTerms,
        from asked: OrderTerms,
        _ order: OrderRecord,
        _ target: Target
    ) -> Refusal? {
        if let refusal = offerRefusal(of: terms, target) { return refusal }
        var context = context(of: target, terms)
        context.orders = 0
        if order.session == nil { context.quote.band = nil }
        let gate = gates[Int(target.key.account.index)]
        if let refusal = gate.shapeRefusal(of: terms, in: context) { return refusal }
        let added = terms.quantity - asked.quantity
        if added > .zero, let refusal = holdingsRefusal(adding: added, target) { return refusal }
        let isDearer = target.side == .buy && gate.value(of: terms, in: context) > gate.value(of: asked, in: context)
        guard added > .zero || isDearer else { return nil }
        var rest = terms
        rest.quantity -= order.lifecycle.filled
        return gate.moneyRefusal(of: rest, target.side, in: context)
    }

    private func offerRefusal(of terms: OrderTerms, _ target: Target) -> Refusal? {
        let account = Int(target.key.account.index)
        guard offers[account].takes(terms.kind) else { return .notOffered("\(terms.kind)") }
        guard offers[account].takes(target.product) else { return .notOffered("\(target.product)") }
        guard offers[account].takes(terms.validity) else { return .notOffered("\(terms.validity)") }
        return rates[account].knows(instruments, target.key.instrument, target.product) ? nil : .unknownCharges
    }

    /// Shares are sold once: what other orders of ours already sell is not free.
    private func holdingsRefusal(adding quantity: Quantity, _ target: Target) -> Refusal? {
        guard target.product == .delivery, target.side == .sell else { return nil }
        let (account, instrument) = (target.key.account, target.key.instrument)
        var free = books[Int(account.index)].quantity(of: instrument)
        for place in live.indices
        where live[place].key.instrument == instrument && live[place].key.account == account {
            for id in targets.records[live[place].slot].live
            where orders.records[orders.place(of: id)].side == .sell
                && orders.records[orders.place(of: id)].product == .delivery
            {
                free -= orders.records[orders.place(of: id)].outstanding
            }
        }
        return free < quantity ? .noHoldings(need: quantity, have: max(free, .zero)) : nil
    }

    private func context(of target: Target, _ terms: OrderTerms) -> RiskGate.Context {
        let price = terms.limit.raw > 0 ? terms.limit : terms.trigger
        let account = Int(target.key.account.index)
        let limits = gates[account].limits
        return RiskGate.Context(
            lot: instruments.instruments[Int(target.key.instrument.index)].lot,
            tick: tick(of: target.key.instrument, at: price),
            quote: market[target.key.instrument],
            position: books[account].quantity(of: target.key.instrument, target.product),
            openPositions: limits.positions == nil ? 0 : books[account].openPositions + pendingEntries(but: target.key),
            dayProfit: limits.dailyLoss != nil ? books[account].equity(at: market) - startEquity[account] : .zero
        )
    }

    /// Other targets on their way into an instrument that is not held yet count as positions.
    private func pendingEntries(but key: TargetKey) -> Int {
        live.count { $0.key != key && $0.key.account == key.account && isNewEntry($0) }
    }

    private func isNewEntry(_ other: LiveTarget) -> Bool {
        guard !targets.records[other.slot].live.isEmpty else { return false }
        let product = targets.records[other.slot].target.product
        return books[Int(other.key.account.index)].quantity(of: other.key.instrument, product).units == 0
    }
}

extension Target {
    /// Its terms for so many of what it wants.
    func terms(quantity: Quantity) -> OrderTerms {
        var terms = OrderTerms(kind: .market, quantity: quantity, validity: validity)
        terms.disclosed = min(disclosed, quantity)
        switch price {
        case .market: break
        case .limit(let limit):
            terms.kind = .limit
            terms.limit = limit
        case .stopLimit(let trigger, let limit):
            terms.kind = .stopLimit
            terms.trigger = trigger
            terms.limit = limit
        case .stopMarket(let trigger):
            terms.kind = .stopMarket
            terms.trigger = trigger
        }
        return terms
    }
}
