public import SaudaCore

// The broker's counter: what it takes, changes and cancels.

extension PracticeExchange {
    /// Carries out an order command at the moment it reaches the exchange.
    public mutating func accept(_ command: Command, at time: Timestamp, into events: inout [Event]) {
        switch command {
        case .place(let request): place(request, at: time, into: &events)
        case .modify(let id, let account, _, let terms, let number):
            modify(id, of: account, to: terms, request: number, at: time, into: &events)
        case .cancel(let id, let account, _, let number):
            cancel(id, of: account, request: number, at: time, into: &events)
        case .fetch, .wake, .watch, .note, .alert, .writeOff, .takeUp, .explain, .candidate, .remember, .tie: break
        }
    }

    private mutating func place(_ request: OrderRequest, at time: Timestamp, into events: inout [Event]) {
        var order = RestingOrder(request: request, brokerID: nextBrokerID(), terms: request.terms, arrival: time)
        if let rejection = hoursRejection(of: order, at: time) ?? rejection(of: order, at: time) {
            return events.append(Event(time, .report(Report(request.id, .rejected(rejection)))))
        }
        block(&order)
        if request.product == .intraday { hasIntraday = true }
        events.append(Event(time, .report(Report(request.id, .accepted(order.brokerID)))))
        enter(order, at: time, into: &events)
    }

    /// Puts an order into the market or the queue: it trades at once, rests, or lapses (IOC). Outside continuous
    /// trading it waits for the auction or the opening.
    mutating func enter(_ order: RestingOrder, at time: Timestamp, into events: inout [Event]) {
        guard isInSession else { return queued.append(order) }
        var order = order
        let index = Int(order.request.instrument.index)
        let isOpen = phase(of: order.request.instrument, at: time) == .continuous
        let isStanding = isOpen && last[index].state == .standing
        if isStanding, let traded = order.execution(at: last[index].price, isGap: true),
            fill(&order, at: traded, .arriving, time: time, into: &events)
        {
            return
        }
        if order.terms.validity == .ioc, isStanding || (isOpen && last[index].state == .untraded) {
            lapse(order, at: time, into: &events)
        } else {
            books[index].append(order)
        }
    }

    /// Ends what is left of an order. The broker's own are told of when they trade.
    mutating func lapse(_ order: RestingOrder, at time: Timestamp, into events: inout [Event]) {
        release(order)
        guard !order.isBrokers else {
            if order.filled > .zero { events.append(Event(time, .foreign(order.seen(as: .cancelled)))) }
            return
        }
        events.append(Event(time, .report(Report(order.request.id, .expired))))
    }

    // MARK: - Changing

    private mutating func modify(
        _ id: OrderID,
        of account: AccountID,
        to terms: OrderTerms,
        request number: UInt32,
        at time: Timestamp,
        into events: inout [Event]
    ) {
        guard let order = take(id, of: account) else {
            return events.append(Event(time, .report(Report(id, .modifyRefused(.notOpen, request: number)))))
        }
        release(order)
        var changed = order
        changed.terms = terms
        changed.arrival = time
        let frozen = freeze(of: order, changed: changed, at: time)
        if let rejection = frozen ?? (terms.quantity > order.filled ? rejection(of: changed, at: time) : .notPermitted)
        {
            putBack(order)
            return events.append(Event(time, .report(Report(id, .modifyRefused(rejection, request: number)))))
        }
        block(&changed)
        events.append(Event(time, .report(Report(id, .modified(request: number)))))
        enter(changed, at: time, into: &events)
    }

    private mutating func cancel(
        _ id: OrderID,
        of account: AccountID,
        request number: UInt32,
        at time: Timestamp,
        into events: inout [Event]
    ) {
        guard let order = take(id, of: account) else {
            return events.append(Event(time, .report(Report(id, .cancelRefused(.notOpen, request: number)))))
        }
        if let rejection = freeze(of: order, changed: nil, at: time) {
            keep(order)
            return events.append(Event(time, .report(Report(id, .cancelRefused(rejection, request: number)))))
        }
        release(order)
        events.append(Event(time, .report(Report(id, .cancelled))))
    }

    /// Takes an open order out of its book.
    private mutating func take(_ id: OrderID, of account: AccountID) -> RestingOrder? {
        func isIt(_ order: RestingOrder) -> Bool { order.request.id == id && order.request.account == account }
        if let index = queued.firstIndex(where: isIt) { return queued.remove(at: index) }
        for book in books.indices where !books[book].isEmpty {
            if let index = books[book].firstIndex(where: isIt) { return books[book].remove(at: index) }
        }
        return nil
    }

    private mutating func putBack(_ order: RestingOrder) {
        blocked[Int(order.request.account.index)] += order.blocked
        keep(order)
    }

    private mutating func keep(_ order: RestingOrder) {
        if isInSession { books[Int(order.request.instrument.index)].append(order) } else { queued.append(order) }
    }
}

extension Rejection {
    fileprivate static var notOpen: Rejection { .other(code: "closed", text: "the order is not open") }
}
