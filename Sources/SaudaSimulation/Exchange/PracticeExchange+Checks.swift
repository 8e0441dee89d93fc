import SaudaCore

// What the broker and the exchange look at before they take an order.

extension PracticeExchange {
    /// Why an order with these terms is not taken: new, or changed and out of its book.
    func rejection(of order: RestingOrder, at time: Timestamp) -> Rejection? {
        if let rejection = shapeRejection(of: order) { return rejection }
        guard isOnTick(order, on: time.day) else { return .offTick }
        if isInSession, let rejection = bandRejection(of: order, at: time) { return rejection }
        return order.request.side == .sell
            ? holdingsRejection(of: order) : fundsRejection(need: cost(of: order), Int(order.request.account.index))
    }

    /// Why an after-market order does not enter the market of a new day.
    func entryRejection(of order: RestingOrder, on day: Day) -> Rejection? {
        if let rejection = expiryRejection(of: order.request, on: day) { return rejection }
        guard isOnTick(order, on: day) else { return .offTick }
        return bandRejection(of: order, at: day.at(TimeOfDay(0, 0)))
    }

    private func shapeRejection(of order: RestingOrder) -> Rejection? {
        let account = Int(order.request.account.index)
        guard rates[account].knows(instruments, order.request.instrument, order.request.product) else {
            return .notPermitted
        }
        let instrument = instruments[order.request.instrument]
        let terms = order.terms
        guard terms.quantity.units > 0, terms.quantity.units % instrument.lot.units == 0 else {
            return .other(code: "quantity", text: "the quantity is not a multiple of the lot \(instrument.lot.units)")
        }
        if let freeze = instrument.freeze, terms.quantity > freeze {
            return .other(code: "freeze", text: "the quantity is above the freeze quantity \(freeze.units); slice it")
        }
        if terms.disclosed.units != 0, let rejection = disclosureRejection(of: terms) { return rejection }
        let needsLimit = terms.kind == .limit || terms.kind == .stopLimit
        let needsTrigger = terms.kind == .stopLimit || terms.kind == .stopMarket
        guard !needsLimit || terms.limit.isPlausible, !needsTrigger || terms.trigger.isPlausible else {
            return .other(code: "price", text: "a \(terms.kind) order needs its price; give one above zero")
        }
        return nil
    }

    /// A tenth of the order at least, and not of an order that is over at once.
    private func disclosureRejection(of terms: OrderTerms) -> Rejection? {
        guard terms.validity == .day, terms.disclosed <= terms.quantity, terms.disclosed.units > 0,
            terms.disclosed.units >= (terms.quantity.units + 9) / 10
        else {
            return .other(
                code: "disclosed",
                text: "a disclosed quantity is a tenth of a day order or more, and not above the whole"
            )
        }
        return nil
    }

    func tick(of instrument: InstrumentID, at price: Price) -> Price {
        instruments[instrument].tick ?? settings.ticks.tick(for: price, on: day?.day ?? Day(number: 0))
    }

    private func isOnTick(_ order: RestingOrder, on day: Day) -> Bool {
        let tick = instruments[order.request.instrument].tick
        func fits(_ price: Price) -> Bool {
            price.raw == 0 || price.isMultiple(ofTick: tick ?? settings.ticks.tick(for: price, on: day))
        }
        return fits(order.terms.limit) && fits(order.terms.trigger)
    }

    /// Shares can be sold once: those in other open sells are spoken for.
    private func holdingsRejection(of order: RestingOrder) -> Rejection? {
        guard order.request.product == .delivery else { return nil }
        var free = accounts[Int(order.request.account.index)].quantity(of: order.request.instrument)
        let book = Int(order.request.instrument.index)
        for place in books[book].indices where books[book][place].sells(what: order) { free -= books[book][place].rest }
        for place in queued.indices where queued[place].sells(what: order) { free -= queued[place].rest }
        return free >= order.rest ? nil : .noHoldings
    }

    // MARK: - Cash

    func fundsRejection(need: Money, _ account: Int) -> Rejection? {
        let have = accounts[account].cash - blocked[account]
        return need <= have ? nil : .funds(need: need, have: have)
    }

    /// What a buy sets aside: value and charges at its limit, else its trigger, else the last price (PAP-4).
    private func cost(of order: RestingOrder) -> Money {
        guard order.request.side == .buy else { return .zero }
        let trade = last[Int(order.request.instrument.index)]
        let price: Price =
            switch order.terms.kind {
            case .limit, .stopLimit: order.terms.limit
            case .stopMarket: max(order.terms.trigger, trade.price)
            case .market: trade.price
            }
        let fill = fill(of: order, order.rest, at: price, time: trade.time)
        return fill.value + charges(for: fill, of: order).total
    }

    mutating func block(_ order: inout RestingOrder) {
        order.blocked = cost(of: order)
        blocked[Int(order.request.account.index)] += order.blocked
    }

    mutating func release(_ order: RestingOrder) { blocked[Int(order.request.account.index)] -= order.blocked }
}
