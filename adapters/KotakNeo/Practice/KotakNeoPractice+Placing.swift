import SaudaBroker
import SaudaCore

// Taking new orders (section 3.2). What is taken here may still be rejected: "Ok" is no acceptance.

extension KotakNeoPractice {
    /// An order as asked for.
    struct Draft {
        var slot: Int
        var side: Side
        var product: String
        var type: String
        var terms: OrderTerms
        var tag = ""
        var isAfterMarket = false
        var origin = NeoOrigin.api
    }

    static let types = ["L", "MKT", "SL", "SL-M"]

    mutating func place(
        _ request: IncomingRequest,
        at now: Timestamp,
        into actions: inout [PracticeAction]
    ) throws(NeoRefusal) -> PracticeResponse {
        var draft = try draft(try NeoForm(request))
        // Practice's own: whoever follows an account can try what its owner does by hand (code 91400).
        if request.header("practice-platform") == "APP" { draft.origin = .app }
        return .neo(NeoOrder.answer(add(draft, at: now, into: &actions)))
    }

    private func draft(_ form: NeoForm) throws(NeoRefusal) -> Draft {
        guard let segment = NeoSegment(rawValue: try form.text("es")), segment.takesOrders else { throw .badExchange }
        guard let slot = catalogue.find(segment, symbol: try form.text("ts")), !catalogue[slot].isIndex else {
            throw .badSymbol
        }
        let product = try product(form, segment)
        guard let quantity = try form.quantity("qt"), quantity.units > 0 else { throw .badQuantity }
        var draft = Draft(
            slot: slot,
            side: try form.word("tt", ["B", "S"]) == "B" ? .buy : .sell,
            product: product,
            type: try form.word("pt", KotakNeoPractice.types),
            terms: OrderTerms(kind: .limit, quantity: quantity)
        )
        draft.isAfterMarket = try form.word("am", ["YES", "NO"]) == "YES"
        draft.terms.validity = try validity(try form.text("rt"), segment)
        guard ["N", nil].contains(try form.optional("pf")) else { throw .invalidInput }
        draft.tag = try tag(form)
        try readPrices(form, &draft)
        return draft
    }

    /// Bracket and cover orders ended in April 2026 (3.9).
    private func product(_ form: NeoForm, _ segment: NeoSegment) throws(NeoRefusal) -> String {
        let word = try form.text("pc")
        guard !["BO", "CO"].contains(word) else { throw .algoNotAllowed }
        let words = segment.isDerivatives ? ["NRML", "MIS"] : ["CNC", "NRML", "MIS", "MTF"]
        guard words.contains(word) else { throw .invalidInput }
        return word
    }

    func validity(_ word: String, _ segment: NeoSegment) throws(NeoRefusal) -> Validity {
        switch word {
        case "DAY": return .day
        case "IOC" where segment != .commodity: return .ioc
        default: throw .invalidInput
        }
    }

    private func tag(_ form: NeoForm) throws(NeoRefusal) -> String {
        guard let tag = try form.optional("ig"), !tag.isEmpty else { return "" }
        guard tag.utf8.count <= 52 else { throw .invalidInput }
        guard !settings.refusesUsedTags || !tags.contains(tag) else { throw .tagUsed }
        return tag
    }

    /// Disclosed quantity, limit, trigger and protection, as they fit the type.
    func readPrices(_ form: NeoForm, _ draft: inout Draft) throws(NeoRefusal) {
        draft.terms.disclosed = try form.quantity("dq") ?? .zero
        guard draft.terms.disclosed <= draft.terms.quantity else { throw .badQuantity }
        guard var limit = try form.price("pr") else { throw .badQuantity }
        let trigger = try form.price("tp") ?? .zero
        let protection = try form.quantity("mp") ?? .zero
        guard protection.units <= 100 else { throw .invalidInput }
        let isStop = draft.type == "SL" || draft.type == "SL-M"
        guard isStop == (trigger.raw > 0) else { throw .invalidInput }
        if draft.type == "L" || draft.type == "SL" {
            if limit == .zero, settings.zeroPriceIsOne { limit = Price(rupees: 1) }
            guard limit.raw > 0 else { throw .invalidInput }
        } else {
            guard limit == .zero else { throw .invalidInput }
        }
        draft.terms.limit = limit
        draft.terms.trigger = trigger
        switch draft.type {
        case "L": draft.terms.kind = .limit
        case "SL": draft.terms.kind = .stopLimit
        case "SL-M": draft.terms.kind = .stopMarket
        default:
            draft.terms.kind = .market
            if settings.marketIsLimit, !draft.isAfterMarket { protect(&draft, percent: protection.units) }
        }
    }

    /// A market order goes out as a limit inside the band, if there is a price to take it from.
    private func protect(_ draft: inout Draft, percent: Int64) {
        let quote = market[draft.slot]
        guard quote.last.raw > 0 else { return }
        let isOption = catalogue[draft.slot].isOption
        let room =
            percent > 0
            ? NeoProtection.part(of: quote.last, basisPoints: percent * 100)
            : NeoProtection.room(quote.last, isOption: isOption)
        let tick = max(catalogue[draft.slot].tick, Price(paise: 1))
        var limit = draft.side == .buy ? quote.last + room : quote.last - room
        if let band = quote.band { limit = min(max(limit, band.lower), band.upper) }
        limit = draft.side == .buy ? limit.roundedDown(toTick: tick) : limit.roundedUp(toTick: tick)
        draft.terms.kind = .limit
        draft.terms.limit = max(limit, tick)
        draft.type = "L"
    }

    // MARK: - Into the book

    /// YYMMDD and nine digits.
    private mutating func nextID(at now: Timestamp) -> String {
        issued += 1
        let (year, month, day) = now.day.parts
        let digits = String(issued % 1_000_000_000)
        return NeoTime.two(year % 100) + NeoTime.two(month) + NeoTime.two(day)
            + String(repeating: "0", count: 9 - digits.utf8.count) + digits
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
        let order = NeoOrder(
            id: id,
            number: made ? nil : number,
            slot: draft.slot,
            side: draft.side,
            product: draft.product,
            type: draft.type,
            terms: draft.terms,
            tag: draft.tag,
            isAfterMarket: draft.isAfterMarket,
            origin: draft.origin,
            placed: now,
            status: draft.isAfterMarket ? .afterMarket : .put,
            updated: now
        )
        let place = orders.count
        orders.append(order)
        orderPlaces[id] = place
        if !made { orderNumbers[number] = place }
        if !draft.tag.isEmpty { tags.insert(draft.tag) }
        note(place, at: now, into: &actions)
        if !made {
            let time = now.advanced(by: settings.step)
            schedule(draft.isAfterMarket ? .send : .validate, of: id, at: time)
        }
        lineUp(place, at: now)
        return id
    }

    /// Gives an order another state, and tells of it.
    mutating func set(
        _ place: Int,
        _ status: NeoStatus,
        at now: Timestamp,
        into actions: inout [PracticeAction]
    ) {
        orders[place].status = status
        note(place, at: now, into: &actions)
    }

    /// What an order is now goes into its history and to whoever listens.
    mutating func note(_ place: Int, at now: Timestamp, into actions: inout [PracticeAction]) {
        orders[place].updated = now
        orders[place].stamp = nextStamp(at: now)
        orders[place].states.append(orders[place].withoutStates)
        tell(place, at: now, into: &actions)
    }

    /// Nanoseconds that grow with each change.
    mutating func nextStamp(at now: Timestamp) -> Int64 {
        lastStamp = max(lastStamp + 1, now.microseconds * 1000)
        return lastStamp
    }
}
