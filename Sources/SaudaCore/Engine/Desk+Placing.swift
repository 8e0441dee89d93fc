// New orders: when, of which variety, in how many slices.

extension Desk {
    /// Between an order that ended by itself and the one for its rest, so that an IOC target cannot spin.
    private static let breath = TimeSpan.seconds(1)

    /// Places for a target that has no order, unless it is over or has to wait.
    mutating func place(_ target: Target, _ record: TargetRecord) {
        if let refusal = record.refusal { return end(target.key, .refused(refusal)) }
        if record.placedRevision == target.revision, target.persistence == .once {
            return end(target.key, .exhausted)
        }
        if let start = target.notBefore, now < start { return askStart(target.key, at: start) }
        if let start = breather(record) { return askStart(target.key, at: start) }
        guard let variety = variety(for: target, record) else { return }
        place(target.quantity - record.filled, target, variety)
    }

    /// Places what the working orders cannot take up: they are at the freeze quantity, or one was replaced.
    mutating func placeMore(_ quantity: Quantity, _ target: Target, _ record: TargetRecord) {
        if let start = breather(record) { return askStart(target.key, at: start) }
        if today?.isOpen(at: now) ?? false {
            place(quantity, target, .regular)
        } else if target.timing == .nextOpen, takesAfterMarket(target.key.account) {
            place(quantity, target, .afterMarket)
        }
    }

    private func breather(_ record: TargetRecord) -> Timestamp? {
        guard let start = record.lastEnd?.advanced(by: Self.breath), now < start else { return nil }
        return start
    }

    private mutating func place(_ quantity: Quantity, _ target: Target, _ variety: OrderRequest.Variety) {
        let instrument = instruments[target.key.instrument]
        let most = instrument.most ?? quantity
        let whole = terms(of: target, quantity: quantity)
        let count = (quantity.units - 1) / most.units + 1
        if let refusal = refusal(of: whole, target, variety, orders: Int(count)) {
            return refuse(whole, target, refusal)
        }
        var rest = quantity
        while rest.units > 0 {
            let slice = min(rest, most)
            send(terms(of: target, quantity: slice), target, variety)
            rest -= slice
        }
    }

    /// A target that has working orders keeps them; what was refused is not tried again.
    private mutating func refuse(_ terms: OrderTerms, _ target: Target, _ refusal: Refusal) {
        if targets.read(target.key, { $0.live.isEmpty }) == true { return end(target.key, .refused(refusal)) }
        targets.update(target.key) {
            $0.refusal = refusal
            $0.spent += terms.quantity
        }
        noteSkipped(refusal, target.key, "the rest is not sent: \(refusal)")
    }

    private mutating func send(_ terms: OrderTerms, _ target: Target, _ variety: OrderRequest.Variety) {
        var order = OrderRecord(
            id: orders.next,
            key: target.key,
            side: target.side,
            product: target.product,
            variety: variety,
            placed: day,
            reason: target.reason,
            session: session(of: variety)
        )
        _ = order.lifecycle.place(terms)
        gates[Int(target.key.account.index)].countOrder()
        targets.update(target.key) {
            $0.live.append(order.id)
            $0.placedRevision = target.revision
        }
        outbox.append(
            .place(
                OrderRequest(
                    id: order.id,
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
        orders.add(order)
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
    private mutating func variety(for target: Target, _ record: TargetRecord) -> OrderRequest.Variety? {
        let isOpen = today?.isOpen(at: now) ?? false
        switch target.timing {
        case .now:
            if isOpen { return .regular }
            // What was placed once already, and is to be placed again, has the next opening as its next chance.
            guard target.persistence == .rest, record.placedRevision == target.revision else {
                end(target.key, .refused(.marketClosed))
                return nil
            }
        case .nextOpen:
            if isOpen, let opening = record.opening, opening <= now { return .regular }
            if !isOpen, takesAfterMarket(target.key.account) { return .afterMarket }
        }
        waitForOpening(target)
        return nil
    }

    /// Asks for a wake-up at today's opening or when after-market orders are taken; else the next day's start looks.
    private mutating func waitForOpening(_ target: Target) {
        if let today, now < today.open {
            targets.update(target.key) { $0.opening = today.open }
            return askStart(target.key, at: today.open)
        }
        let windows = accounts[Int(target.key.account.index)].traits.afterMarket
        let starts = windows.map(\.from).filter { $0 > now.time }
        if target.timing == .nextOpen, let start = starts.min() { askStart(target.key, at: now.day.at(start)) }
    }
}

extension Instrument {
    /// The largest order: the freeze quantity in whole lots. Nil when the exchange sets none.
    var most: Quantity? {
        guard let most = freeze?.roundedDown(toLot: lot), most.units > 0 else { return nil }
        return most
    }
}
