public import SaudaCore

// The broker's counter: what it takes, refuses, changes and cancels.

extension PracticeExchange {
    /// Carries out an order command at the moment it reaches the exchange.
    public mutating func accept(_ command: Command, at time: Timestamp, into events: inout [Event]) {
        switch command {
        case .place(let request): place(request, at: time, into: &events)
        case .modify(let id, _, _, let terms, let request):
            modify(id, to: terms, request, at: time, into: &events)
        case .cancel(let id, _, _, let request): cancel(id, request, at: time, into: &events)
        case .fetch, .wake, .watch, .note, .alert: break
        }
    }

    private mutating func place(_ request: OrderRequest, at time: Timestamp, into events: inout [Event]) {
        let isOpen = today?.isOpen(at: time) ?? false
        if let rejection = rejection(of: request, isOpen: isOpen) {
            return events.append(Event(time, .report(Report(request.id, .rejected(rejection)))))
        }
        var order = RestingOrder(request: request, brokerID: nextBrokerID(), terms: request.terms)
        block(&order)
        events.append(Event(time, .report(Report(request.id, .accepted(order.brokerID)))))
        if request.variety == .afterMarket, today == nil {
            queued.append(order)
        } else {
            enter(order, at: time, into: &events)
        }
    }

    /// Puts an order into the market: it trades at once, rests, or lapses (IOC).
    private mutating func enter(_ order: RestingOrder, at time: Timestamp, into events: inout [Event]) {
        var order = order
        let index = Int(order.request.instrument.index)
        if hasTraded[index], let traded = immediate(&order, at: last[index]) {
            fill(&order, at: traded, time: time, into: &events)
        } else if order.terms.validity == .ioc {
            lapse(order, at: time, into: &events)
        } else {
            books[index].append(order)
        }
    }

    /// The price at which a new order trades at once, if it does.
    private func immediate(_ order: inout RestingOrder, at price: Price) -> Price? {
        switch order.terms.kind {
        case .market: price
        case .limit: order.isMarketable(at: price) ? price : nil
        case .stopLimit, .stopMarket: order.execution(from: price, to: price, isGap: true)
        }
    }

    private func rejection(of request: OrderRequest, isOpen: Bool) -> Rejection? {
        if request.variety == .regular, !isOpen { return .marketClosed }
        if request.variety == .afterMarket, isOpen { return .notPermitted }
        guard isOnTick(request.terms, request.instrument) else { return .offTick }
        return request.side == .sell
            ? holdingsRejection(of: request) : fundsRejection(of: request, at: last[Int(request.instrument.index)])
    }

    private func holdingsRejection(of request: OrderRequest) -> Rejection? {
        guard request.product == .delivery else { return nil }
        let account = Int(request.account.index)
        let resting = (books[Int(request.instrument.index)] + queued.filter { $0.request.instrument == request.instrument })
            .filter { $0.request.account == request.account && $0.request.side == .sell }
            .reduce(Quantity.zero) { $0 + $1.rest }
        let free = accounts[account].quantity(of: request.instrument) - resting
        return free >= request.terms.quantity ? nil : .noHoldings
    }

    private func fundsRejection(of request: OrderRequest, at reference: Price) -> Rejection? {
        let account = Int(request.account.index)
        let need = cost(request.side, request.terms, at: reference)
        let have = accounts[account].cash - blocked[account]
        return need <= have ? nil : .funds(need: need, have: have)
    }

    /// What a buy sets aside: the value at its limit, or at the last price for a market order.
    private func cost(_ side: Side, _ terms: OrderTerms, at reference: Price) -> Money {
        side == .buy ? (terms.limit.raw > 0 ? terms.limit : reference) * terms.quantity : .zero
    }

    private mutating func block(_ order: inout RestingOrder) {
        release(order)
        order.blocked = cost(order.request.side, order.terms, at: last[Int(order.request.instrument.index)])
        blocked[Int(order.request.account.index)] += order.blocked
    }

    private mutating func release(_ order: RestingOrder) {
        blocked[Int(order.request.account.index)] -= order.blocked
    }

    mutating func lapse(_ order: RestingOrder, at time: Timestamp, into events: inout [Event]) {
        release(order)
        events.append(Event(time, .report(Report(order.request.id, .expired))))
    }

    /// Trades the rest of an order at a price. A buy that the cash no longer covers (a gap up) is turned down.
    mutating func fill(_ order: inout RestingOrder, at price: Price, time: Timestamp, into events: inout [Event]) {
        let account = Int(order.request.account.index)
        release(order)
        order.blocked = .zero
        let fill = Fill(
            instrument: order.request.instrument,
            product: order.request.product,
            side: order.request.side,
            quantity: order.rest,
            value: price * order.rest,
            time: time,
            reason: ""
        )
        let charges = accounts[account].charges(for: fill, of: instruments[fill.instrument], earlier: order.value, at: rates[account])
        let have = accounts[account].cash - blocked[account]
        if fill.side == .buy, fill.value + charges.total > have {
            let need = fill.value + charges.total
            return events.append(Event(time, .report(Report(order.request.id, .rejected(.funds(need: need, have: have))))))
        }
        order.filled += fill.quantity
        order.value += fill.value
        accounts[account].fill(fill, charges: charges, settlement: today?.settlement ?? time.day.advanced(by: 1))
        events.append(Event(time, .report(Report(order.request.id, .traded(total: order.filled, value: order.value)))))
    }

    private func isOnTick(_ terms: OrderTerms, _ instrument: InstrumentID) -> Bool {
        func fits(_ price: Price) -> Bool {
            price.raw == 0 || price.isMultiple(ofTick: tick(of: instrument, at: price))
        }
        return fits(terms.limit) && fits(terms.trigger)
    }

    private func tick(of instrument: InstrumentID, at price: Price) -> Price {
        instruments[instrument].tick ?? settings.ticks.tick(for: price, on: today?.day ?? Day(number: 0))
    }

    // MARK: - Changing

    private mutating func modify(
        _ id: OrderID,
        to terms: OrderTerms,
        _ request: UInt32,
        at time: Timestamp,
        into events: inout [Event]
    ) {
        func refuse(_ rejection: Rejection) {
            events.append(Event(time, .report(Report(id, .modifyRefused(rejection, request: request)))))
        }
        guard var order = take(id) else { return refuse(.other(code: "closed", text: "the order is not open")) }
        let isOnTick = isOnTick(terms, order.request.instrument)
        guard isOnTick, terms.quantity > order.filled else {
            putBack(order)
            return refuse(isOnTick ? .notPermitted : .offTick)
        }
        order.terms = terms
        block(&order)
        events.append(Event(time, .report(Report(id, .modified(request: request)))))
        if today == nil { queued.append(order) } else { enter(order, at: time, into: &events) }
    }

    private mutating func cancel(_ id: OrderID, _ request: UInt32, at time: Timestamp, into events: inout [Event]) {
        guard let order = take(id) else {
            let rejection = Rejection.other(code: "closed", text: "the order is not open")
            return events.append(Event(time, .report(Report(id, .cancelRefused(rejection, request: request)))))
        }
        release(order)
        events.append(Event(time, .report(Report(id, .cancelled))))
    }

    private mutating func take(_ id: OrderID) -> RestingOrder? {
        if let index = queued.firstIndex(where: { $0.request.id == id }) { return queued.remove(at: index) }
        for book in books.indices {
            if let index = books[book].firstIndex(where: { $0.request.id == id }) { return books[book].remove(at: index) }
        }
        return nil
    }

    private mutating func putBack(_ order: RestingOrder) {
        if today == nil { queued.append(order) } else { books[Int(order.request.instrument.index)].append(order) }
    }
}
