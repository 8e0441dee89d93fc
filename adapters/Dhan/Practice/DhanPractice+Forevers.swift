import SaudaBroker
import SaudaCore

// Forever orders over REST, and what the market does to them (section 2.10).

extension DhanPractice {
    mutating func foreverOrder(
        _ route: [String],
        _ request: IncomingRequest,
        at now: Timestamp,
        into actions: inout [PracticeAction]
    ) throws(DhanRefusal) -> PracticeResponse {
        guard route.count >= 2, route[1] == "orders", route.count <= 3 else { throw .notFound(request.path, at: now) }
        switch (request.method, route.count) {
        case (.get, 2):
            return .dhan(.array(forevers.flatMap { $0.rows(catalogue[$0.slot], client: client) }))
        case (.post, 2):
            let order = try forever(try form(request), at: now)
            forevers.append(order)
            tell(order, 0, "Confirm", at: now, into: &actions)
            return .dhan(DhanOrder.answer(order.id, .pending))
        case (.put, 3):
            try changeForever(try waiting(route[2]), try form(request), at: now)
            return .dhan(DhanOrder.answer(route[2], .pending))
        case (.delete, 3):
            let place = try waiting(route[2])
            for leg in forevers[place].legs.indices where forevers[place].legs[leg].status == .confirm {
                forevers[place].legs[leg].status = .cancelled
            }
            forevers[place].updated = now
            tell(forevers[place], 0, "Cancelled", at: now, into: &actions)
            return .dhan(DhanOrder.answer(route[2], .cancelled), status: settings.cancelIs202 ? 202 : 200)
        default: throw .notFound(request.path, at: now)
        }
    }

    private func waiting(_ id: String) throws(DhanRefusal) -> Int {
        guard let place = forevers.firstIndex(where: { $0.id == id }) else { throw .input }
        guard forevers[place].isWaiting else { throw .order("Order is already done.") }
        return place
    }

    // MARK: - Requests

    private mutating func forever(_ form: DhanForm, at now: Timestamp) throws(DhanRefusal) -> DhanForever {
        let draft = try start(form, products: ["CNC", "MTF", "MARGIN", "INTRADAY"])
        let isOCO = try form.word("orderFlag", ["SINGLE", "OCO"]) == "OCO"
        let type = try form.word("orderType", ["LIMIT", "MARKET"])
        _ = try form.word("validity", ["DAY", "IOC"])
        var terms = draft.terms
        terms.disclosed = try form.quantity("disclosedQuantity") ?? .zero
        try checkDisclosed(terms)
        let first = try leg(form, draft.slot, type, "", quantity: draft.terms.quantity, name: isOCO ? .stop : .target)
        var legs = [first]
        if isOCO {
            guard let quantity = try form.quantity("quantity1") else { throw .input }
            let second = try leg(form, draft.slot, type, "1", quantity: quantity, name: .target)
            // One on each side of the market.
            guard first.firesAbove != second.firesAbove else { throw .input }
            legs.append(second)
        }
        issuedForevers += 1
        let (year, month, day) = now.day.parts
        let date = DhanPractice.digits(year % 100 * 10_000 + month * 100 + day, 6)
        return DhanForever(
            id: "513\(date)" + DhanPractice.digits(issuedForevers % 10_000, 4),
            slot: draft.slot,
            side: draft.side,
            product: draft.product,
            correlation: draft.correlation,
            legs: legs,
            created: now
        )
    }

    /// - Parameter suffix: of the field names; the second leg of an OCO has `1`.
    private func leg(
        _ form: DhanForm,
        _ slot: Int,
        _ type: String,
        _ suffix: String,
        quantity: Quantity,
        name: DhanLeg
    ) throws(DhanRefusal) -> DhanForever.Leg {
        let listing = catalogue[slot]
        let price = try form.price("price" + suffix) ?? .zero
        guard let trigger = try form.price("triggerPrice" + suffix), trigger.raw > 0 else { throw .input }
        guard quantity.units > 0, quantity.units % max(1, listing.lot.units) == 0 else { throw .input }
        guard type == "LIMIT" ? price.raw > 0 : price == .zero else { throw .input }
        if listing.tick.raw > 0 {
            guard price.isMultiple(ofTick: listing.tick), trigger.isMultiple(ofTick: listing.tick) else { throw .input }
        }
        let last = market[slot].last
        guard trigger != last else { throw .order("Trigger Price should not be equal to LTP") }
        return DhanForever.Leg(
            name: name,
            quantity: quantity,
            price: price,
            trigger: trigger,
            firesAbove: trigger > last
        )
    }

    /// One leg a call; its name is the one of the list.
    private mutating func changeForever(_ place: Int, _ form: DhanForm, at now: Timestamp) throws(DhanRefusal) {
        let order = forevers[place]
        let given = try form.text("orderId")
        guard given.isEmpty || given == order.id else { throw .input }
        guard try form.word("orderFlag", ["SINGLE", "OCO"]) == (order.legs.count == 1 ? "SINGLE" : "OCO") else {
            throw .input
        }
        let type = try form.word("orderType", ["LIMIT", "MARKET"])
        let name = try form.text("legName")
        guard let index = order.legs.firstIndex(where: { $0.name.rawValue == name && $0.status == .confirm }) else {
            throw .input
        }
        let quantity = try form.quantity("quantity") ?? order.legs[index].quantity
        let new = try leg(form, order.slot, type, "", quantity: quantity, name: order.legs[index].name)
        guard order.legs.count == 1 || new.firesAbove == order.legs[index].firesAbove else { throw .input }
        forevers[place].legs[index] = new
        forevers[place].updated = now
    }

    // MARK: - The market

    /// Fires what a price reaches, each once; the other leg is over with it.
    mutating func watchForevers(_ slot: Int, _ price: Price, at now: Timestamp, into actions: inout [PracticeAction]) {
        for place in forevers.indices where forevers[place].slot == slot {
            guard let index = forevers[place].reached(price) else { continue }
            let order = forevers[place]
            let leg = order.legs[index]
            for other in order.legs.indices where other != index { forevers[place].legs[other].status = .cancelled }
            forevers[place].updated = now
            forevers[place].legs[index].status = .triggered
            tell(order, index, "Triggered", at: now, into: &actions)
            var draft = marketDraft(slot, order.side, order.product, leg.quantity)
            if leg.price.raw > 0 {
                draft.type = "LIMIT"
                draft.terms = OrderTerms(kind: .limit, quantity: leg.quantity, limit: leg.price)
            }
            draft.correlation = order.correlation
            draft.origin = .forever(order.id, leg.name)
            guard !isKilled else {
                forevers[place].legs[index].status = .rejected
                continue
            }
            forevers[place].legs[index].order = add(draft, at: now, into: &actions)
        }
    }

    /// The leg ends as its order does.
    mutating func followForever(_ place: Int) {
        guard case .forever(let id, let name) = orders[place].origin, orders[place].status.isFinal,
            let index = forevers.firstIndex(where: { $0.id == id }),
            let leg = forevers[index].legs.firstIndex(where: { $0.name == name })
        else { return }
        forevers[index].legs[leg].status = orders[place].status
    }

    private mutating func tell(
        _ order: DhanForever,
        _ index: Int,
        _ word: String,
        at now: Timestamp,
        into actions: inout [PracticeAction]
    ) {
        let leg = order.legs[index]
        let shown = DhanOrder(
            id: order.id,
            number: nil,
            slot: order.slot,
            side: order.side,
            product: order.product,
            type: leg.price.raw > 0 ? "LIMIT" : "MARKET",
            terms: OrderTerms(kind: .limit, quantity: leg.quantity, limit: leg.price, trigger: leg.trigger),
            correlation: order.correlation,
            amoTime: nil,
            origin: .forever(order.id, leg.name),
            placed: order.created,
            updated: now,
            remaining: leg.quantity
        )
        tell(shown.update(catalogue[order.slot], market[order.slot], client: client, word), at: now, into: &actions)
    }
}
