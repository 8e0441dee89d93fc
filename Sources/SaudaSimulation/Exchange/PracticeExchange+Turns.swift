import SaudaCore

// What exchange and broker do of themselves during a day and at its end.

extension PracticeExchange {
    /// Does what is due at this moment; `turns.next` says when that is.
    mutating func turn(at time: Timestamp, into events: inout [Event]) {
        let due = turns.take(at: time)
        if due.bands { widenBands(at: time, into: &events) }
        if due.auction { leaveContinuousTrading(at: time, into: &events) }
        if due.squareOff { squareOff(at: time, into: &events) }
    }

    // MARK: - The closing auction

    /// Stops, disclosed orders and what is over at once have no place in the auction; limit and market orders stay.
    private mutating func leaveContinuousTrading(at time: Timestamp, into events: inout [Event]) {
        for index in books.indices where !books[index].isEmpty {
            guard closesInAuction(InstrumentID(index: UInt32(index))) else { continue }
            let leaving = books[index].filter { !$0.fitsAuction }
            guard !leaving.isEmpty else { continue }
            books[index].removeAll { !$0.fitsAuction }
            for order in leaving { lapse(order, at: time, into: &events) }
        }
    }

    /// Matches the closing auction of an instrument at its one price. What is left lapses with the day.
    mutating func matchClosing(
        _ instrument: InstrumentID,
        at price: Price,
        time: Timestamp,
        into events: inout [Event]
    ) {
        let index = Int(instrument.index)
        if needsVolume { listings[index].come(to: listings[index].volumes.count * 4 - 1) }
        last[index] = LastTrade(price: price, time: time, state: .standing)
        match(index, at: price, isGap: true, from: nil, .auction, time: time, into: &events)
    }

    // MARK: - Intraday positions

    /// What the broker has to close today because it could not yesterday.
    var intradayInstruments: [InstrumentID] {
        hasIntraday ? accounts.flatMap { $0.open(under: .intraday).map(\.instrument) } : []
    }

    private mutating func squareOff(at time: Timestamp, into events: inout [Event]) {
        guard hasIntraday else { return }
        for index in books.indices where !books[index].isEmpty {
            let leaving = books[index].filter { $0.request.product == .intraday }
            guard !leaving.isEmpty else { continue }
            books[index].removeAll { $0.request.product == .intraday }
            for order in leaving { lapse(order, at: time, into: &events) }
        }
        for account in accounts.indices {
            for (instrument, quantity) in accounts[account].open(under: .intraday) {
                let order = closing(quantity, of: instrument, .intraday, account, at: time)
                enter(order, at: time, into: &events)
            }
        }
        hasIntraday = accounts.contains { !$0.open(under: .intraday).isEmpty }
    }

    /// The broker's order that closes a position at the market.
    private mutating func closing(
        _ quantity: Quantity,
        of instrument: InstrumentID,
        _ product: Product,
        _ account: Int,
        at time: Timestamp
    ) -> RestingOrder {
        let terms = OrderTerms(kind: .market, quantity: Quantity(abs(quantity.units)))
        let request = OrderRequest(
            id: OrderID(number: .max),
            account: AccountID(index: UInt16(account)),
            instrument: instrument,
            side: quantity.units > 0 ? .sell : .buy,
            product: product,
            variety: .regular,
            terms: terms,
            strategy: StrategyID(index: .max),
            reason: ""
        )
        return RestingOrder(request: request, brokerID: nextBrokerID(), terms: terms, arrival: time, isBrokers: true)
    }

    // MARK: - Expiry

    func expiryRejection(of request: OrderRequest, on day: Day) -> Rejection? {
        guard hasContracts, let expiry = instruments[request.instrument].expiry, expiry < day else { return nil }
        return .other(code: "expired", text: "the contract expired on \(expiry); trade a later one")
    }

    /// Settles what has expired, in cash at the last price. A contract that never traded here stays: it has no price.
    mutating func settleExpired(on day: Day, at time: Timestamp, into events: inout [Event]) {
        for account in accounts.indices {
            for product in [Product.carryForward, .intraday] {
                for (instrument, quantity) in accounts[account].open(under: product) {
                    let price = last[Int(instrument.index)].price
                    guard let expiry = instruments[instrument].expiry, expiry <= day, price.raw > 0 else { continue }
                    var order = closing(quantity, of: instrument, product, account, at: time)
                    settle(&order, at: price, time: time, into: &events)
                }
            }
        }
    }

    private mutating func settle(
        _ order: inout RestingOrder,
        at price: Price,
        time: Timestamp,
        into events: inout [Event]
    ) {
        let fill = fill(of: order, order.rest, at: price, time: time)
        let charges = charges(for: fill, of: order)
        order.filled = fill.quantity
        order.value = fill.value
        accounts[Int(order.request.account.index)].fill(
            fill,
            charges: charges,
            settlement: day?.settlement ?? time.day.advanced(by: 1),
            isTracked: fill.side == .sell
        )
        events.append(Event(time, .foreign(order.seen(as: .complete))))
    }
}

extension Instrument {
    /// The last day of a contract; nil for what has none.
    var expiry: Day? {
        switch kind {
        case .equity, .etf, .index: nil
        case .future(let expiry): expiry
        case .option(let expiry, _, _): expiry
        }
    }
}
