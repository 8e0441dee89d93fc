// From targets to orders: the smallest change that makes what is working equal to what is wanted.

extension Desk {
    /// States what should be working under a key, new or changed, and returns how it stands.
    ///
    /// Done, refused and exhausted are sticky per revision: the same key and revision is never placed again. The
    /// comparison is with what we asked for, never with the broker's echo.
    @discardableResult
    public mutating func set(_ target: Target) -> TargetStatus {
        let key = target.key
        if var record = targets[key] {
            guard target.revision >= record.target.revision else { return record.status(in: orders) }
            if record.ending != nil {
                guard target.revision > record.target.revision, record.ending != .handsOff, record.ending != .stuck
                else { return record.status(in: orders) }
                record.ending = nil
                liveKeys.append(key)
            }
            if record.target != target {
                record.target = target
                targets[key] = record
                reconcile(key)
            }
        } else {
            targets[key] = TargetRecord(target: target)
            liveKeys.append(key)
            if key.day.advanced(by: 7) < day {
                end(key, .refused(.outdated))
            } else {
                reconcile(key)
            }
        }
        return targets[key]?.status(in: orders) ?? .waiting
    }

    /// Wants nothing working under a key any more.
    public mutating func drop(_ key: TargetKey) {
        guard var target = targets[key]?.target, targets[key]?.ending == nil else { return }
        target.persistence = .none
        targets[key]?.target = target
        reconcile(key)
    }

    mutating func end(_ key: TargetKey, _ ending: TargetEnding) {
        targets[key]?.ending = ending
        if let index = liveKeys.firstIndex(of: key) { liveKeys.remove(at: index) }
        if case .refused(let refusal) = ending {
            let owner = current
            current = key.strategy
            note(.skipped, refusal.code, key.instrument, "\(refusal)")
            current = owner
        }
    }

    /// Compares one target with its orders and sends the difference.
    mutating func reconcile(_ key: TargetKey) {
        guard let record = targets[key], record.ending == nil else { return }
        let target = record.target
        if target.persistence == .none || target.expires.map({ now >= $0 }) == true {
            if record.live.isEmpty { return end(key, .dropped) }
            for id in record.live { cancel(id) }
            return
        }
        if record.filled >= target.quantity, record.live.isEmpty { return end(key, .done) }
        if record.live.isEmpty {
            place(target, record: record)
        } else {
            amend(target, record: record)
        }
        if let expires = target.expires { askWake(key, at: expires) }
    }

    // MARK: - Placing

    private mutating func place(_ target: Target, record: TargetRecord) {
        if record.placedRevision == target.revision, target.persistence == .once {
            return end(target.key, .exhausted)
        }
        if let start = target.notBefore, now < start { return askWake(target.key, at: start) }
        guard let variety = variety(for: target) else { return }
        let instrument = instruments[target.key.instrument]
        let rest = target.quantity - record.filled
        for slice in slices(of: rest, freeze: instrument.freeze, lot: instrument.lot) {
            let terms = terms(of: target, quantity: slice)
            if let refusal = refusal(of: terms, target) {
                // Slices already sent stay; the rest of a refused target is not tried again.
                if targets[target.key]?.live.isEmpty == true { end(target.key, .refused(refusal)) }
                return
            }
            send(terms, target, variety)
        }
    }

    private mutating func send(_ terms: OrderTerms, _ target: Target, _ variety: OrderRequest.Variety) {
        var order = OrderRecord(
            id: orders.next,
            key: target.key,
            side: target.side,
            product: target.product,
            variety: variety,
            lifecycle: OrderLifecycle()
        )
        _ = order.lifecycle.place(terms)
        gates[Int(target.key.account.index)].countOrder()
        targets[target.key]?.live.append(order.id)
        targets[target.key]?.placedRevision = target.revision
        outbox.append(
            .place(
                OrderRequest(
                    id: order.id,
                    account: target.key.account,
                    instrument: target.key.instrument,
                    side: target.side,
                    product: target.product,
                    variety: variety,
                    terms: terms
                )
            )
        )
        orders.add(order)
    }

    /// Regular or after-market, by the hour and the venue; nil when it has to wait, with a wake-up asked for.
    private mutating func variety(for target: Target) -> OrderRequest.Variety? {
        let isOpen = today?.isOpen(at: now) ?? false
        let traits = accounts[Int(target.key.account.index)].traits
        switch target.timing {
        case .now:
            if isOpen { return .regular }
            end(target.key, .refused(.marketClosed))
            return nil
        case .nextOpen:
            if traits.afterMarket.contains(where: { $0.contains(now.time) }), !isOpen { return .afterMarket }
            if let today, now < today.open {
                askWake(target.key, at: today.open)
            } else if let start = traits.afterMarket.map(\.from).first(where: { $0 > now.time }) {
                askWake(target.key, at: day.at(start))
            } else {
                end(target.key, .refused(.marketClosed))
            }
            return nil
        }
    }

    private mutating func askWake(_ key: TargetKey, at time: Timestamp) {
        guard targets[key]?.wakeAsked != time else { return }
        targets[key]?.wakeAsked = time
        outbox.append(.wake(at: time, WakeKey(owner: key.strategy, label: 0, isEngine: true)))
    }

    /// Cuts a quantity at the freeze quantity, in whole lots.
    private func slices(of quantity: Quantity, freeze: Quantity?, lot: Quantity) -> [Quantity] {
        guard let freeze, quantity > freeze else { return [quantity] }
        let most = freeze.roundedDown(toLot: lot)
        guard most.units > 0 else { return [quantity] }
        var slices = Array(repeating: most, count: Int(quantity.units / most.units))
        if quantity.units % most.units > 0 { slices.append(Quantity(quantity.units % most.units)) }
        return slices
    }

    private func terms(of target: Target, quantity: Quantity) -> OrderTerms {
        var terms = OrderTerms(kind: .market, quantity: quantity, validity: target.validity)
        terms.disclosed = min(target.disclosed, quantity)
        switch target.price {
        case .market: break
        case .limit(let price):
            terms.kind = .limit
            terms.limit = price
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

    private func refusal(of terms: OrderTerms, _ target: Target) -> Refusal? {
        let traits = accounts[Int(target.key.account.index)].traits
        guard traits.kinds.contains(terms.kind) else { return .notOffered("\(terms.kind)") }
        guard traits.products.contains(target.product) else { return .notOffered("\(target.product)") }
        guard traits.validities.contains(terms.validity) else { return .notOffered("\(terms.validity)") }
        guard knowsCharges(target) else { return .unknownCharges }
        let context = context(of: target, terms)
        if target.product == .delivery, target.side == .sell, context.position < terms.quantity {
            return .noHoldings(need: terms.quantity, have: context.position)
        }
        return gates[Int(target.key.account.index)].refusal(of: terms, target.side, in: context)
    }

    private func knowsCharges(_ target: Target) -> Bool {
        rates[Int(target.key.account.index)].rates(for: instruments[target.key.instrument], target.product) != nil
    }

    private func context(of target: Target, _ terms: OrderTerms) -> RiskGate.Context {
        let price = terms.limit.raw > 0 ? terms.limit : terms.trigger
        let account = Int(target.key.account.index)
        let limits = gates[account].limits
        return RiskGate.Context(
            lot: instruments[target.key.instrument].lot,
            tick: tick(of: target.key.instrument, at: price),
            quote: market[target.key.instrument],
            position: books[account].position(target.key.instrument, target.product).quantity,
            openPositions: limits.positions == nil ? 0 : books[account].held.count + pendingEntries(in: target.key.account),
            dayProfit: limits.dailyLoss != nil ? books[account].equity(at: market) - startEquity[account] : .zero
        )
    }

    private func pendingEntries(in account: AccountID) -> Int {
        liveKeys.count { $0.account == account && isNewEntry($0) }
    }

    /// A buy on its way into an instrument that is not held yet counts as a position.
    private func isNewEntry(_ key: TargetKey) -> Bool {
        guard let record = targets[key], record.target.side == .buy, !record.live.isEmpty else { return false }
        return books[Int(key.account.index)].quantity(of: key.instrument).units == 0
    }

    // MARK: - Amending

    private mutating func amend(_ target: Target, record: TargetRecord) {
        let liveTotal = record.live.reduce(Quantity.zero) { $0 + (orders[$1].lifecycle.requestedTerms?.quantity ?? .zero) }
        let liveFilled = record.live.reduce(Quantity.zero) { $0 + orders[$1].lifecycle.filled }
        var difference = target.quantity - (record.filled - liveFilled) - liveTotal
        for id in record.live.reversed() {
            guard let wanted = orders[id].lifecycle.requestedTerms, !orders[id].isReplaced else { continue }
            var quantity = wanted.quantity
            if difference.units != 0 {
                let least = orders[id].lifecycle.filled
                let most = instruments[target.key.instrument].freeze ?? Quantity.limit
                let changed = min(max(quantity + difference, least), max(most, quantity))
                difference -= changed - quantity
                quantity = changed
            }
            if quantity == orders[id].lifecycle.filled {
                cancel(id)
                continue
            }
            let terms = terms(of: target, quantity: quantity)
            if terms != wanted { modify(id, to: terms, target) }
        }
    }

    private mutating func modify(_ id: OrderID, to terms: OrderTerms, _ target: Target) {
        let context = context(of: target, terms)
        if let refusal = gates[Int(target.key.account.index)].shapeRefusal(of: terms, in: context) {
            note(.skipped, refusal.code, target.key.instrument, "amendment not sent: \(refusal)")
            return
        }
        guard case .sendModify(let brokerID, let sent) = orders[id].lifecycle.modify(terms) else { return }
        let request = orders[id].lifecycle.requestNumber
        outbox.append(.modify(id, target.key.account, brokerID, sent, request: request))
    }

    mutating func cancel(_ id: OrderID) {
        guard case .sendCancel(let brokerID) = orders[id].lifecycle.cancel() else { return }
        let request = orders[id].lifecycle.requestNumber
        outbox.append(.cancel(id, orders[id].key.account, brokerID, request: request))
    }
}
