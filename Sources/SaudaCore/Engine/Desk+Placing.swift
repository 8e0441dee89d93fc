// New orders: when, of which variety, in how many slices.

extension Desk {
    /// Between an order that ended by itself and the one for its rest, so that an IOC target cannot spin.
    private static let breath = TimeSpan.seconds(1)

    /// Places for a target that has no order, unless it is over or has to wait.
    mutating func place(_ slot: Int) {
        if let refusal = targets.records[slot].refusal { return end(slot, .refused(refusal)) }
        if targets.records[slot].isPlaced, targets.records[slot].target.persistence == .once {
            return end(slot, .exhausted)
        }
        if let start = targets.records[slot].target.notBefore, now < start { return askStart(slot, at: start) }
        if let start = breather(slot) { return askStart(slot, at: start) }
        guard let variety = variety(for: slot) else { return }
        place(targets.records[slot].target.quantity - targets.records[slot].filled, slot, variety)
    }

    /// Places what the working orders cannot take up: they are at the freeze quantity, or one was replaced.
    mutating func placeMore(_ quantity: Quantity, _ slot: Int) {
        if let start = breather(slot) { return askStart(slot, at: start) }
        if today?.isOpen(at: now) ?? false {
            place(quantity, slot, .regular)
        } else if targets.records[slot].target.timing == .nextOpen,
            takesAfterMarket(targets.records[slot].target.key.account)
        {
            place(quantity, slot, .afterMarket)
        }
    }

    private func breather(_ slot: Int) -> Timestamp? {
        guard let start = targets.records[slot].lastEnd?.advanced(by: Self.breath), now < start else { return nil }
        return start
    }

    private mutating func place(_ quantity: Quantity, _ slot: Int, _ variety: OrderRequest.Variety) {
        let most = instruments.most(targets.records[slot].target.key.instrument) ?? quantity
        let whole = targets.records[slot].target.terms(quantity: quantity)
        let count = (quantity.units - 1) / most.units + 1
        if let refusal = refusal(of: whole, slot, variety, orders: Int(count)) {
            return refuse(whole, slot, refusal)
        }
        var rest = quantity
        while rest.units > 0 {
            let slice = min(rest, most)
            send(targets.records[slot].target.terms(quantity: slice), slot, variety)
            rest -= slice
        }
    }

    /// A target that has working orders keeps them; what was refused is not tried again.
    private mutating func refuse(_ terms: OrderTerms, _ slot: Int, _ refusal: Refusal) {
        if targets.records[slot].live.isEmpty { return end(slot, .refused(refusal)) }
        targets.records[slot].refusal = refusal
        targets.records[slot].spent += terms.quantity
        noteSkipped(refusal, targets.records[slot].target.key, "the rest is not sent: \(refusal)")
    }

    private mutating func send(_ terms: OrderTerms, _ slot: Int, _ variety: OrderRequest.Variety) {
        let target = targets.records[slot].target
        let id = orders.next
        var order = OrderRecord(
            id: id,
            key: target.key,
            slot: slot,
            side: target.side,
            product: target.product,
            variety: variety,
            placed: day,
            reason: target.reason,
            session: session(of: variety)
        )
        _ = order.lifecycle.place(terms)
        gates[Int(target.key.account.index)].countOrder()
        targets.records[slot].live.append(id)
        targets.records[slot].placedRevision = target.revision
        orders.add(order)
        outbox.append(
            .place(
                OrderRequest(
                    id: id,
                    account: target.key.account,
                    instrument: target.key.instrument,
                    side: target.side,
                    product: target.product,
                    variety: variety,
                    terms: terms,
                    strategy: target.key.strategy,
                    reason: target.reason
                )
            )
        )
        if variety == .afterMarket, orders.records[orders.place(of: id)].session == nil { tie(id, slot) }
    }

    /// The day that an order sent now ends with; nil when that day has not begun.
    func session(of variety: OrderRequest.Variety) -> Day? {
        guard let today, variety == .regular || now < today.open else { return nil }
        return today.day
    }

    // MARK: - When

    private func takesAfterMarket(_ account: AccountID) -> Bool {
        accounts[Int(account.index)].traits.afterMarket.contains { $0.contains(now.time) }
    }

    /// Regular or after-market, by the hour and the venue; nil when it is refused or has to wait.
    private mutating func variety(for slot: Int) -> OrderRequest.Variety? {
        let isOpen = (today?.isOpen(at: now) ?? false) && !isShutOut(slot)
        switch targets.records[slot].target.timing {
        case .now:
            if isOpen { return .regular }
            // What was placed once already, and is to be placed again, has the next opening as its next chance.
            guard targets.records[slot].target.persistence == .rest, targets.records[slot].isPlaced else {
                end(slot, .refused(.marketClosed))
                return nil
            }
        case .nextOpen:
            if isOpen, let opening = targets.records[slot].opening, opening <= now { return .regular }
            if !isOpen, takesAfterMarket(targets.records[slot].target.key.account) { return .afterMarket }
            if today?.preOpen?.contains(now) == true, targets.records[slot].target.fitsAuction { return .regular }
        }
        waitForOpening(slot)
        return nil
    }

    /// A closing auction takes no stop, no IOC and no disclosed order; the share trades on tomorrow.
    private func isShutOut(_ slot: Int) -> Bool {
        guard let today, now >= today.auctionFrom, today.auctionFrom < today.close else { return false }
        let target = targets.records[slot].target
        return instruments[target.key.instrument].hasDerivatives && !target.fitsAuction
    }

    /// Asks for a wake-up at today's pre-open or opening, or when after-market orders are taken; else the next day's
    /// start looks.
    private mutating func waitForOpening(_ slot: Int) {
        if let today, now < today.open {
            targets.records[slot].opening = today.open
            let target = targets.records[slot].target
            if target.timing == .nextOpen, target.fitsAuction, let preOpen = today.preOpen, now < preOpen.lowerBound {
                return askStart(slot, at: preOpen.lowerBound)
            }
            return askStart(slot, at: today.open)
        }
        guard targets.records[slot].target.timing == .nextOpen else { return }
        let windows = accounts[Int(targets.records[slot].target.key.account.index)].traits.afterMarket
        let starts = windows.map(\.from).filter { $0 > now.time }
        if let start = starts.min() { askStart(slot, at: now.day.at(start)) }
    }
}

extension Target {
    /// Whether an auction takes its orders: limit and market orders for the day, shown whole.
    fileprivate var fitsAuction: Bool {
        switch price {
        case .market, .limit: validity == .day && disclosed.units == 0
        case .stopLimit, .stopMarket: false
        }
    }
}

extension InstrumentTable {
    /// The largest order: the freeze quantity in whole lots. Nil when the exchange sets none.
    public func most(_ id: InstrumentID) -> Quantity? {
        let index = Int(id.index)
        guard let freeze = instruments[index].freeze else { return nil }
        let most = freeze.roundedDown(toLot: instruments[index].lot)
        return most.units > 0 ? most : nil
    }
}
