import SaudaBroker
import SaudaCore

// Placing, changing and cancelling (section 4).

extension UpstoxPractice {
    mutating func order(
        _ parts: [String],
        _ request: IncomingRequest,
        at now: Timestamp,
        into actions: inout [PracticeAction]
    ) throws(UpstoxRefusal) -> PracticeResponse {
        switch (request.method, parts.joined(separator: "/")) {
        case (.post, "v3/order/place"):
            let ids = try place(UpstoxForm(try Self.body(request)), at: now, into: &actions)
            return .order(["order_ids": .strings(ids)])
        case (.put, "v3/order/modify"):
            let id = try change(UpstoxForm(try Self.body(request)), at: now, into: &actions)
            return .order(["order_id": .string(id)])
        case (.delete, "v3/order/cancel"):
            let id = try cancel(request.query["order_id"], at: now, into: &actions)
            return .order(["order_id": .string(id)])
        default: throw .notFound
        }
    }

    // MARK: - Placing

    private mutating func place(
        _ form: UpstoxForm,
        at now: Timestamp,
        into actions: inout [PracticeAction]
    ) throws(UpstoxRefusal) -> [String] {
        let key = try form.text("instrument_token")
        if key.hasPrefix("MCX_") { throw .commodities }
        guard let slot = catalogue.find(key), catalogue[slot].instrument != nil, !catalogue[slot].isIndex else {
            throw .badKey
        }
        let side = try form.word("transaction_type", ["BUY", "SELL"]) == "BUY" ? Side.buy : .sell
        let product = try form.word("product", ["I", "D"])
        let terms = try terms(form, slot, quantity: nil)
        let tag = form.json["tag"].text
        guard (tag?.utf8.count ?? 0) <= 40 else {
            throw UpstoxRefusal(400, 1119, "The tag is longer than 40 characters")
        }
        let isAfterMarket = try afterMarket(form, at: now)
        guard !isAfterMarket || (!terms.kind.isStop && terms.disclosed == .zero) else { throw .input }
        var ids: [String] = []
        for part in try slices(terms, slot, isAsked: form.json["slice"].bool == true) {
            ids.append(add(slot, side, product, part, tag, isAfterMarket: isAfterMarket, at: now, into: &actions))
        }
        return ids
    }

    private func afterMarket(_ form: UpstoxForm, at now: Timestamp) throws(UpstoxRefusal) -> Bool {
        guard let wanted = form.json["is_amo"].bool else { throw .input }
        guard isOpen(at: now) else { return true }
        if wanted, settings.refusesAfterMarketInHours { throw .afterMarketInHours }
        return false
    }

    /// From the pre-open on.
    func isOpen(at now: Timestamp) -> Bool {
        guard let day, day.day == now.day else { return false }
        return now >= (day.preOpen?.lowerBound ?? day.open) && now < day.close
    }

    /// At most the freeze quantity each, and 25 of them.
    private func slices(_ terms: OrderTerms, _ slot: Int, isAsked: Bool) throws(UpstoxRefusal) -> [OrderTerms] {
        guard let most = catalogue[slot].freeze, terms.quantity > most else { return [terms] }
        let piece = most.roundedDown(toLot: max(catalogue[slot].lot, Quantity(1)))
        guard isAsked, piece.units > 0 else {
            throw UpstoxRefusal(400, 100_036, "Quantity is above the freeze quantity")
        }
        guard (terms.quantity.units + piece.units - 1) / piece.units <= 25 else {
            throw UpstoxRefusal(400, 1118, "Slicing makes more than 25 orders")
        }
        return stride(from: 0, to: terms.quantity.units, by: Int64.Stride(piece.units)).map { start in
            var part = terms
            part.quantity = Quantity(min(piece.units, terms.quantity.units - start))
            return part
        }
    }

    /// - Parameter quantity: of the order as it is, for changes that name none.
    private func terms(_ form: UpstoxForm, _ slot: Int, quantity: Quantity?) throws(UpstoxRefusal) -> OrderTerms {
        let listing = catalogue[slot]
        let kinds: [String: OrderKind] = ["MARKET": .market, "LIMIT": .limit, "SL": .stopLimit, "SL-M": .stopMarket]
        guard let kind = kinds[try form.text("order_type")] else {
            throw UpstoxRefusal(400, 1056, "The order_type is invalid")
        }
        guard let count = try form.count("quantity") ?? quantity else { throw .input }
        guard count.units > 0 else { throw UpstoxRefusal(400, 1052, "The quantity cannot be zero") }
        guard count.units.isMultiple(of: max(1, listing.lot.units)) else { throw .input }
        var terms = OrderTerms(kind: kind, quantity: count)
        terms.validity = try form.word("validity", ["DAY", "IOC"]) == "IOC" ? .ioc : .day
        terms.disclosed = try form.count("disclosed_quantity") ?? .zero
        guard terms.disclosed == .zero || terms.disclosed.units * 10 >= count.units, terms.disclosed <= count else {
            throw UpstoxRefusal(400, 1039, "The disclosed quantity is less than 10 %")
        }
        let (limit, trigger) = (try form.price("price"), try form.price("trigger_price"))
        for price in [limit, trigger] where listing.tick.raw > 0 && !price.isMultiple(ofTick: listing.tick) {
            throw .input
        }
        if kind == .limit || kind == .stopLimit {
            guard limit.raw > 0 else { throw UpstoxRefusal(400, 1043, "The price is required") }
            terms.limit = limit
        } else if settings.protectionIsNeeded {
            let protection = form.json["market_protection"].integer ?? 0
            if protection == 0 { throw .unprotected }
            if protection > 25 { throw UpstoxRefusal(400, 1159, "Market protection is above 25") }
            guard protection >= -1 else { throw UpstoxRefusal(400, 1160, "Invalid market protection") }
        }
        if kind == .stopLimit || kind == .stopMarket {
            guard trigger.raw > 0 else { throw UpstoxRefusal(400, 1030, "The trigger price is required") }
            terms.trigger = trigger
        }
        return terms
    }

    private mutating func add(
        _ slot: Int,
        _ side: Side,
        _ product: String,
        _ terms: OrderTerms,
        _ tag: String?,
        isAfterMarket: Bool,
        isMade: Bool = false,
        at now: Timestamp,
        into actions: inout [PracticeAction]
    ) -> String {
        issued += 1
        let (year, month, day) = now.day.parts
        let digits = String(issued)
        let id =
            "\(year % 100 * 10_000 + month * 100 + day)\(String(repeating: "0", count: max(0, 9 - digits.count)))\(digits)"
        let number = OrderID(number: issued)
        let order = UpstoxOrder(
            id: id,
            number: isMade ? nil : number,
            slot: slot,
            side: side,
            product: product,
            terms: terms,
            tag: tag,
            isAfterMarket: isAfterMarket,
            placed: now,
            status: isAfterMarket ? .afterMarket : .received,
            updated: now
        )
        orderPlaces[id] = orders.count
        if !isMade { orderNumbers[number] = orders.count }
        orders.append(order)
        tell(orders.count - 1, into: &actions)
        if isAfterMarket {
            // Before the session of today, if that is still to come.
            if let open = self.day?.open, open > now { schedule(.enter, of: id, at: open) }
        } else if !isMade {
            schedule(.validate, of: id, at: now.advanced(by: settings.step))
        }
        return id
    }

    /// An order that the exchange made itself: a square-off.
    mutating func addForeign(_ foreign: ForeignOrder, at now: Timestamp, into actions: inout [PracticeAction]) -> Int? {
        if let place = foreignPlaces[foreign.id] { return place }
        guard let slot = catalogue.find(foreign.instrument) else { return nil }
        let word = foreign.product == .intraday ? "I" : "D"
        let id = add(
            slot,
            foreign.side,
            word,
            foreign.terms,
            nil,
            isAfterMarket: false,
            isMade: true,
            at: now,
            into: &actions
        )
        guard let place = orderPlaces[id] else { return nil }
        foreignPlaces[foreign.id] = place
        reachExchange(place)
        move(place, to: .open, at: now, into: &actions)
        return place
    }

    // MARK: - Changing and cancelling

    private mutating func change(
        _ form: UpstoxForm,
        at now: Timestamp,
        into actions: inout [PracticeAction]
    ) throws(UpstoxRefusal) -> String {
        let id = try form.text("order_id")
        guard let place = orderPlaces[id] else { throw .unknownOrder }
        guard !orders[place].status.isFinal else { throw .changeOfEnded }
        try checkIdle(place)
        let order = orders[place]
        var terms = try terms(form, order.slot, quantity: order.terms.quantity)
        // The total; what is left out stays (section 4.4).
        guard terms.quantity > order.filled else { throw .input }
        if form.json["disclosed_quantity"].isNull { terms.disclosed = order.terms.disclosed }
        _ = try slices(terms, order.slot, isAsked: false)
        orders[place].change = terms
        if order.status != .afterMarket { move(place, to: .changing, at: now, into: &actions) }
        schedule(.change, of: id, at: now.advanced(by: settings.step))
        return id
    }

    private mutating func cancel(
        _ id: String?,
        at now: Timestamp,
        into actions: inout [PracticeAction]
    ) throws(UpstoxRefusal) -> String {
        guard let id, !id.isEmpty else { throw UpstoxRefusal(400, 1010, "The order_id is of an invalid form") }
        guard let place = orderPlaces[id] else { throw .unknownOrder }
        guard !orders[place].status.isFinal else { throw .cancelOfEnded }
        try checkIdle(place)
        if orders[place].status != .afterMarket { move(place, to: .cancelling, at: now, into: &actions) }
        schedule(.cancel, of: id, at: now.advanced(by: settings.step))
        return id
    }

    /// Neither on its way nor being changed.
    private func checkIdle(_ place: Int) throws(UpstoxRefusal) {
        let order = orders[place]
        let isIdle = [.open, .triggerPending, .afterMarket, .notModified, .notCancelled].contains(order.status)
        guard isIdle, order.number != nil, order.change == nil else {
            throw UpstoxRefusal(400, 100_041, "Modify of the order is not allowed: it is being processed")
        }
    }
}
