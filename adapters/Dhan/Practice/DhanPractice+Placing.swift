import SaudaBroker
import SaudaCore

// Taking new orders (sections 2.2 and 2.3).

extension DhanPractice {
    /// An order as asked for, checked as far as that goes before anything is numbered.
    struct Draft {
        var slot: Int
        var side: Side
        var product: String
        var type: String
        var terms: OrderTerms
        var correlation = ""
        var amoTime: String?
        var origin = DhanOrigin.plain
    }

    static let orderTypes = ["LIMIT", "MARKET", "STOP_LOSS", "STOP_LOSS_MARKET"]

    func draft(_ form: DhanForm, at now: Timestamp) throws(DhanRefusal) -> Draft {
        let draft = try draft(form)
        try checkHours(isAfterMarket: draft.amoTime != nil, at: now)
        return draft
    }

    /// Whatever the time is.
    func draft(_ form: DhanForm) throws(DhanRefusal) -> Draft {
        var draft = try start(form, products: ["CNC", "INTRADAY", "MARGIN", "MTF"])
        draft.terms.validity = try form.word("validity", ["DAY", "IOC"]) == "IOC" ? .ioc : .day
        draft.type = try form.word("orderType", DhanPractice.orderTypes)
        // The orders of conditional triggers call it by another name.
        let names = ["disclosedQuantity", "discQuantity"]
        for name in names where !form.json[name].isNull { draft.terms.disclosed = try form.quantity(name) ?? .zero }
        try checkDisclosed(draft.terms)
        draft.terms.limit = try form.price("price") ?? .zero
        draft.terms.trigger = try form.price("triggerPrice") ?? .zero
        draft.amoTime = try amoTime(form)
        try shape(&draft)
        guard draft.amoTime == nil || draft.terms.validity == .day else { throw .input }
        return draft
    }

    /// What every kind of order has.
    func start(_ form: DhanForm, products: [String]) throws(DhanRefusal) -> Draft {
        guard !isKilled else { throw .order("Kill switch is active. Trading is disabled for the day.") }
        let side = try form.word("transactionType", ["BUY", "SELL"]) == "BUY" ? Side.buy : .sell
        guard let segment = DhanSegment(rawValue: try form.text("exchangeSegment")),
            let slot = catalogue.find(segment, try form.text("securityId")), !catalogue[slot].isIndex,
            catalogue[slot].instrument != nil
        else { throw .input }
        let listing = catalogue[slot]
        let product = try form.word("productType", products)
        // Delivery and its funding in cash segments alone, carried margin in the others.
        guard product == "INTRADAY" || (product == "MARGIN") == segment.isDerivatives else { throw .input }
        guard let quantity = try form.quantity("quantity"), quantity.units > 0,
            quantity.units % max(1, listing.lot.units) == 0
        else { throw .input }
        let correlation = try form.correlation()
        if settings.refusesRepeatedCorrelation, !correlation.isEmpty,
            orders.contains(where: { $0.correlation == correlation })
        {
            throw .order("Duplicate correlation id.")
        }
        let terms = OrderTerms(kind: .limit, quantity: quantity)
        return Draft(
            slot: slot,
            side: side,
            product: product,
            type: "LIMIT",
            terms: terms,
            correlation: correlation
        )
    }

    /// Nothing, or more than 30 % of the quantity.
    func checkDisclosed(_ terms: OrderTerms) throws(DhanRefusal) {
        let shown = terms.disclosed
        guard shown == .zero || (shown <= terms.quantity && shown.units * 10 > terms.quantity.units * 3) else {
            throw .input
        }
    }

    /// Makes kind and prices fit the order type, by the table of section 2.2.
    func shape(_ draft: inout Draft) throws(DhanRefusal) {
        let tick = catalogue[draft.slot].tick
        let (limit, trigger) = (draft.terms.limit, draft.terms.trigger)
        if tick.raw > 0 { guard limit.isMultiple(ofTick: tick), trigger.isMultiple(ofTick: tick) else { throw .input } }
        switch draft.type {
        case "LIMIT":
            guard limit.raw > 0, trigger == .zero else { throw .input }
            draft.terms.kind = .limit
        case "MARKET":
            guard limit == .zero, trigger == .zero else { throw .input }
            protect(&draft)
        case "STOP_LOSS":
            guard limit.raw > 0, trigger.raw > 0 else { throw .input }
            if draft.side == .sell, trigger <= limit { throw .order("Trigger Price should be greater than Price") }
            if draft.side == .buy, trigger > limit { throw .order("Trigger Price should be less than Price") }
            draft.terms.kind = .stopLimit
        default:
            guard limit == .zero, trigger.raw > 0 else { throw .input }
            switch settings.stopMarket {
            case .works: draft.terms.kind = .stopMarket
            case .refused: throw .order("Stop loss market orders are not allowed.")
            case .isLimit:
                draft.terms.trigger = .zero
                protect(&draft, always: true)
            }
        }
    }

    /// A market order goes out as a limit inside the band, if there is a price to take it from (T5); the last one of the
    /// evening is none for the morning.
    private func protect(_ draft: inout Draft, always: Bool = false) {
        let quote = market[draft.slot]
        draft.terms.kind = .market
        guard settings.marketIsLimit || always, draft.amoTime == nil, quote.last.raw > 0 else { return }
        let room = Price(
            raw: quote.last.raw / 1_000_000 * settings.marketBand.raw
                + quote.last.raw % 1_000_000 * settings.marketBand.raw / 1_000_000
        )
        let tick = max(quote.tick, Price(paise: 1))
        var limit = draft.side == .buy ? quote.last + room : quote.last - room
        if let band = quote.band { limit = min(max(limit, band.lower), band.upper) }
        limit = draft.side == .buy ? limit.roundedDown(toTick: tick) : limit.roundedUp(toTick: tick)
        draft.terms.kind = .limit
        draft.terms.limit = max(limit, tick)
        draft.type = "LIMIT"
    }

    /// Has to be there with an after-market order and nowhere else (T10).
    private func amoTime(_ form: DhanForm) throws(DhanRefusal) -> String? {
        let isAfterMarket = try form.flag("afterMarketOrder")
        guard isAfterMarket || form.json["amoTime"].isNull || form.json["amoTime"] == .text("") else { throw .input }
        return isAfterMarket ? try form.word("amoTime", ["PRE_OPEN", "OPEN", "OPEN_30", "OPEN_60"]) : nil
    }

    /// From the pre-open on.
    func isOpen(at now: Timestamp) -> Bool {
        guard let day, day.day == now.day else { return false }
        return now >= (day.preOpen?.lowerBound ?? day.open) && now < day.close
    }

    func checkHours(isAfterMarket: Bool, at now: Timestamp) throws(DhanRefusal) {
        if isAfterMarket, isOpen(at: now), !settings.takesAfterMarketInHours {
            throw .order("Market is Open! Place a regular order.")
        }
        if !isAfterMarket, !isOpen(at: now) { throw .marketClosed }
    }

    // MARK: - Freeze quantity

    func checkFreeze(_ draft: Draft) throws(DhanRefusal) {
        guard let most = catalogue[draft.slot].freeze, draft.terms.quantity > most else { return }
        throw .order("Order quantity exceeds freeze quantity \(most). Use order slicing.")
    }

    /// Orders of at most the freeze quantity, all with the same correlation id.
    func slice(_ draft: Draft) throws(DhanRefusal) -> [Draft] {
        guard let most = catalogue[draft.slot].freeze, draft.terms.quantity > most else { return [draft] }
        let piece = most.roundedDown(toLot: max(catalogue[draft.slot].lot, Quantity(1)))
        guard piece.units > 0, draft.terms.quantity.units / piece.units < 100 else { try checkFreeze(draft); return [] }
        var rest = draft.terms.quantity
        var slices: [Draft] = []
        while rest.units > 0 {
            var slice = draft
            slice.terms.quantity = min(rest, piece)
            slice.terms.disclosed = .zero
            rest -= slice.terms.quantity
            slices.append(slice)
        }
        return slices
    }

    mutating func slice(
        _ draft: Draft,
        at now: Timestamp,
        into actions: inout [PracticeAction]
    ) throws(DhanRefusal) -> PracticeJSON {
        var answers: [PracticeJSON] = []
        for slice in try slice(draft) {
            answers.append(DhanOrder.answer(add(slice, at: now, into: &actions), .transit))
        }
        return .array(answers)
    }

    // MARK: - Into the book

    /// `22`, the day, and six digits.
    private mutating func nextID(at now: Timestamp) -> String {
        issued += 1
        let (year, month, day) = now.day.parts
        return "22" + DhanPractice.digits(year % 100 * 10_000 + month * 100 + day, 6)
            + DhanPractice.digits(Int(issued % 1_000_000), 6)
    }

    static func digits(_ number: Int, _ count: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, count - text.utf8.count)) + text
    }

    /// - Parameter made: of an order that the exchange itself made, and has.
    mutating func add(
        _ draft: Draft,
        made: Bool = false,
        at now: Timestamp,
        into actions: inout [PracticeAction]
    ) -> String {
        let id = nextID(at: now)
        let number = OrderID(number: issued)
        var order = DhanOrder(
            id: id,
            number: made ? nil : number,
            slot: draft.slot,
            side: draft.side,
            product: draft.product,
            type: draft.type,
            terms: draft.terms,
            correlation: draft.correlation,
            amoTime: draft.amoTime,
            origin: draft.origin,
            placed: now,
            updated: now,
            remaining: draft.terms.quantity
        )
        if draft.amoTime != nil { order.status = .pending }
        let place = orders.count
        orders.append(order)
        orderPlaces[id] = place
        if !made { orderNumbers[number] = place }
        tell(place, at: now, into: &actions)
        if draft.amoTime == nil || draft.amoTime == "PRE_OPEN", !made {
            schedule(.send, of: id, at: now.advanced(by: settings.step))
        }
        lineUp(place, at: now)
        return id
    }
}
