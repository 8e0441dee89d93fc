import SaudaCore

// Orders: commands in, reports out, the book read whenever an order's fate is not known.

extension LinkMachine {
    mutating func take(_ command: Command, at now: Timestamp, into actions: inout [LinkAction]) {
        switch command {
        case .place(let request): place(request, OrderOptions(), at: now, into: &actions)
        case .modify(let id, let account, let brokerID, let terms, let number) where account == settings.account:
            change(id, brokerID, .modify(to: terms), number, at: now, into: &actions)
        case .cancel(let id, let account, let brokerID, let number) where account == settings.account:
            change(id, brokerID, .cancel, number, at: now, into: &actions)
        case .fetch(let request, let question): ask(question, request, at: now)
        case .watch(let instrument, let isWanted): want(instrument, isWanted)
        case .modify, .cancel, .wake, .note, .alert, .writeOff, .takeUp, .explain, .candidate, .remember, .tie:
            break
        }
    }

    mutating func place(
        _ request: OrderRequest,
        _ options: OrderOptions,
        at now: Timestamp,
        into actions: inout [LinkAction]
    ) {
        guard request.account == settings.account else { return }
        guard orders[request.id] == nil else { return actions.append(.notice(.twice(request.id))) }
        let tag = OrderTag.text(request.id, prefix: settings.tagPrefix)
        orders[request.id] = LinkedOrder(request, tag: tag)
        orders[request.id]?.mayBecomeMany = options.mayBecomeMany
        live.append(request.id)
        queue(.order(request.id, .place(request, tag: tag, options), number: 0), at: now)
    }

    /// What an earlier process sent. Without the broker's reference its fate is not known.
    mutating func adopt(_ order: AdoptedOrder, at now: Timestamp) {
        let tag = OrderTag.text(order.request.id, prefix: settings.tagPrefix)
        var linked = LinkedOrder(order.request, tag: tag)
        linked.terms = order.terms
        linked.filled = order.filled
        linked.value = nil
        linked.id = order.id
        if let id = order.id {
            byBrokerID[id] = order.request.id
        } else if !order.isOver {
            linked.inDoubtSince = now
            if adapter.traits.findsOrdersByTag { linked.lookUp = .due }
        }
        if let change = order.change {
            linked.change = LinkedOrder.Request(kind: change.kind, number: change.number, since: now, isSilent: true)
        }
        linked.isOver = order.isOver
        orders[order.request.id] = linked
        guard !order.isOver else { return }
        live.append(order.request.id)
        bookDue = now
    }

    private mutating func change(
        _ id: OrderID,
        _ brokerID: BrokerOrderID,
        _ kind: AdoptedOrder.Change,
        _ number: UInt32,
        at now: Timestamp,
        into actions: inout [LinkAction]
    ) {
        takeUp(foreign[brokerID], as: id)
        guard let order = orders[id], !order.isOver else {
            let rejection = Rejection.other(code: "not-open", text: "the order is not open")
            let report: Report.Kind =
                kind == .cancel
                ? .cancelRefused(rejection, request: number) : .modifyRefused(rejection, request: number)
            return actions.append(.post(.report(Report(id, report))))
        }
        // One change of an order at a time; a new one takes the place of one that has not left.
        waiting.removeAll { call in
            guard case .order(let other, let command, _) = call.purpose, other == id else {
                return false
            }
            if case .place = command { return false }
            return true
        }
        orders[id]?.change = LinkedOrder.Request(kind: kind, number: number)
        orders[id]?.rowBefore = order.row
        let instrument = order.request.instrument
        let variety = varieties[brokerID] ?? order.request.variety
        let command: OrderCommand =
            switch kind {
            case .modify(let terms): .modify(brokerID, instrument, from: order.terms, to: terms, variety: variety)
            case .cancel: .cancel(brokerID, instrument, variety: variety)
            }
        queue(.order(id, command, number: number), at: now)
    }

    /// An order placed by hand that the engine has adopted (SEL-12): from here on it is followed as ours.
    private mutating func takeUp(_ order: ForeignOrder?, as id: OrderID) {
        guard let order, orders[id] == nil, order.status == .open else { return }
        var linked = LinkedOrder(order.request(as: id), tag: "")
        linked.id = order.id
        linked.filled = order.filled
        linked.value = order.value
        orders[id] = linked
        byBrokerID[order.id] = id
        live.append(id)
    }

    private mutating func queue(_ purpose: LinkCall.Purpose, at now: Timestamp) {
        waiting.append(LinkCall(id: CallID(number: number()), purpose: purpose, asked: now, notBefore: now))
    }

    // MARK: - Sent, answered, silent, refused

    mutating func noteSent(_ call: LinkCall, at now: Timestamp) {
        switch call.purpose {
        case .order(let id, .place, _): orders[id]?.placedAt = now
        case .order: break
        case .errand(let number, _):
            if errands[number]?.sent == nil { errands[number]?.sent = now }
        }
    }

    /// The broker has said that it did not take it.
    mutating func forgetSent(_ id: OrderID, _ command: OrderCommand) {
        if case .place = command { orders[id]?.placedAt = nil }
    }

    mutating func took(
        _ id: OrderID,
        _ command: OrderCommand,
        _ number: UInt32,
        _ answer: OrderAnswer,
        at now: Timestamp,
        into actions: inout [LinkAction]
    ) {
        bookDue = min(bookDue ?? now, now)
        switch (command, answer) {
        case (.place, .accepted(let brokerID)):
            guard orders[id]?.id == nil else { return }
            bind(id, to: brokerID)
            orders[id]?.placedAt = nil
            orders[id]?.inDoubtSince = nil
            actions.append(.post(.report(Report(id, .accepted(brokerID)))))
        case (.place, .sliced(let ids, let refused)):
            for error in refused {
                actions.append(.notice(LinkNotice(.critical, "slice-refused", "order \(id.number): \(error)")))
            }
            guard let first = ids.first else { return wentSilent(id, command, number, at: now, into: &actions) }
            let numbers = ids.map(\.text).joined(separator: ", ")
            actions.append(.notice(LinkNotice(.info, "sliced", "order \(id.number) became \(numbers).")))
            took(id, command, number, .accepted(first), at: now, into: &actions)
        case (.place, .taken):
            wentSilent(id, command, number, at: now, into: &actions)
        case (.modify, _), (.cancel, _):
            guard orders[id]?.change?.number == number else { return }
            orders[id]?.change?.since = now
        }
    }

    /// No answer, or one that cannot be understood: it may have happened.
    mutating func wentSilent(
        _ id: OrderID,
        _ command: OrderCommand,
        _ number: UInt32,
        at now: Timestamp,
        into actions: inout [LinkAction]
    ) {
        switch command {
        case .place:
            // The book or the stream has named it already.
            guard orders[id]?.id == nil, orders[id]?.inDoubtSince == nil else {
                bookDue = now
                return
            }
            if adapter.traits.findsOrdersByTag { orders[id]?.lookUp = .due } else { bookDue = now }
            orders[id]?.placedAt = nil
            orders[id]?.inDoubtSince = now
            actions.append(.post(.report(Report(id, .placeTimedOut))))
        case .modify, .cancel:
            bookDue = now
            guard orders[id]?.change?.number == number, orders[id]?.change?.isSilent == false else { return }
            orders[id]?.change?.since = now
            orders[id]?.change?.isSilent = true
            actions.append(.post(.report(Report(id, .requestTimedOut(request: number)))))
        }
    }

    mutating func tellRefused(
        _ id: OrderID,
        _ command: OrderCommand,
        _ number: UInt32,
        _ rejection: Rejection,
        into actions: inout [LinkAction]
    ) {
        let kind: Report.Kind
        switch command {
        case .place:
            guard orders[id]?.id == nil else { return }
            orders[id]?.isOver = true
            orders[id]?.placedAt = nil
            kind = .rejected(rejection)
        case .modify: kind = .modifyRefused(rejection, request: number)
        case .cancel: kind = .cancelRefused(rejection, request: number)
        }
        if orders[id]?.change?.number == number { orders[id]?.change = nil }
        actions.append(.post(.report(Report(id, kind))))
    }

    mutating func bind(_ id: OrderID, to brokerID: BrokerOrderID) {
        orders[id]?.id = brokerID
        byBrokerID[brokerID] = id
    }

    /// Calls that were never answered, whatever the shell promised, and changes that nothing came of.
    mutating func lookAtOrders(at now: Timestamp, into actions: inout [LinkAction]) {
        for call in flying {
            guard let sent = call.sent, now.since(sent) > overdue(call) else { continue }
            failed(
                call.id,
                HTTPFailure(.timedOut, mayHaveArrived: true, text: "no answer in time"),
                at: now,
                into: &actions
            )
        }
        live.removeAll { orders[$0]?.isOver ?? true }
        for id in live {
            guard let change = orders[id]?.change, !change.isSilent, let since = change.since,
                now.since(since) >= settings.outcomeLimit
            else { continue }
            orders[id]?.change?.isSilent = true
            actions.append(.post(.report(Report(id, .requestTimedOut(request: change.number)))))
        }
    }

    private func overdue(_ call: LinkCall) -> TimeSpan {
        let limit = call.isWrite ? settings.writeLimit : settings.readLimit
        return TimeSpan(microseconds: limit.microseconds + 2_000_000)
    }

    func nextOfOrders(at now: Timestamp) -> Timestamp? {
        var next: Timestamp?
        func look(_ time: Timestamp?) {
            guard let time else { return }
            next = min(next ?? time, time)
        }
        for call in flying { look(call.sent?.advanced(by: overdue(call)).advanced(by: .milliseconds(1))) }
        for id in live {
            guard let order = orders[id] else { continue }
            look(order.placedAt.map { $0.advanced(by: settings.inFlightCheck) }.flatMap { $0 > now ? $0 : nil })
            if case .asked(let asked) = order.lookUp {
                let end = asked.advanced(by: settings.inFlightCheck)
                if end > now { look(end) }
            }
            if let change = order.change, !change.isSilent {
                look(change.since?.advanced(by: settings.outcomeLimit))
            }
        }
        if followsOrders, !isReading { look(bookDue) }
        return next
    }
}

extension LinkNotice {
    fileprivate static func twice(_ id: OrderID) -> LinkNotice {
        LinkNotice(.critical, "placed-twice", "order \(id.number) was to be placed a second time; it was not sent.")
    }
}
