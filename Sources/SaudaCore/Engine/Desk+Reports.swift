// From reports to books: what the broker says becomes fills, endings and the next change.

extension Desk {
    mutating func apply(_ report: Report) {
        guard orders.contains(report.order) else {
            outbox.append(
                .alert(Alert(.critical, code: "unknown-order", text: "a report names order \(report.order.number), which we never sent; look at the broker's order book."))
            )
            return
        }
        let key = orders[report.order].key
        carryOut(take(report), for: report.order)
        if orders[report.order].isClosed { close(report.order) }
        reconcile(key)
        changes.append(key)
    }

    private mutating func take(_ report: Report) -> OrderLifecycle.Action {
        let id = report.order
        switch report.kind {
        case .accepted(let brokerID): return orders[id].lifecycle.accepted(brokerID)
        case .rejected(let rejection): return orders[id].lifecycle.rejected(rejection)
        case .placeTimedOut: return orders[id].lifecycle.placeTimedOut()
        case .traded(let total, let value): return orders[id].lifecycle.traded(total: total, value: value)
        case .completed(let total, let value): return orders[id].lifecycle.completed(total: total, value: value)
        case .modified(let request): return orders[id].lifecycle.modified(request: request)
        case .modifyRefused(let rejection, let request):
            let action = orders[id].lifecycle.modifyRefused(rejection, request: request)
            replace(id)
            return action
        case .cancelled: return orders[id].lifecycle.cancelled()
        case .cancelRefused(let rejection, let request):
            return orders[id].lifecycle.cancelRefused(rejection, request: request)
        case .requestTimedOut(let request): return orders[id].lifecycle.requestTimedOut(request: request)
        case .expired: return orders[id].lifecycle.expired()
        case .foundInBook(let brokerID): return orders[id].lifecycle.foundInBook(brokerID)
        case .absentFromBook: return orders[id].lifecycle.absentFromBook()
        }
    }

    private mutating func carryOut(_ action: OrderLifecycle.Action, for id: OrderID) {
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
            outbox.append(
                .alert(
                    Alert(
                        .warning,
                        strategy: record.key.strategy,
                        instrument: record.key.instrument,
                        code: "order-anomaly",
                        text: "order \(id.number): \(anomaly)"
                    )
                )
            )
        }
    }

    private mutating func book(_ quantity: Quantity, _ value: Money, of record: OrderRecord) {
        let account = Int(record.key.account.index)
        let fill = Fill(
            instrument: record.key.instrument,
            product: record.product,
            side: record.side,
            quantity: quantity,
            value: value,
            time: now,
            reason: targets[record.key]?.target.reason ?? ""
        )
        targets[record.key]?.filled += quantity
        book(fill, earlier: record.lifecycle.value - value, in: account)
    }

    /// A refused modification: cancel, and place anew when the cancellation is confirmed, never before (SEL-5).
    private mutating func replace(_ id: OrderID) {
        guard !orders[id].isClosed else { return }
        orders[id].isReplaced = true
        cancel(id)
    }

    /// Takes a closed order out of its target and judges what that means.
    private mutating func close(_ id: OrderID) {
        let record = orders[id]
        guard let index = targets[record.key]?.live.firstIndex(of: id) else { return }
        targets[record.key]?.live.remove(at: index)
        guard case .closed(let outcome) = record.lifecycle.state, targets[record.key]?.ending == nil else { return }
        switch outcome {
        case .rejected(let rejection):
            if targets[record.key]?.live.isEmpty == true { end(record.key, .refused(.rejected(rejection))) }
        case .cancelled where record.isReplaced:
            targets[record.key]?.placedRevision = nil
        case .cancelled where !record.lifecycle.cancelWanted:
            let symbol = instruments[record.key.instrument].name
            let text = "\(symbol): our order \(id.number) was cancelled by hand; sauda leaves it alone until tomorrow."
            end(record.key, .handsOff)
            outbox.append(
                .alert(
                    Alert(.warning, strategy: record.key.strategy, instrument: record.key.instrument, code: "hands-off", text: text)
                )
            )
        case .absent:
            absent(record)
        case .filled, .cancelled, .expired: break
        }
    }

    /// An order that never showed up: a sell may be tried anew, a buy is a person's decision.
    private mutating func absent(_ record: OrderRecord) {
        if record.side == .sell {
            targets[record.key]?.placedRevision = nil
            return
        }
        end(record.key, .stuck)
        let text = "\(instruments[record.key.instrument].name): a buy was sent and never seen again; check at the broker."
        outbox.append(
            .alert(Alert(.critical, strategy: record.key.strategy, instrument: record.key.instrument, code: "order-lost", text: text))
        )
    }
}
