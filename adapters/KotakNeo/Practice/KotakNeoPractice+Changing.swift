import SaudaBroker
import SaudaCore

// Changing and cancelling (sections 3.3 and 3.4).

extension KotakNeoPractice {
    mutating func change(
        _ request: IncomingRequest,
        at now: Timestamp,
        into actions: inout [PracticeAction]
    ) throws(NeoRefusal) -> PracticeResponse {
        let form = try NeoForm(request)
        let place = try livePlace(try form.text("no"))
        let order = orders[place]
        let listing = catalogue[order.slot]
        let identity = [
            ("ts", listing.tradingSymbol), ("es", listing.segment.rawValue), ("pc", order.product),
            ("tt", order.side == .buy ? "B" : "S"), ("tk", "\(listing.token)"),
        ]
        for (key, value) in identity {
            guard [value, nil].contains(try form.optional(key)) else { throw .invalidInput }
        }
        guard let quantity = try form.quantity("qt"), quantity.units > 0 else { throw .badQuantity }
        let type = try form.word("pt", KotakNeoPractice.types)
        var draft = Draft(
            slot: order.slot,
            side: order.side,
            product: order.product,
            type: type,
            terms: order.terms
        )
        draft.isAfterMarket = order.status.isAfterMarket
        guard ["NO", order.isAfterMarket ? "YES" : "NO", nil].contains(try form.optional("am")) else {
            throw .invalidInput
        }
        // The total, never the open rest.
        draft.terms.quantity = quantity
        // Placing calls it `rt`.
        for key in ["rt", "vd"] {
            guard let word = try form.optional(key) else { continue }
            draft.terms.validity = try validity(word, listing.segment)
        }
        try readPrices(form, &draft)
        orders[place].change = NeoChange(terms: draft.terms, type: draft.type)
        orders[place].changes += 1
        if settings.replacesTags { orders[place].tag = "\(NeoTime.seconds(now))-\(place + 1)" }
        if !order.status.isAfterMarket { set(place, .modifyValidating, at: now, into: &actions) }
        schedule(.change, of: order.id, at: now.advanced(by: settings.step))
        return .neo(NeoOrder.answer(order.id))
    }

    mutating func cancel(
        _ request: IncomingRequest,
        at now: Timestamp,
        into actions: inout [PracticeAction]
    ) throws(NeoRefusal) -> PracticeResponse {
        let form = try NeoForm(request)
        let place = try livePlace(try form.text("on"))
        let order = orders[place]
        let isAfterMarket = try form.optional("am") ?? "NO" == "YES"
        let symbol = try form.optional("ts")
        if order.status.isAfterMarket {
            guard isAfterMarket, symbol != nil || !settings.afterMarketCancelNeedsSymbol else {
                throw .cancelBadInput
            }
        }
        guard [catalogue[order.slot].tradingSymbol, nil].contains(symbol) else { throw .cancelInvalid }
        orders[place].isCancelling = true
        if !order.status.isAfterMarket { set(place, .cancelPending, at: now, into: &actions) }
        schedule(.cancel, of: order.id, at: now.advanced(by: settings.step))
        return .neo(NeoOrder.answer(order.id))
    }

    /// Where an order is that can be changed and cancelled now.
    private func livePlace(_ id: String) throws(NeoRefusal) -> Int {
        guard let place = orderPlaces[id] else {
            throw .documented(1006, "Order already cancelled or not found.")
        }
        let order = orders[place]
        guard order.origin == .api else { throw .notByAPI }
        guard !order.status.isFinal else { throw .complete }
        guard order.status.isLive, order.change == nil, !order.isCancelling else {
            throw .orders(1006, "order is under process")
        }
        return place
    }
}
