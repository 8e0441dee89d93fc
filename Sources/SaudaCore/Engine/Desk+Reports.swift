// From reports to books: what the broker says becomes fills, endings and the next change.

extension Desk {
    mutating func apply(_ report: Report) {
        let id = report.order
        guard orders.contains(id) else { return applyUnknown(report) }
        let place = orders.place(of: id)
        let key = orders.records[place].key
        let filled = orders.records[place].lifecycle.filled
        let wasGivenUp = if case .closed(.absent) = orders.records[place].lifecycle.state { true } else { false }
        carryOut(take(report), for: id)
        if orders.records[place].lifecycle.filled > filled { orders.records[place].isStuck = false }
        if orders.records[place].isClosed {
            close(id)
        } else if wasGivenUp {
            let text = "order \(id.number) was given up and has arrived after all; it is being cancelled."
            tell(.critical, "order-late", orders.records[place], "\(text) Check at the broker.")
        }
        if let slot = targets.slot(of: key, near: orders.records[place].slot) { reconcile(slot) }
        changes.append(key)
    }

    /// A report on an order that is not on the shelf. One of long ago has ended, so only a fill is news.
    private mutating func applyUnknown(_ report: Report) {
        let number = report.order.number
        if orders.hasForgotten(report.order) {
            switch report.kind {
            case .traded, .completed: break
            default: return
            }
            let text = "order \(number) of more than a week ago reports a fill; compare positions with the broker's."
            return outbox.append(.alert(Alert(.critical, code: "late-fill", text: text)))
        }
        let text = "a report names order \(number), which we never sent; look at the broker's order book."
        outbox.append(.alert(Alert(.critical, code: "unknown-order", text: text)))
    }

    private mutating func take(_ report: Report) -> OrderLifecycle.Action {
        switch report.kind {
        case .modifyRefused(let rejection, let request):
            takeModifyRefused(rejection, request, of: report.order)
        case .cancelRefused(let rejection, let request):
            takeCancelRefused(rejection, request, of: report.order)
        default: orders.records[orders.place(of: report.order)].lifecycle.take(report.kind)
        }
    }

    /// Replaces the order when it is the answer to the modification in flight; a stray or repeated one says nothing. One
    /// that only lacks funds for more keeps what it has: a new order would lack them too. So does one that never left.
    private mutating func takeModifyRefused(
        _ rejection: Rejection,
        _ request: UInt32?,
        of id: OrderID
    ) -> OrderLifecycle.Action {
        let place = orders.place(of: id)
        guard case .modify = orders.records[place].request else {
            return orders.records[place].lifecycle.modifyRefused(rejection, request: request)
        }
        let wasUnwanted = orders.records[place].lifecycle.cancelWanted
        let wanted = orders.asked(id)
        let action = orders.records[place].lifecycle.modifyRefused(rejection, request: request)
        if case .modify = orders.records[place].request { return action }
        if rejection.leavesOrder, let slot = slot(of: id) {
            targets.records[slot].declined = wanted
            noteSkipped(.rejected(rejection), targets.records[slot].target.key, "amendment declined: \(rejection)")
        } else if !wasUnwanted {
            replace(id)
        }
        return action
    }

    /// If the cancel fails, stop: never two orders (SEL-5).
    private mutating func takeCancelRefused(
        _ rejection: Rejection,
        _ request: UInt32?,
        of id: OrderID
    ) -> OrderLifecycle.Action {
        let place = orders.place(of: id)
        let wasAsked = orders.records[place].request == .cancel
        let action = orders.records[place].lifecycle.cancelRefused(rejection, request: request)
        guard wasAsked, orders.records[place].request == .none else { return action }
        orders.records[place].isStuck = true
        if !orders.records[place].isStuckKnown {
            orders.records[place].isStuckKnown = true
            let text =
                "the cancel of order \(id.number) was refused (\(rejection)); nothing more is sent for it until it "
                + "moves or a new day begins. Look at the broker's order book."
            tell(.critical, "order-stuck", orders.records[place], text)
        }
        return action
    }

    /// The ending will say it.
    private func isHandsOff(_ anomaly: OrderLifecycle.Anomaly, _ id: OrderID) -> Bool {
        guard anomaly == .cancelledByOthers, let slot = slot(of: id) else { return false }
        return !targets.records[slot].isOver && targets.records[slot].live.contains(id)
    }

    /// The slot of the target that an order serves; nil when that was let go.
    private func slot(of id: OrderID) -> Int? {
        let place = orders.place(of: id)
        return targets.slot(of: orders.records[place].key, near: orders.records[place].slot)
    }

    mutating func carryOut(_ action: OrderLifecycle.Action, for id: OrderID) {
        let place = orders.place(of: id)
        let account = orders.records[place].key.account
        switch action {
        case .none, .sendPlace: break
        case .sendModify(let brokerID, let terms):
            outbox.append(
                .modify(
                    id,
                    account,
                    brokerID,
                    terms,
                    request: orders.records[place].lifecycle.requestNumber
                )
            )
        case .sendCancel(let brokerID):
            outbox.append(
                .cancel(id, account, brokerID, request: orders.records[place].lifecycle.requestNumber)
            )
        case .fetchOrderBook:
            requests += 1
            outbox.append(.fetch(RequestID(number: requests), .orderBook(account)))
        case .book(let quantity, let value):
            book(quantity, value, of: id)
        case .bookAndFlag(let quantity, let value, let anomaly):
            book(quantity, value, of: id)
            carryOut(.flag(anomaly), for: id)
        case .flag(let anomaly):
            if isHandsOff(anomaly, id) { return }
            tell(.warning, "order-anomaly", orders.records[place], "order \(id.number): \(anomaly)")
        }
    }

    /// Tells a person of one of our orders.
    mutating func tell(_ level: Alert.Level, _ code: String, _ record: OrderRecord, _ text: String) {
        let text = "\(instruments[record.key.instrument].name): \(text)"
        let (strategy, instrument) = (record.key.strategy, record.key.instrument)
        outbox.append(.alert(Alert(level, strategy: strategy, instrument: instrument, code: code, text: text)))
    }

    private mutating func book(_ quantity: Quantity, _ value: Money, of id: OrderID) {
        let place = orders.place(of: id)
        let fill = Fill(
            instrument: orders.records[place].key.instrument,
            product: orders.records[place].product,
            side: orders.records[place].side,
            quantity: quantity,
            value: value,
            time: now,
            reason: orders.records[place].reason
        )
        if let slot = slot(of: id) {
            targets.records[slot].filled += quantity
            targets.records[slot].value += value
        }
        book(
            fill,
            earlier: orders.records[place].lifecycle.value - value,
            in: Int(orders.records[place].key.account.index)
        )
    }

    // MARK: - Endings

    /// Takes a closed order out of its target and judges what that means.
    mutating func close(_ id: OrderID) {
        guard let slot = slot(of: id), let index = targets.records[slot].live.firstIndex(of: id) else { return }
        targets.records[slot].live.remove(at: index)
        let place = orders.place(of: id)
        guard case .closed(let outcome) = orders.records[place].lifecycle.state,
            !targets.records[slot].isOver
        else { return }
        let cancelWanted = orders.records[place].lifecycle.cancelWanted
        switch outcome {
        case .filled: break
        case .rejected(let rejection):
            // With the last of its orders the target ends, refused.
            targets.records[slot].refusal = .rejected(rejection)
            targets.records[slot].spent += orders.records[place].unfilled
        case .cancelled
        where !cancelWanted && orders.records[place].lifecycle.closedTerms?.validity != .ioc && !isClosing:
            end(slot, .handsOff)
            let text = "our order \(id.number) was cancelled by hand; sauda leaves it alone until tomorrow."
            tell(.warning, "hands-off", orders.records[place], text)
        case .cancelled where orders.records[place].isReplaced:
            targets.records[slot].placedRevision = nil
        case .cancelled, .expired: lapse(id, slot)
        case .absent: absent(id, slot)
        }
    }

    /// Some brokers say of a day order that it was cancelled where others say that it has lapsed; their clock may be
    /// ahead of ours.
    private var isClosing: Bool { today.map { now >= $0.close.advanced(by: .seconds(-2)) } ?? false }

    /// It ended by itself, or because we wanted it to.
    private mutating func lapse(_ id: OrderID, _ slot: Int) {
        let place = orders.place(of: id)
        if targets.records[slot].target.persistence == .rest,
            !orders.records[place].lifecycle.cancelWanted
        {
            targets.records[slot].lastEnd = now
        } else if !orders.records[place].isSurplus {
            targets.records[slot].spent += orders.records[place].unfilled
        }
    }

    /// An order that never showed up: a sell may be tried anew, a buy is a person's decision.
    private mutating func absent(_ id: OrderID, _ slot: Int) {
        let place = orders.place(of: id)
        if orders.records[place].side == .sell {
            targets.records[slot].placedRevision = nil
            return
        }
        end(slot, .stuck)
        tell(
            .critical,
            "order-lost",
            orders.records[place],
            "a buy was sent and never seen again; check at the broker."
        )
    }
}

extension Rejection {
    /// Whether a refused change is no reason to take the order away: a new one would fare no better.
    fileprivate var leavesOrder: Bool {
        switch self {
        case .funds, .notSent: true
        case .outsideBand, .noHoldings, .offTick, .notPermitted, .marketClosed, .other: false
        }
    }
}
