import SaudaBroker
import SaudaCore

// What the exchange says of orders, and who hears of it (sections 5.2 and 9.2).

extension UpstoxPractice {
    mutating func take(_ event: Event, at now: Timestamp, into actions: inout [PracticeAction]) {
        switch event.kind {
        case .report(let report):
            guard let place = orderNumbers[report.order] else { return }
            take(report.kind, place, at: now, into: &actions)
        case .foreign(let order):
            guard let place = addForeign(order, at: now, into: &actions) else { return }
            fill(place, order.filled, order.value, at: now, into: &actions)
            switch order.status {
            case .cancelled: move(place, to: .cancelled, at: now, into: &actions)
            case .rejected: move(place, to: .rejected, at: now, into: &actions)
            case .open, .complete: break
            }
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
            reachExchange(place)
            move(place, to: orders[place].working, at: now, into: &actions)
        case .rejected(let rejection):
            orders[place].message = text(rejection, orders[place].slot)
            move(place, to: .rejected, at: now, into: &actions)
        case .traded(let total, let value), .completed(let total, let value):
            fill(place, total, value, at: now, into: &actions)
        case .modified: changed(place, at: now, into: &actions)
        case .modifyRefused(let rejection, _):
            orders[place].change = nil
            orders[place].message = text(rejection, orders[place].slot)
            move(place, to: .notModified, at: now, into: &actions)
        case .cancelled, .expired: move(place, to: .cancelled, at: now, into: &actions)
        case .cancelRefused(let rejection, _):
            orders[place].message = text(rejection, orders[place].slot)
            move(place, to: .notCancelled, at: now, into: &actions)
        case .placeTimedOut, .requestTimedOut, .foundInBook, .absentFromBook: break
        }
    }

    private func text(_ rejection: Rejection, _ slot: Int) -> String {
        switch rejection {
        case .outsideBand(let low, let high): "The price is outside of the circuit limits \(low) to \(high)"
        case .noHoldings: "You have no holdings of \(catalogue[slot].tradingSymbol) to sell"
        case .funds(let need, let have):
            "You need to add Rs. \((need - have).roundedToPaisa()) in your account to place this trade."
        case .offTick: "The price is not a multiple of the tick size \(catalogue[slot].tick)"
        case .notPermitted: "The order is not permitted now"
        case .marketClosed: "The market is closed"
        case .other(_, let text), .notSent(let text): text
        }
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
        reachExchange(place)
        orders[place].filled = total
        orders[place].value = value
        let order = orders[place]
        trades.append(
            UpstoxTrade(id: "\(50_001 + trades.count)", order: order, quantity: part, value: paid, time: now)
        )
        portfolio.fill(order.slot, product(order.product, order.slot), order.side, part, paid)
        move(place, to: total >= order.terms.quantity ? .complete : .open, at: now, into: &actions)
    }

    mutating func changed(_ place: Int, at now: Timestamp, into actions: inout [PracticeAction]) {
        guard !orders[place].status.isFinal, let terms = orders[place].change else { return }
        orders[place].change = nil
        orders[place].terms = terms
        orders[place].message = nil
        let status = orders[place].isAtExchange ? orders[place].working : orders[place].status
        move(place, to: status, at: now, into: &actions)
    }

    /// The exchange has it from now on, under a number of its own.
    mutating func reachExchange(_ place: Int) {
        guard orders[place].exchangeID == nil else { return }
        orders[place].exchangeID = "11\(100_000_000_000_000 + UInt64(place + 1))"
    }

    mutating func move(
        _ place: Int,
        to status: UpstoxOrder.Status,
        at now: Timestamp,
        into actions: inout [PracticeAction]
    ) {
        guard !orders[place].status.isFinal else { return }
        // A fill does not end a cancel or a change that is under way.
        let isUnderWay = [.changing, .cancelling].contains(orders[place].status) && status == .open
        if !isUnderWay || orders[place].change == nil && orders[place].status == .changing {
            orders[place].status = status
        }
        orders[place].updated = now
        tell(place, into: &actions)
    }

    /// Into the history, and to everybody who listens.
    mutating func tell(_ place: Int, into actions: inout [PracticeAction]) {
        let order = orders[place]
        history.append(order)
        guard !streams.isEmpty else { return }
        let text = order.update(catalogue[order.slot], user: sessions.user)
        for socket in streams.keys.sorted() { actions.append(.write(socket, .text(text), .orders)) }
    }
}
