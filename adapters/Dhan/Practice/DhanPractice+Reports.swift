import SaudaBroker
import SaudaCore

// What the exchange says of orders (section 2.7).

extension DhanPractice {
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
            guard orders[place].amoTime != "PRE_OPEN" else { return }
            reachExchange(place, at: now)
            orders[place].status = .pending
            tell(place, at: now, into: &actions)
        case .rejected(let rejection):
            guard !orders[place].status.isFinal else { return }
            say(rejection, of: place)
            orders[place].updated = now
            end(place, .rejected, at: now, into: &actions)
        case .traded(let total, let value), .completed(let total, let value):
            fill(place, total, value, at: now, into: &actions)
        case .modified: changed(place, at: now, into: &actions)
        case .modifyRefused(let rejection, _):
            orders[place].change = nil
            refuse(rejection, place, at: now, into: &actions)
        case .cancelled:
            let isRest = orders[place].terms.validity == .ioc && !orders[place].isCancelling
            end(place, isRest && settings.restIsExpired ? .expired : .cancelled, at: now, into: &actions)
        case .expired:
            let isRest = orders[place].terms.validity == .ioc
            end(place, isRest && !settings.restIsExpired ? .cancelled : .expired, at: now, into: &actions)
        case .cancelRefused(let rejection, _):
            orders[place].isCancelling = false
            refuse(rejection, place, at: now, into: &actions)
        case .placeTimedOut, .requestTimedOut, .foundInBook, .absentFromBook: break
        }
    }

    /// A change or a cancel did not come about; the order stands as it was.
    private mutating func refuse(
        _ rejection: Rejection,
        _ place: Int,
        at now: Timestamp,
        into actions: inout [PracticeAction]
    ) {
        guard !orders[place].status.isFinal else { return }
        say(rejection, of: place)
        orders[place].updated = now
        tell(place, at: now, into: &actions)
    }

    private mutating func say(_ rejection: Rejection, of place: Int) {
        let listing = catalogue[orders[place].slot]
        let text: String =
            switch rejection {
            case .outsideBand(let low, let high): "Price is outside the circuit limits \(low) to \(high)"
            case .noHoldings: "Holdings of \(listing.tradingSymbol) are not enough to sell"
            case .funds(let need, let have):
                "Insufficient funds: required \(need.roundedToPaisa()), available \(have.roundedToPaisa())"
            case .offTick: "Price is not a multiple of the tick size \(listing.tick)"
            case .notPermitted: "Order is not permitted now"
            case .marketClosed: "Market is Closed"
            case .other(_, let text), .notSent(let text): text
            }
        orders[place].errorCode = "RMS"
        orders[place].error = "RMS: " + text
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
        orders[place].filled = total
        orders[place].value = value
        orders[place].remaining = max(orders[place].terms.quantity - total, .zero)
        orders[place].updated = now
        orders[place].lastPrice = Double(paid.raw) / Double(part.units) / 10_000
        let isDone = orders[place].remaining == .zero
        if isDone || !orders[place].status.isFinal { orders[place].status = isDone ? .traded : .partTraded }
        issuedTrades += 1
        trades.append(
            DhanTrade(
                id: "\(985_000 + issuedTrades)",
                order: orders[place],
                price: orders[place].lastPrice,
                quantity: part,
                value: paid,
                time: now
            )
        )
        let (slot, side, word) = (orders[place].slot, orders[place].side, orders[place].product)
        if word == "MTF" {
            funded.fill(slot, .delivery, side, part, paid)
        } else {
            portfolio.fill(slot, DhanPractice.product(word), side, part, paid)
        }
        tell(place, at: now, into: &actions)
        follow(place, at: now, into: &actions)
    }

    mutating func changed(_ place: Int, at now: Timestamp, into actions: inout [PracticeAction]) {
        guard !orders[place].status.isFinal, let change = orders[place].change else { return }
        orders[place].change = nil
        orders[place].terms = change.terms
        orders[place].type = change.type
        orders[place].remaining = max(change.terms.quantity - orders[place].filled, .zero)
        orders[place].updated = now
        orders[place].errorCode = "0"
        orders[place].error = ""
        if orders[place].exchangeID != nil { orders[place].exchangeTime = now }
        tell(place, "Modified", at: now, into: &actions)
    }

    /// Nothing remains of an order that has ended (2.6).
    mutating func end(
        _ place: Int,
        _ status: DhanStatus,
        at now: Timestamp,
        into actions: inout [PracticeAction]
    ) {
        guard !orders[place].status.isFinal else { return }
        orders[place].remaining = .zero
        orders[place].change = nil
        orders[place].status = status
        orders[place].updated = now
        tell(place, at: now, into: &actions)
        follow(place, at: now, into: &actions)
    }

    /// An order that the broker made itself: a square-off.
    private mutating func take(_ foreign: ForeignOrder, at now: Timestamp, into actions: inout [PracticeAction]) {
        guard let slot = catalogue.find(foreign.instrument) else { return }
        let place: Int
        if let known = foreignPlaces[foreign.id] {
            place = known
        } else {
            var draft = Draft(
                slot: slot,
                side: foreign.side,
                product: DhanPractice.word(foreign.product),
                type: "MARKET",
                terms: foreign.terms,
                correlation: "SQROFF-\(issued + 1)"
            )
            draft.origin = .squareOff
            let id = add(draft, made: true, at: now, into: &actions)
            guard let new = orderPlaces[id] else { return }
            place = new
            foreignPlaces[foreign.id] = place
            reachExchange(place, at: now)
            orders[place].status = .pending
            tell(place, at: now, into: &actions)
        }
        fill(place, foreign.filled, foreign.value, at: now, into: &actions)
        switch foreign.status {
        case .cancelled: end(place, .cancelled, at: now, into: &actions)
        case .rejected: end(place, .rejected, at: now, into: &actions)
        case .open, .complete: break
        }
    }
}
