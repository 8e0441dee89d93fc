import SaudaBroker
import SaudaCore

// Changing and cancelling (section 3.3).

extension KitePractice {
    mutating func change(_ id: String, variety: String, _ form: KiteForm, at now: Timestamp) throws(KiteRefusal) {
        let place = try openOrder(id, variety)
        try checkParent(place, form.fields["parent_order_id"])
        let order = orders[place]
        guard order.changes < settings.changesPerOrder else { throw .modifyCap }
        let listing = catalogue[order.slot]
        var terms = order.terms
        if let quantity = try form.quantity("quantity") {
            guard quantity.units > 0, quantity.units % listing.lot.units == 0, quantity > order.filled else {
                throw .invalid("quantity")
            }
            terms.quantity = quantity
        }
        if let shown = try form.quantity("disclosed_quantity") { terms.disclosed = shown }
        if let validity = form.fields["validity"], !validity.isEmpty {
            terms.validity = try form.word("validity", ["DAY", "IOC"]) == "IOC" ? .ioc : .day
        }
        var type = order.type
        if let asked = form.fields["order_type"], !asked.isEmpty {
            type = try form.word("order_type", ["MARKET", "LIMIT", "SL", "SL-M"])
        }
        if let price = try form.price("price"), price.raw > 0 { terms.limit = price }
        if let trigger = try form.price("trigger_price"), trigger.raw > 0 {
            // Of a cover order the trigger is the stop's.
            if case .covered = order.role {
                guard order.side == .buy ? trigger < terms.limit : trigger > terms.limit else {
                    throw .invalid("trigger_price")
                }
                orders[place].role = .covered(stop: trigger)
            } else {
                terms.trigger = trigger
            }
        }
        try shape(&terms, &type, form, order, listing)
        orders[place].change = KiteChange(terms: terms, type: type)
        orders[place].changes += 1
        orders[place].time = now
        turn(place, to: .changeValidating)
        schedule(.changeValidated, of: id, at: now.advanced(by: settings.step))
    }

    /// Makes kind and prices fit the order type.
    private func shape(
        _ terms: inout OrderTerms,
        _ type: inout String,
        _ form: KiteForm,
        _ order: KiteOrder,
        _ listing: KiteListing
    ) throws(KiteRefusal) {
        switch type {
        case "LIMIT": (terms.kind, terms.trigger) = (.limit, .zero)
        case "SL": terms.kind = .stopLimit
        case "SL-M": (terms.kind, terms.limit) = (.stopMarket, .zero)
        default:
            guard let protection = try form.protection() else { throw .unprotected }
            let last = market[order.slot].last
            guard last.raw > 0 else { throw .order("There is no last price of \(listing.key); use a Limit order.") }
            let band: Price =
                if case .percent(let percent) = protection { percent } else {
                    KiteProtection.band(of: listing, at: last)
                }
            type = "LIMIT"
            terms.kind = .limit
            terms.trigger = .zero
            terms.limit = KiteProtection.limit(order.side, last, band: band, tick: listing.tick)
        }
        guard terms.kind == .stopMarket || terms.limit.raw > 0 else { throw .invalid("price") }
        guard terms.kind == .limit || terms.trigger.raw > 0 else { throw .invalid("trigger_price") }
    }

    mutating func cancel(
        _ id: String,
        variety: String,
        parent: String?,
        at now: Timestamp
    ) throws(KiteRefusal) {
        let place = try openOrder(id, variety)
        try checkParent(place, parent)
        orders[place].time = now
        // Without its stop the position would be uncovered: ending the stop ends the position (3.2).
        if orders[place].role == .stop {
            var terms = orders[place].terms
            (terms.kind, terms.limit, terms.trigger) = (.market, .zero, .zero)
            orders[place].change = KiteChange(terms: terms, type: "MARKET")
            turn(place, to: .changeValidating)
            return schedule(.changeValidated, of: id, at: now.advanced(by: settings.step))
        }
        turn(place, to: .cancelPending)
        schedule(.cancel, of: id, at: now.advanced(by: settings.step))
    }

    private func checkParent(_ place: Int, _ parent: String?) throws(KiteRefusal) {
        guard orders[place].role != .stop || parent == orders[place].parent else { throw .invalid("parent_order_id") }
    }

    private func openOrder(_ id: String, _ variety: String) throws(KiteRefusal) -> Int {
        let place = try place(of: id)
        guard orders[place].variety == variety else { throw .unknownOrder }
        guard !orders[place].status.isFinal else {
            throw .order("This order is \(orders[place].status.rawValue) already.")
        }
        guard orders[place].status.isOpen, orders[place].number != nil else { throw .beingProcessed }
        return place
    }

    mutating func turn(_ place: Int, to status: KiteStatus) {
        orders[place].turn(to: status, catalogue[orders[place].slot], user: user)
    }
}
