import SaudaBroker
import SaudaCore

// Super orders over REST, and what the market does to them (section 2.9).

extension DhanPractice {
    mutating func superOrder(
        _ route: [String],
        _ request: IncomingRequest,
        at now: Timestamp,
        into actions: inout [PracticeAction]
    ) throws(DhanRefusal) -> PracticeResponse {
        guard route.count >= 2, route[1] == "orders" else { throw .notFound(request.path, at: now) }
        switch (request.method, route.count) {
        case (.get, 2): return .dhan(.array(supers.compactMap(row)))
        case (.post, 2):
            let id = try placeSuper(try form(request), at: now, into: &actions)
            return .dhan(DhanOrder.answer(id, .transit))
        case (.put, 3):
            try changeSuper(route[2], try form(request), at: now)
            return .dhan(DhanOrder.answer(route[2], .transit))
        case (.delete, 4):
            guard let leg = DhanLeg(rawValue: route[3]) else { throw .input }
            try cancelSuper(route[2], leg, at: now)
            return .dhan(DhanOrder.answer(route[2], .cancelled), status: settings.cancelIs202 ? 202 : 200)
        default: throw .notFound(request.path, at: now)
        }
    }

    private func row(_ order: DhanSuper) -> PracticeJSON? {
        guard let place = orderPlaces[order.id] else { return nil }
        let entry = orders[place]
        guard case .object(var pairs) = entry.json(catalogue[entry.slot], client: client, leg: .entry) else {
            return nil
        }
        let isClosed = order.target.status == .traded || order.stop.status == .traded
        if isClosed {
            for index in pairs.indices where pairs[index].key == "orderStatus" { pairs[index].value = "CLOSED" }
        }
        pairs.append(.init(key: "ltp", value: .float(market[entry.slot].last)))
        pairs.append(.init(key: "legDetails", value: order.legs(entry)))
        return .object(pairs)
    }

    /// The number that an order is shown under: exits may share that of their entry.
    func number(of order: DhanOrder) -> String {
        guard settings.exitsShareNumbers, case .exit(let entry, _) = order.origin else { return order.id }
        return entry
    }

    func numbered(_ row: PracticeJSON, _ key: String, as order: DhanOrder) -> PracticeJSON {
        guard settings.exitsShareNumbers, case .object(var pairs) = row else { return row }
        for index in pairs.indices where pairs[index].key == key { pairs[index].value = .string(number(of: order)) }
        return .object(pairs)
    }

    // MARK: - Requests

    /// Stop below, target above the price of a purchase; a sale is the mirror of it.
    private func checkSides(_ side: Side, _ price: Price, target: Price, stop: Price) throws(DhanRefusal) {
        guard price.raw > 0, target.raw > 0 || stop.raw > 0 else { throw .input }
        if target.raw > 0 { guard side == .buy ? target > price : target < price else { throw .input } }
        if stop.raw > 0 { guard side == .buy ? stop < price : stop > price else { throw .input } }
    }

    private func ticked(_ form: DhanForm, _ name: String, _ slot: Int) throws(DhanRefusal) -> Price? {
        guard let price = try form.price(name) else { return nil }
        let tick = catalogue[slot].tick
        guard tick.raw <= 0 || price.isMultiple(ofTick: tick) else { throw .input }
        return price
    }

    private mutating func placeSuper(
        _ form: DhanForm,
        at now: Timestamp,
        into actions: inout [PracticeAction]
    ) throws(DhanRefusal) -> String {
        var draft = try start(form, products: ["CNC", "INTRADAY", "MARGIN", "MTF"])
        draft.type = try form.word("orderType", ["LIMIT", "MARKET"])
        let price = try ticked(form, "price", draft.slot) ?? .zero
        let target = try ticked(form, "targetPrice", draft.slot) ?? .zero
        let stop = try ticked(form, "stopLossPrice", draft.slot) ?? .zero
        guard let jump = try ticked(form, "trailingJump", draft.slot) else { throw .input }
        let reference = draft.type == "MARKET" && price == .zero ? market[draft.slot].last : price
        try checkSides(draft.side, reference, target: target, stop: stop)
        draft.terms.limit = draft.type == "LIMIT" ? price : .zero
        try shape(&draft)
        try checkFreeze(draft)
        try checkHours(isAfterMarket: false, at: now)
        draft.origin = .entry
        let id = add(draft, at: now, into: &actions)
        supers.append(
            DhanSuper(
                id: id,
                slot: draft.slot,
                side: draft.side,
                product: draft.product,
                target: DhanSuper.Exit(price: target),
                stop: DhanSuper.Exit(price: stop),
                jump: jump,
                base: reference
            )
        )
        return id
    }

    private func findSuper(_ id: String) throws(DhanRefusal) -> (place: Int, entry: Int) {
        guard let place = supers.firstIndex(where: { $0.id == id }), let entry = orderPlaces[id] else { throw .input }
        return (place, entry)
    }

    private mutating func changeSuper(_ id: String, _ form: DhanForm, at now: Timestamp) throws(DhanRefusal) {
        let (place, entry) = try findSuper(id)
        let order = supers[place]
        let isTraded = orders[entry].status == .traded
        guard let leg = DhanLeg(rawValue: try form.word("legName", ["ENTRY_LEG", "TARGET_LEG", "STOP_LOSS_LEG"])) else {
            throw .input
        }
        let target = try ticked(form, "targetPrice", order.slot)
        let stop = try ticked(form, "stopLossPrice", order.slot)
        // One that is left out switches the trail off (T25).
        let jump = try ticked(form, "trailingJump", order.slot) ?? .zero
        switch leg {
        case .entry:
            try checkOpen(entry, at: now)
            var draft = Draft(
                slot: order.slot,
                side: order.side,
                product: order.product,
                type: try form.word("orderType", ["LIMIT", "MARKET"], default: "LIMIT"),
                terms: orders[entry].terms
            )
            if let quantity = try form.quantity("quantity"), quantity.units > 0 {
                guard quantity > orders[entry].filled, quantity.units % max(1, catalogue[order.slot].lot.units) == 0
                else { throw .input }
                draft.terms.quantity = quantity
            }
            let price = try form.price("price").flatMap { $0.raw > 0 ? $0 : nil } ?? orders[entry].terms.limit
            draft.terms.limit = draft.type == "LIMIT" ? price : .zero
            let (newTarget, newStop) = (try order.target.moved(to: target), try order.stop.moved(to: stop))
            try checkSides(
                order.side,
                price,
                target: order.target.status == .cancelled ? .zero : newTarget,
                stop: order.stop.status == .cancelled ? .zero : newStop
            )
            guard orders[entry].changes < settings.changesPerOrder else {
                throw .order("Maximum modifications of the order reached.")
            }
            try shape(&draft)
            try checkFreeze(draft)
            supers[place].target.price = newTarget
            supers[place].stop.price = newStop
            supers[place].jump = jump
            supers[place].base = price
            begin(DhanChange(terms: draft.terms, type: draft.type), of: entry, at: now)
        case .target:
            guard isTraded, order.target.isWaiting, !order.isOver else {
                throw .order("Target leg cannot be modified now.")
            }
            guard let target, target.raw > 0 else { throw .input }
            supers[place].target.price = target
        case .stop:
            guard isTraded, order.stop.isWaiting, !order.isOver else {
                throw .order("Stop loss leg cannot be modified now.")
            }
            guard let stop, stop.raw > 0 else { throw .input }
            supers[place].stop.price = stop
            supers[place].jump = jump
            supers[place].base = market[order.slot].last
        }
    }

    private mutating func cancelSuper(_ id: String, _ leg: DhanLeg, at now: Timestamp) throws(DhanRefusal) {
        let (place, entry) = try findSuper(id)
        guard !supers[place].isOver else { throw .order("Order is already closed.") }
        guard isOpen(at: now) else { throw .marketClosedForChange }
        switch leg {
        case .entry:
            supers[place].switchOff()
            beginCancel(of: entry, at: now)
        case .target:
            guard supers[place].target.isWaiting else { throw .order("Target leg cannot be cancelled now.") }
            supers[place].target.status = .cancelled
        case .stop:
            guard supers[place].stop.isWaiting else { throw .order("Stop loss leg cannot be cancelled now.") }
            supers[place].stop.status = .cancelled
        }
    }

    // MARK: - The market

    /// Looks at every super order whose entry has traded, at least in part.
    mutating func watchSupers(_ slot: Int, _ price: Price, at now: Timestamp, into actions: inout [PracticeAction]) {
        for place in supers.indices where supers[place].slot == slot && !supers[place].isOver {
            guard let entry = orderPlaces[supers[place].id], orders[entry].filled.units > 0 else { continue }
            supers[place].trail(price)
            if supers[place].hasHitStop(price) {
                // What the target has at the exchange comes back first.
                if let open = supers[place].target.order.flatMap({ orderPlaces[$0] }), !orders[open].status.isFinal {
                    supers[place].wantsStop = true
                    beginCancel(of: open, at: now)
                } else {
                    fire(.stop, of: place, at: now, into: &actions)
                }
            } else if supers[place].hasHitTarget(price) {
                fire(.target, of: place, at: now, into: &actions)
            }
        }
    }

    /// Places the order of one way out, for what is not out yet; the rest of the entry is given up.
    private mutating func fire(
        _ leg: DhanLeg,
        of place: Int,
        at now: Timestamp,
        into actions: inout [PracticeAction]
    ) {
        let order = supers[place]
        guard let entry = orderPlaces[order.id] else { return }
        let out = [order.target.order, order.stop.order].reduce(Quantity.zero) { sum, id in
            sum + (id.flatMap { orderPlaces[$0] }.map { orders[$0].filled } ?? .zero)
        }
        let quantity = orders[entry].filled - out
        guard quantity.units > 0 else { return }
        beginCancel(of: entry, at: now)
        var draft = marketDraft(order.slot, order.side.opposite, order.product, quantity)
        if leg == .target {
            draft.type = "LIMIT"
            draft.terms = OrderTerms(kind: .limit, quantity: quantity, limit: order.target.price)
        }
        draft.origin = .exit(of: order.id, leg)
        let id = add(draft, at: now, into: &actions)
        if leg == .target {
            supers[place].target.status = .triggered
            supers[place].target.order = id
            supers[place].target.triggered = quantity
        } else {
            supers[place].stop.status = .triggered
            supers[place].stop.order = id
            supers[place].stop.triggered = quantity
        }
        tell(entry, "Triggered", at: now, into: &actions)
    }

    /// What an order that has moved means for the super order it is part of.
    mutating func followSuper(_ place: Int, at now: Timestamp, into actions: inout [PracticeAction]) {
        let order = orders[place]
        guard order.status.isFinal else { return }
        switch order.origin {
        case .entry:
            // Nothing came in, so nothing has to come out.
            guard order.filled == .zero, let index = supers.firstIndex(where: { $0.id == order.id }) else { return }
            supers[index].switchOff()
        case .exit(let parent, let leg):
            guard let index = supers.firstIndex(where: { $0.id == parent }) else { return }
            if leg == .target {
                supers[index].target.status = order.status
            } else {
                supers[index].stop.status = order.status
            }
            if order.status == .traded {
                supers[index].switchOff()
                if let entry = orderPlaces[parent] { tell(entry, "Closed", at: now, into: &actions) }
            } else if supers[index].wantsStop {
                supers[index].wantsStop = false
                fire(.stop, of: index, at: now, into: &actions)
            }
        case .plain, .app, .forever, .squareOff: break
        }
    }
}
