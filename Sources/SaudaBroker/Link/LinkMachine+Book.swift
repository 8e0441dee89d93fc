import SaudaCore

// The order book: when it is read, and what its rows mean.

extension LinkMachine {
    /// Whether anything of ours may still move at the broker.
    var hasOpenOrders: Bool { !live.isEmpty }

    private func isUnsettled(at now: Timestamp) -> Bool {
        live.contains { orders[$0]?.needsBook(at: now, after: settings.inFlightCheck) ?? false }
    }

    var isReading: Bool { errands.values.contains { $0.owner == .book } }

    /// Reads the book when its time has come: at once for an order in doubt, else on its beat while orders are open.
    mutating func readBook(at now: Timestamp) {
        guard followsOrders, !isReading else { return }
        if isUnsettled(at: now) {
            bookDue = min(bookDue ?? now, max(now, lastRead.map { $0.advanced(by: settings.inFlightCheck) } ?? now))
        }
        // Orders that wait go first: a broker may count reads and orders together.
        if let lastRead, bookAskers.isEmpty, waiting.contains(where: \.isWrite) {
            bookDue = bookDue.map { max($0, lastRead.advanced(by: settings.inFlightCheck)) }
        }
        guard let due = bookDue, due <= now else { return }
        lastRead = now
        bookDue = nil
        begin(.orderBook, .book)
    }

    mutating func tookBook(_ rows: [OrderRow], sent: Timestamp, at now: Timestamp, into actions: inout [LinkAction]) {
        bookFailures.reset()
        var seen: Set<OrderID> = []
        var book: [ForeignOrder] = []
        for row in rows {
            if let id = take(row, read: sent, at: now, into: &actions) {
                seen.insert(id)
            } else if let order = foreignOrder(row) {
                book.append(order)
            }
        }
        for id in live where !seen.contains(id) { missed(id, read: sent, at: now, into: &actions) }
        for (request, asked) in bookAskers where asked <= sent {
            actions.append(.post(.answer(request, .orderBook(book))))
        }
        bookAskers.removeAll { $0.asked <= sent }
        // One that was asked for meanwhile stands.
        if hasOpenOrders || (expectsPrices && !ordersAreTold) {
            bookDue = min(bookDue ?? .distantFuture, now.advanced(by: beat(at: now)))
        }
    }

    /// While the order stream speaks, the book is only a check on it.
    private func beat(at now: Timestamp) -> TimeSpan {
        guard ordersAreTold else {
            // Without orders of ours it is only somebody else's that could be missed.
            return hasOpenOrders ? adapter.traits.orderPolling : .seconds(30)
        }
        return isUnsettled(at: now) ? adapter.traits.orderPolling : TimeSpan.seconds(30)
    }

    /// Takes a row of the book or a message of the stream. Returns whose it is, if it is one of ours.
    @discardableResult
    mutating func take(
        _ row: OrderRow,
        read: Timestamp,
        at now: Timestamp,
        into actions: inout [LinkAction]
    ) -> OrderID? {
        if case .unknown(let word) = row.status { skipped["order status \(word)", default: 0] += 1 }
        if let variety = row.variety { varieties[row.id] = variety }
        let tagged = row.tag.flatMap { OrderTag.order($0, prefix: settings.tagPrefix) }
        guard let id = byBrokerID[row.id] ?? tagged, let order = orders[id], isOurs(row, order) else {
            adoptForeign(row, into: &actions)
            return nil
        }
        if let known = order.id, known != row.id {
            // The same tag twice: the second is not ours to steer, and a person must see it.
            if !order.mayBecomeMany, unlisted.insert(row.id).inserted {
                let text = "the broker holds \(known) and \(row.id) with one tag; cancel one of them by hand."
                actions.append(.notice(LinkNotice(.critical, "second-order", text)))
            }
            adoptForeign(row, into: &actions)
            return id
        }
        byBrokerID[row.id] = id
        for kind in orders[id]?.take(row, read: read) ?? [] { actions.append(.post(.report(Report(id, kind)))) }
        return id
    }

    /// A tag alone is no proof: another desk, or an earlier day, may have used it. What it trades has to agree, and it
    /// was not somebody else's before.
    private func isOurs(_ row: OrderRow, _ order: LinkedOrder) -> Bool {
        if byBrokerID[row.id] != nil { return true }
        return foreign[row.id] == nil && row.instrument == order.request.instrument && row.side == order.request.side
            && row.product == order.request.product
    }

    /// The book that was read at `read` has no row of an order of ours. Three times, a while apart, is told; then a late
    /// arrival is still known by its tag.
    private mutating func missed(_ id: OrderID, read: Timestamp, at now: Timestamp, into actions: inout [LinkAction]) {
        guard let order = orders[id], order.misses < 3 else { return }
        // Not sent yet, or still on its way: no row is what one expects.
        guard order.inDoubtSince != nil || order.id != nil else { return }
        let since = order.missedAt ?? order.inDoubtSince ?? read
        guard read >= since else { return }
        if order.missedAt == nil { orders[id]?.missedAt = since }
        guard now.since(since) >= settings.absenceGap else { return }
        orders[id]?.missedAt = now
        orders[id]?.misses += 1
        actions.append(.post(.report(Report(id, .absentFromBook))))
        if order.id == nil, order.lookUp == .none, adapter.traits.findsOrdersByTag { orders[id]?.lookUp = .due }
    }

    // MARK: - Not ours

    private func foreignOrder(_ row: OrderRow) -> ForeignOrder? {
        guard let instrument = row.instrument else { return nil }
        let status: ForeignOrder.Status =
            switch row.status {
            case .pending, .open, .unknown: .open
            case .complete: .complete
            case .cancelled, .expired: .cancelled
            case .rejected: .rejected
            }
        return ForeignOrder(
            account: settings.account,
            id: row.id,
            instrument: instrument,
            side: row.side,
            product: row.product,
            terms: row.terms,
            filled: row.filled,
            value: row.value,
            status: status,
            changed: row.updated,
            variety: row.variety
        )
    }

    /// What somebody else did in the account, told when it is new or has moved; never lost (architecture, section 4).
    private mutating func adoptForeign(_ row: OrderRow, into actions: inout [LinkAction]) {
        guard let order = foreignOrder(row) else {
            if unlisted.insert(row.id).inserted {
                let text =
                    "the account has an order in \(row.symbol), which is not among today's instruments; "
                    + "sauda does not follow it."
                actions.append(.notice(LinkNotice(.warning, "unlisted-order", text)))
            }
            return
        }
        let known = foreign[row.id]
        if let known, known.isSame(as: order) { return }
        // A message that comes late shows less than is known.
        if let known, known.filled > order.filled || (known.status != .open && order.status == .open) { return }
        foreign[row.id] = order
        actions.append(.post(.foreign(order)))
    }
}
