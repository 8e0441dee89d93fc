// From reports to books: what the broker says becomes fills, endings and the next change.

extension Desk {
    mutating func apply(_ report: Report) {
        let id = report.order
        guard orders.contains(id) else { return applyUnknown(report) }
        let key = orders[id].key
        let filled = orders[id].lifecycle.filled
        let wasGivenUp = orders[id].lifecycle.state == .closed(.absent)
        carryOut(take(report), for: id)
        if orders[id].lifecycle.filled > filled { orders[id].isStuck = false }
        if orders[id].isClosed {
            close(id)
        } else if wasGivenUp {
            let text = "order \(id.number) was given up and has arrived after all; it is being cancelled."
            tell(.critical, "order-late", orders[id], "\(text) Check at the broker.")
        }
        reconcile(key)
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
        default: orders[report.order].lifecycle.take(report.kind)
        }
    }

    /// Replaces the order when it is the answer to the modification in flight; a stray or repeated one says nothing.
    private mutating func takeModifyRefused(
        _ rejection: Rejection,
        _ request: UInt32?,
        of id: OrderID
    ) -> OrderLifecycle.Action {
        guard case .modify = orders[id].request else {
            return orders[id].lifecycle.modifyRefused(rejection, request: request)
        }
        let wasUnwanted = orders[id].lifecycle.cancelWanted
        let action = orders[id].lifecycle.modifyRefused(rejection, request: request)
        if case .modify = orders[id].request { return action }
        if !wasUnwanted { replace(id) }
        return action
    }

    /// If the cancel fails, stop: never two orders (SEL-5).
    private mutating func takeCancelRefused(
        _ rejection: Rejection,
        _ request: UInt32?,
        of id: OrderID
    ) -> OrderLifecycle.Action {
        let wasAsked = orders[id].request == .cancel
        let action = orders[id].lifecycle.cancelRefused(rejection, request: request)
        guard wasAsked, orders[id].request == .none else { return action }
        orders[id].isStuck = true
        if !orders[id].isStuckKnown {
            orders[id].isStuckKnown = true
            let text =
                "the cancel of order \(id.number) was refused (\(rejection)); nothing more is sent for it until it "
                + "moves or a new day begins. Look at the broker's order book."
            tell(.critical, "order-stuck", orders[id], text)
        }
        return action
    }

    /// The ending will say it.
    private func isHandsOff(_ anomaly: OrderLifecycle.Anomaly, _ record: OrderRecord) -> Bool {
        anomaly == .cancelledByOthers && targets.read(record.key, { $0.ending == nil }) == true
            && targets[record.key]?.live.contains(record.id) == true
    }

    mutating func carryOut(_ action: OrderLifecycle.Action, for id: OrderID) {
        let record = orders[id]
        switch action {
        case .none, .sendPlace: break
        case .sendModify(let brokerID, let terms):
            outbox.append(
                .modify(id, record.key.account, brokerID, terms, request: record.lifecycle.requestNumber)
            )
        case .sendCancel(let brokerID):
            outbox.append(.cancel(id, record.key.account, brokerID, request: record.lifecycle.requestNumber))
        case .fetchOrderBook:
            requests += 1
            outbox.append(.fetch(RequestID(number: requests), .orderBook(record.key.account)))
        case .book(let quantity, let value):
            book(quantity, value, of: record)
        case .bookAndFlag(let quantity, let value, let anomaly):
            book(quantity, value, of: record)
            carryOut(.flag(anomaly), for: id)
        case .flag(let anomaly):
            if isHandsOff(anomaly, record) { return }
            tell(.warning, "order-anomaly", record, "order \(id.number): \(anomaly)")
        }
    }

    /// Tells a person of one of our orders.
    mutating func tell(_ level: Alert.Level, _ code: String, _ record: OrderRecord, _ text: String) {
        let text = "\(instruments[record.key.instrument].name): \(text)"
        let (strategy, instrument) = (record.key.strategy, record.key.instrument)
        outbox.append(.alert(Alert(level, strategy: strategy, instrument: instrument, code: code, text: text)))
    }

    private mutating func book(_ quantity: Quantity, _ value: Money, of record: OrderRecord) {
        let fill = Fill(
            instrument: record.key.instrument,
            product: record.product,
            side: record.side,
            quantity: quantity,
            value: value,
            time: now,
            reason: record.reason
        )
        targets.update(record.key) { $0.filled += quantity }
        book(fill, earlier: record.lifecycle.value - value, in: Int(record.key.account.index))
    }

    // MARK: - Endings

    /// Takes a closed order out of its target and judges what that means.
    mutating func close(_ id: OrderID) {
        let record = orders[id]
        let key = record.key
        guard targets.read(key, { $0.live.contains(id) }) == true else { return }
        targets.update(key) { $0.live.removeAll { $0 == id } }
        guard case .closed(let outcome) = record.lifecycle.state, targets.read(key, { $0.ending == nil }) == true
        else { return }
        switch outcome {
        case .filled: break
        case .rejected(let rejection):
            // With the last of its orders the target ends, refused.
            targets.update(key) {
                $0.refusal = .rejected(rejection)
                $0.spent += record.unfilled
            }
        case .cancelled where !record.lifecycle.cancelWanted && record.lifecycle.closedTerms?.validity != .ioc:
            end(key, .handsOff)
            let text = "our order \(id.number) was cancelled by hand; sauda leaves it alone until tomorrow."
            tell(.warning, "hands-off", record, text)
        case .cancelled where record.isReplaced: targets.update(key) { $0.placedRevision = nil }
        case .cancelled, .expired: lapse(record)
        case .absent: absent(record)
        }
    }

    /// It ended by itself, or because we wanted it to.
    private mutating func lapse(_ record: OrderRecord) {
        if targets[record.key]?.target.persistence == .rest, !record.lifecycle.cancelWanted {
            let end = now
            targets.update(record.key) { $0.lastEnd = end }
        } else if !record.isSurplus {
            targets.update(record.key) { $0.spent += record.unfilled }
        }
    }

    /// An order that never showed up: a sell may be tried anew, a buy is a person's decision.
    private mutating func absent(_ record: OrderRecord) {
        if record.side == .sell {
            targets.update(record.key) { $0.placedRevision = nil }
            return
        }
        end(record.key, .stuck)
        tell(.critical, "order-lost", record, "a buy was sent and never seen again; check at the broker.")
    }
}
