import SaudaBroker
import SaudaCore

// What the exchange says of orders (section 4).

extension KotakNeoPractice {
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
            if !orders[place].status.isAfterMarket { open(place, at: now, into: &actions) }
        case .rejected(let rejection):
            guard !orders[place].status.isFinal else { return }
            orders[place].reason = reason(rejection, of: place)
            set(place, .rejected, at: now, into: &actions)
        case .traded(let total, let value), .completed(let total, let value):
            fill(place, total, value, at: now, into: &actions)
        case .modified: changed(place, at: now, into: &actions)
        case .modifyRefused(let rejection, _):
            keep(place, reason(rejection, of: place), at: now, into: &actions)
        case .cancelRefused(let rejection, _):
            orders[place].isCancelling = false
            keep(place, reason(rejection, of: place), at: now, into: &actions)
        case .cancelled, .expired: endCancelled(place, at: now, into: &actions)
        case .placeTimedOut, .requestTimedOut, .foundInBook, .absentFromBook: break
        }
    }

    /// The exchange has it from now on, under a number of its own.
    mutating func open(_ place: Int, at now: Timestamp, into actions: inout [PracticeAction]) {
        guard !orders[place].status.isFinal else { return }
        set(place, .openPending, at: now, into: &actions)
        reachExchange(place, at: now)
        set(place, live(orders[place]), at: now, into: &actions)
    }

    private mutating func reachExchange(_ place: Int, at now: Timestamp) {
        guard orders[place].exchangeID == nil else { return }
        let digits = String(orders[place].number?.number ?? UInt64(place))
        orders[place].exchangeID = "11" + String(repeating: "0", count: max(0, 14 - digits.utf8.count)) + digits
        orders[place].exchangeTime = now
    }

    /// Of an order that waits for its price.
    private func live(_ order: NeoOrder) -> NeoStatus {
        let isStop = order.terms.kind == .stopLimit || order.terms.kind == .stopMarket
        return isStop && !order.isTriggered ? .triggerPending : .open
    }

    /// Stop orders whose price has come become open.
    mutating func watchTriggers(_ slot: Int, _ price: Price, at now: Timestamp, into actions: inout [PracticeAction]) {
        for place in orders.indices where orders[place].slot == slot && orders[place].status == .triggerPending {
            let order = orders[place]
            guard order.side == .buy ? price >= order.terms.trigger : price <= order.terms.trigger else { continue }
            orders[place].isTriggered = true
            set(place, .open, at: now, into: &actions)
        }
    }

    // MARK: - Changes

    mutating func changed(_ place: Int, at now: Timestamp, into actions: inout [PracticeAction]) {
        guard !orders[place].status.isFinal, let change = orders[place].change else { return }
        orders[place].change = nil
        orders[place].terms = change.terms
        orders[place].type = change.type
        orders[place].reason = ""
        guard !orders[place].status.isAfterMarket else {
            return set(place, .afterMarketModified, at: now, into: &actions)
        }
        orders[place].exchangeTime = now
        set(place, .modified, at: now, into: &actions)
        set(place, live(orders[place]), at: now, into: &actions)
    }

    /// A change or a cancel did not come about: the order stands as it was, with the reason in `rejRsn` (3.3).
    mutating func keep(_ place: Int, _ reason: String, at now: Timestamp, into actions: inout [PracticeAction]) {
        guard !orders[place].status.isFinal else { return }
        orders[place].change = nil
        orders[place].reason = reason
        let status = orders[place].status
        set(place, status.isAfterMarket ? status : live(orders[place]), at: now, into: &actions)
    }

    mutating func endCancelled(_ place: Int, at now: Timestamp, into actions: inout [PracticeAction]) {
        guard !orders[place].status.isFinal else { return }
        orders[place].change = nil
        orders[place].cancelled = max(orders[place].terms.quantity - orders[place].filled, .zero)
        if settings.replacesTags, !orders[place].tag.isEmpty { orders[place].tag += "-\(NeoTime.seconds(now))" }
        let wasWaiting = orders[place].status.isAfterMarket
        set(place, wasWaiting ? .afterMarketCancelled : .cancelled, at: now, into: &actions)
    }

    private func reason(_ rejection: Rejection, of place: Int) -> String {
        let listing = catalogue[orders[place].slot]
        return switch rejection {
        case .outsideBand(let low, let high): "Price is out of the day's range \(low) - \(high)"
        case .noHoldings: "RMS:Rule: Check holdings including BTST for \(listing.tradingSymbol)"
        case .funds(let need, let have):
            "RMS:Margin Exceeds, Required:\(NeoNumber.two(need)), Available:\(NeoNumber.two(have))"
        case .offTick: "Price is not a multiple of the tick size \(listing.tick)"
        case .notPermitted: "Order is not permitted now"
        case .marketClosed: "Exchange is closed"
        case .other(_, let text), .notSent(let text): text
        }
    }

    // MARK: - Fills

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
        if orders[place].status == .triggerPending {
            orders[place].isTriggered = true
            set(place, .open, at: now, into: &actions)
        }
        orders[place].filled = total
        orders[place].value = value
        if total >= orders[place].terms.quantity {
            orders[place].change = nil
            orders[place].status = .complete
        }
        note(place, at: now, into: &actions)
        issuedTrades += 1
        trades.append(
            NeoTrade(
                id: "\(207_983_000 + issuedTrades)",
                order: orders[place].withoutStates,
                price: paid.price(per: part),
                quantity: part,
                stamp: nextStamp(at: now),
                time: now
            )
        )
        let order = orders[place]
        if order.product == "MTF" {
            funded.fill(order.slot, .delivery, order.side, part, paid)
        } else {
            portfolio.fill(order.slot, product(order), order.side, part, paid)
        }
        let key = NeoPositionKey(slot: order.slot, product: positionWord(order))
        positionStamps[key] = NeoStamp(nextStamp(at: now), now)
        tellPosition(key, at: now, into: &actions)
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
                product: KotakNeoPractice.word(foreign.product),
                type: "MKT",
                terms: foreign.terms
            )
            draft.origin = .squareOff
            let id = add(draft, made: true, at: now, into: &actions)
            guard let new = orderPlaces[id] else { return }
            place = new
            foreignPlaces[foreign.id] = place
            open(place, at: now, into: &actions)
        }
        fill(place, foreign.filled, foreign.value, at: now, into: &actions)
        switch foreign.status {
        case .cancelled: endCancelled(place, at: now, into: &actions)
        case .rejected: if !orders[place].status.isFinal { set(place, .rejected, at: now, into: &actions) }
        case .open, .complete: break
        }
    }
}
