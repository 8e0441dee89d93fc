import SaudaBroker
import SaudaCore

// What the exchange says of orders (section 3.5), and what the ticker tells of it (4.8).

extension KitePractice {
    mutating func take(_ event: Event, at now: Timestamp, into actions: inout [PracticeAction]) {
        switch event.kind {
        case .report(let report):
            guard let place = orderNumbers[report.order] else { return }
            take(report.kind, place, at: now, into: &actions)
        case .foreign(let order): take(order, at: now, into: &actions)
        case .reference(let instrument, let close, let band):
            if let slot = catalogue.find(instrument) { market.setLimits(slot, close: close, band: band) }
        default: break
        }
    }

    private mutating func take(
        _ report: Report.Kind,
        _ place: Int,
        at now: Timestamp,
        into actions: inout [PracticeAction]
    ) {
        switch report {
        case .accepted:
            orders[place].isAtExchange = true
            guard orders[place].variety != "amo" else { return }
            reachExchange(place, at: now)
            turn(place, to: orders[place].resting)
        case .rejected(let rejection):
            guard !orders[place].status.isFinal else { return }
            say(rejection, of: place)
            orders[place].pending = .zero
            turn(place, to: .rejected)
            tell(place, into: &actions)
        case .traded(let total, let value), .completed(let total, let value):
            fill(place, total, value, at: now, into: &actions)
        case .modified: changed(place, at: now, into: &actions)
        case .modifyRefused(let rejection, _): notChanged(place, rejection, into: &actions)
        case .cancelled: end(place, "", at: now, into: &actions)
        case .expired: end(place, "The rest of the order was cancelled by the exchange.", at: now, into: &actions)
        case .cancelRefused(let rejection, _):
            guard !orders[place].status.isFinal else { return }
            say(rejection, of: place)
            turn(place, to: orders[place].exchangeID == nil ? .afterMarket : orders[place].resting)
        case .placeTimedOut, .requestTimedOut, .foundInBook, .absentFromBook: break
        }
    }

    private mutating func say(_ rejection: Rejection, of place: Int) {
        let order = orders[place]
        let listing = catalogue[order.slot]
        let text: String =
            switch rejection {
            case .outsideBand(let low, let high):
                "Your order price is outside the circuit limits of \(low) to \(high) for \(listing.tradingSymbol)."
            case .noHoldings: "You do not have enough holdings of \(listing.tradingSymbol) to sell."
            case .funds(let need, let have): KitePractice.fundsText(need, have)
            case .offTick:
                "Tick size for this script is \(listing.tick). "
                    + "Kindly enter price in the multiple of tick size for this script."
            case .notPermitted: "The exchange does not take such an order now."
            case .marketClosed: "Markets are closed right now. Use an after market order."
            case .other(_, let text), .notSent(let text): text
            }
        orders[place].message = text
        orders[place].rawMessage = "RMS: " + text
    }

    private mutating func fill(
        _ place: Int,
        _ total: Quantity,
        _ value: Money,
        at now: Timestamp,
        into actions: inout [PracticeAction]
    ) {
        let part = total - orders[place].filled
        guard part.units > 0 else { return }
        let paid = value - orders[place].value
        reachExchange(place, at: now)
        orders[place].isTriggered = true
        orders[place].filled = total
        orders[place].value = value
        orders[place].pending = orders[place].terms.quantity - total
        orders[place].updated = now
        issuedTrades += 1
        let price = Double(paid.raw) / Double(part.units) / 10_000
        trades.append(
            KiteTrade(id: "\(10_000_000 + issuedTrades)", order: place, price: price, quantity: part, time: now)
        )
        let product = KitePractice.product(orders[place].product)
        portfolio.fill(orders[place].slot, product, orders[place].side, part, paid)
        if orders[place].pending.units <= 0 {
            turn(place, to: .complete)
        } else if orders[place].status.isOpen || orders[place].status == .openPending {
            turn(place, to: .open)
        }
        tell(place, into: &actions)
        if orders[place].status == .complete { goOn(after: place, at: now) }
    }

    /// The new price appears only on the last row; the exchange's time moves on the one before.
    mutating func changed(_ place: Int, at now: Timestamp, into actions: inout [PracticeAction]) {
        guard !orders[place].status.isFinal, let change = orders[place].change else { return }
        orders[place].change = nil
        if orders[place].exchangeID != nil {
            orders[place].exchangeTime = now
            orders[place].updated = now
        }
        orders[place].message = nil
        orders[place].rawMessage = nil
        turn(place, to: .changed)
        orders[place].terms = change.terms
        orders[place].type = change.type
        orders[place].pending = change.terms.quantity - orders[place].filled
        turn(place, to: orders[place].exchangeID == nil ? .afterMarket : orders[place].resting)
        if orders[place].exchangeID != nil { tell(place, into: &actions) }
    }

    private mutating func notChanged(_ place: Int, _ rejection: Rejection, into actions: inout [PracticeAction]) {
        orders[place].change = nil
        guard !orders[place].status.isFinal else { return }
        say(rejection, of: place)
        turn(place, to: .notChanged)
        turn(place, to: orders[place].exchangeID == nil ? .afterMarket : orders[place].resting)
        if orders[place].exchangeID != nil { tell(place, into: &actions) }
    }

    mutating func end(
        _ place: Int,
        _ text: String,
        at now: Timestamp,
        into actions: inout [PracticeAction]
    ) {
        guard !orders[place].status.isFinal else { return }
        // The pending quantity stays (3.4).
        let rest = orders[place].terms.quantity - orders[place].filled
        orders[place].pending = rest
        // The one row of an auction order that is known has its rest in no other place (3.4).
        if case .auction = orders[place].role {} else { orders[place].cancelled = rest }
        orders[place].message = text.isEmpty ? nil : text
        if orders[place].exchangeID != nil { orders[place].updated = now }
        turn(place, to: .cancelled)
        // Of what waits for the market nothing is told.
        if orders[place].variety != "amo" || orders[place].exchangeID != nil { tell(place, into: &actions) }
        if case .covered = orders[place].role { goOn(after: place, at: now) }
    }

    /// An order that the broker made itself: a square-off.
    private mutating func take(_ foreign: ForeignOrder, at now: Timestamp, into actions: inout [PracticeAction]) {
        guard let slot = catalogue.find(foreign.instrument) else { return }
        let place = foreignPlaces[foreign.id] ?? addForeign(foreign, slot, at: now)
        fill(place, foreign.filled, foreign.value, at: now, into: &actions)
        if foreign.status == .cancelled { end(place, "", at: now, into: &actions) }
    }

    private mutating func addForeign(_ foreign: ForeignOrder, _ slot: Int, at now: Timestamp) -> Int {
        let id = nextID(at: now)
        let product = KitePractice.word(foreign.product)
        let order = KiteOrder(
            id: id,
            number: nil,
            slot: slot,
            side: foreign.side,
            product: product,
            variety: "regular",
            validity: "DAY",
            type: "MARKET",
            terms: foreign.terms,
            protection: "0",
            tag: nil,
            tags: [],
            placedBy: "ADMINSQF",
            placed: now,
            status: .received,
            time: now,
            pending: foreign.terms.quantity
        )
        let place = orders.count
        orders.append(order)
        orderPlaces[id] = place
        foreignPlaces[foreign.id] = place
        turn(place, to: .received)
        reachExchange(place, at: now)
        turn(place, to: .open)
        return place
    }

    /// Wakes the stops whose trigger this price reaches, before the exchange tells of fills.
    mutating func trigger(_ slot: Int, _ price: Price, at now: Timestamp, into actions: inout [PracticeAction]) {
        for place in orders.indices where orders[place].slot == slot && orders[place].status == .triggerPending {
            let trigger = orders[place].terms.trigger
            guard orders[place].side == .buy ? price >= trigger : price <= trigger else { continue }
            orders[place].isTriggered = true
            orders[place].updated = now
            turn(place, to: .open)
            tell(place, into: &actions)
        }
    }

    /// On every connection, without a subscription; never of a placement.
    func tell(_ place: Int, into actions: inout [PracticeAction]) {
        let data = orders[place].update(catalogue[orders[place].slot], user: user)
        let text = (["type": "order", "data": data] as PracticeJSON).text
        for socket in ticker.sockets.keys.sorted() { actions.append(.write(socket, .text(text), .orders)) }
    }
}
