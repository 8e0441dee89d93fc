import SaudaBroker
import SaudaCore

// Changing and cancelling (sections 2.4 and 2.5).

extension DhanPractice {
    mutating func change(_ id: String, _ form: DhanForm, at now: Timestamp) throws(DhanRefusal) {
        guard let place = orderPlaces[id] else { throw .input }
        let given = try form.text("orderId")
        guard given.isEmpty || given == id else { throw .input }
        guard ["", "NA", "ENTRY_LEG"].contains(try form.text("legName")) else { throw .input }
        let type = try form.word("orderType", DhanPractice.orderTypes)
        let validity = try form.word("validity", ["DAY", "IOC"])
        try checkOpen(place, at: now)
        let order = orders[place]
        guard order.changes < settings.changesPerOrder else {
            throw .order("Maximum modifications of the order reached.")
        }
        var draft = Draft(
            slot: order.slot,
            side: order.side,
            product: order.product,
            type: type,
            terms: order.terms
        )
        draft.amoTime = order.waitsForMarket ? order.amoTime : nil
        draft.terms.validity = validity == "IOC" ? .ioc : .day
        // The total, never the open rest (T13).
        if let quantity = try form.quantity("quantity"), quantity.units > 0 {
            guard quantity.units % max(1, catalogue[order.slot].lot.units) == 0, quantity > order.filled else {
                throw .input
            }
            draft.terms.quantity = quantity
        }
        if let shown = try form.quantity("disclosedQuantity") { draft.terms.disclosed = shown }
        try checkDisclosed(draft.terms)
        let isStop = type == "STOP_LOSS" || type == "STOP_LOSS_MARKET"
        let hasLimit = type == "LIMIT" || type == "STOP_LOSS"
        draft.terms.limit = hasLimit ? try form.price("price") ?? order.terms.limit : .zero
        draft.terms.trigger = isStop ? try form.price("triggerPrice") ?? order.terms.trigger : .zero
        try shape(&draft)
        try checkFreeze(draft)
        begin(DhanChange(terms: draft.terms, type: draft.type), of: place, at: now)
    }

    mutating func begin(_ change: DhanChange, of place: Int, at now: Timestamp) {
        orders[place].change = change
        orders[place].changes += 1
        orders[place].updated = now
        schedule(.change, of: orders[place].id, at: now.advanced(by: settings.step))
    }

    mutating func cancel(_ id: String, at now: Timestamp) throws(DhanRefusal) {
        guard let place = orderPlaces[id] else { throw .input }
        try checkOpen(place, at: now)
        beginCancel(of: place, at: now)
    }

    mutating func beginCancel(of place: Int, at now: Timestamp) {
        guard !orders[place].status.isFinal, !orders[place].isCancelling else { return }
        orders[place].isCancelling = true
        schedule(.cancel, of: orders[place].id, at: now.advanced(by: settings.step))
    }

    /// Whether the order can be changed or cancelled now.
    func checkOpen(_ place: Int, at now: Timestamp) throws(DhanRefusal) {
        let order = orders[place]
        guard !order.status.isFinal else { throw .order("Order is already \(order.status.rawValue).") }
        guard order.status.isOpen, order.number != nil, order.change == nil, !order.isCancelling else {
            throw .order("Order is being processed. Try later.")
        }
        guard order.waitsForMarket || isOpen(at: now) else { throw .marketClosedForChange }
    }
}
