import SaudaCore

// What the broker and the exchange look at before they take an order.

extension PracticeExchange {
    /// Whether continuous trading is on.
    func isOpen(at time: Timestamp) -> Bool { isInSession && day?.isOpen(at: time) == true }

    func hoursRejection(of request: OrderRequest, at time: Timestamp) -> Rejection? {
        switch request.variety {
        case .regular: isOpen(at: time) ? nil : .marketClosed
        case .afterMarket: isOpen(at: time) ? .notPermitted : nil
        }
    }

    /// Why an order with these terms is not taken: new, or changed and out of its book.
    func rejection(of order: RestingOrder, at time: Timestamp) -> Rejection? {
        if let rejection = shapeRejection(of: order) { return rejection }
        guard isOnTick(order, on: time.day) else { return .offTick }
        return order.request.side == .sell
            ? holdingsRejection(of: order) : fundsRejection(need: cost(of: order), Int(order.request.account.index))
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
        let needsLimit = terms.kind == .limit || terms.kind == .stopLimit
        let needsTrigger = terms.kind == .stopLimit || terms.kind == .stopMarket
        guard !needsLimit || terms.limit.isPlausible, !needsTrigger || terms.trigger.isPlausible else {
            return .other(code: "price", text: "a \(terms.kind) order needs its price; give one above zero")
        }
        return nil
    }

    func isOnTick(_ order: RestingOrder, on day: Day) -> Bool {
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
        func take(_ other: RestingOrder) {
            guard other.request.side == .sell, other.request.product == .delivery,
                other.request.account == order.request.account, other.request.instrument == order.request.instrument
            else { return }
            free -= other.rest
        }
        books[Int(order.request.instrument.index)].forEach(take)
        queued.forEach(take)
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
        let fill = fill(of: order, at: price, time: trade.time)
        return fill.value + charges(for: fill, of: order).total
    }

    mutating func block(_ order: inout RestingOrder) {
        order.blocked = cost(of: order)
        blocked[Int(order.request.account.index)] += order.blocked
    }

    mutating func release(_ order: RestingOrder) { blocked[Int(order.request.account.index)] -= order.blocked }

    func fill(of order: RestingOrder, at price: Price, time: Timestamp) -> Fill {
        Fill(
            instrument: order.request.instrument,
            product: order.request.product,
            side: order.request.side,
            quantity: order.rest,
            value: price * order.rest,
            time: time,
            reason: ""
        )
    }

    func charges(for fill: Fill, of order: RestingOrder) -> Charges {
        let account = Int(order.request.account.index)
        return accounts[account]
            .charges(for: fill, of: instruments[fill.instrument], earlier: order.value, at: rates[account])
    }
}
