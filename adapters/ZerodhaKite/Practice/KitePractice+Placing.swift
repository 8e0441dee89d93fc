import SaudaBroker
import SaudaCore

// Taking new orders (section 3.2).

extension KitePractice {
    /// An order as asked for, checked as far as that goes before anything is numbered.
    struct Draft {
        var slot: Int
        var side: Side
        var product: String
        var type: String
        var terms: OrderTerms
        var validity: String
        var timeToLive: Int
        var tag: String?
        var tags: [String]
        var role = KiteRole.single
        var parent: String?
    }

    mutating func place(
        _ form: KiteForm,
        variety: String,
        at now: Timestamp,
        into actions: inout [PracticeAction]
    ) throws(KiteRefusal) -> PracticeJSON {
        guard variety != "bo" else { throw .order("Bracket orders are blocked.") }
        let draft = try draft(form, variety: variety, at: now)
        let most = catalogue[draft.slot].freeze ?? .limit
        if draft.terms.quantity > most {
            guard try form.flag("autoslice"), draft.role == .single else { throw freezeRefusal(draft, most) }
            return try slice(draft, most, variety: variety, at: now)
        }
        try checkFunds(draft)
        return ["order_id": .string(add(draft, variety: variety, at: now))]
    }

    private func draft(_ form: KiteForm, variety: String, at now: Timestamp) throws(KiteRefusal) -> Draft {
        let exchange = try form.word("exchange", KiteCatalogue.exchanges)
        guard let slot = catalogue.find(key: "\(exchange):\(try form.text("tradingsymbol"))"),
            !catalogue[slot].isIndex
        else { throw .unknownInstrument }
        let listing = catalogue[slot]
        let side = try form.word("transaction_type", ["BUY", "SELL"]) == "BUY" ? Side.buy : .sell
        let type = try form.word("order_type", ["MARKET", "LIMIT", "SL", "SL-M"])
        let product = try form.word("product", ["CNC", "NRML", "MIS"])
        guard product == "MIS" || (product == "CNC") == listing.isShare else { throw .invalid("product") }
        let validity = try form.word("validity", ["DAY", "IOC", "TTL"], default: "DAY")
        guard validity != "IOC" || listing.exchange != "MCX" else { throw .invalid("validity") }
        let life = try form.quantity("validity_ttl")?.units ?? 0
        guard validity != "TTL" || (1...1440).contains(life) else { throw .invalid("validity_ttl") }
        guard let quantity = try form.quantity("quantity"), quantity.units > 0 else { throw .invalid("quantity") }
        guard quantity.units % listing.lot.units == 0 else {
            throw .input("The order quantity has to be a multiple of the lot size \(listing.lot.units).")
        }
        var draft = Draft(
            slot: slot,
            side: side,
            product: product,
            type: type,
            terms: OrderTerms(kind: .limit, quantity: quantity, validity: validity == "IOC" ? .ioc : .day),
            validity: validity,
            timeToLive: validity == "TTL" ? Int(life) : 0,
            tag: try form.tag(),
            tags: []
        )
        if let tag = draft.tag { draft.tags.append(tag) }
        draft.terms.disclosed = try disclosed(form, quantity, listing)
        try price(&draft, form, listing)
        try shape(&draft, form, variety: variety, listing)
        if variety == "amo", !isAfterMarket(now, listing) {
            throw .order("After market orders are not accepted at this time. Place a regular order.")
        }
        try checkAuthorisation(draft)
        return draft
    }

    private func disclosed(
        _ form: KiteForm,
        _ quantity: Quantity,
        _ listing: KiteListing
    ) throws(KiteRefusal) -> Quantity {
        guard let shown = try form.quantity("disclosed_quantity"), shown.units > 0 else { return .zero }
        guard listing.exchange != "NFO", listing.exchange != "BFO" else { throw .invalid("disclosed_quantity") }
        let part: Int64 = listing.exchange == "MCX" ? 4 : 10
        guard shown <= quantity, shown.units * part >= quantity.units else { throw .invalid("disclosed_quantity") }
        return shown
    }

    /// Reads prices and kind; a protected market order becomes a limit.
    private func price(_ draft: inout Draft, _ form: KiteForm, _ listing: KiteListing) throws(KiteRefusal) {
        let price = try form.price("price") ?? .zero
        let trigger = try form.price("trigger_price") ?? .zero
        let last = market[draft.slot].last
        switch draft.type {
        case "LIMIT":
            guard price.raw > 0 else { throw .invalid("price") }
            draft.terms.limit = price
        case "SL":
            guard price.raw > 0 else { throw .invalid("price") }
            draft.terms.kind = .stopLimit
            draft.terms.limit = price
            try setTrigger(&draft, trigger, last)
        case "SL-M":
            guard try form.protection() != nil else { throw .unprotected }
            draft.terms.kind = .stopMarket
            try setTrigger(&draft, trigger, last)
        default:
            guard let protection = try form.protection() else { throw .unprotected }
            guard last.raw > 0 else { throw .order("There is no last price of \(listing.key); use a Limit order.") }
            let band: Price =
                switch protection {
                case .automatic: KiteProtection.band(of: listing, at: last)
                case .percent(let percent): percent
                }
            draft.type = "LIMIT"
            draft.terms.limit = KiteProtection.limit(draft.side, last, band: band, tick: listing.tick)
            draft.tags += ["mktp", "mktp:\(KiteProtection.text(band))"]
        }
    }

    private func setTrigger(_ draft: inout Draft, _ trigger: Price, _ last: Price) throws(KiteRefusal) {
        guard trigger.raw > 0 else { throw .invalid("trigger_price") }
        let isBuy = draft.side == .buy
        if draft.terms.kind == .stopLimit, isBuy ? trigger > draft.terms.limit : trigger < draft.terms.limit {
            throw .input(
                "Trigger price for stoploss \(isBuy ? "buy" : "sell") orders cannot be "
                    + "\(isBuy ? "above" : "below") the limit price."
            )
        }
        if last.raw > 0, isBuy ? trigger <= last : trigger >= last {
            throw .input(
                "Trigger price for stoploss \(isBuy ? "buy" : "sell") orders should be "
                    + "\(isBuy ? "higher" : "lower") than the last traded price (\(last))."
            )
        }
        draft.terms.trigger = trigger
    }

    // MARK: - Varieties

    /// What the fields of a variety make of the order.
    private func shape(
        _ draft: inout Draft,
        _ form: KiteForm,
        variety: String,
        _ listing: KiteListing
    ) throws(KiteRefusal) {
        let isPlain = draft.terms.kind == .limit
        switch variety {
        case "co":
            guard draft.product == "MIS" else { throw .invalid("product") }
            guard isPlain else { throw .invalid("order_type") }
            guard draft.validity == "DAY" else { throw .invalid("validity") }
            let stop = try form.price("trigger_price") ?? .zero
            let isBuy = draft.side == .buy
            let last = market[draft.slot].last
            guard stop.raw > 0, isBuy ? stop < draft.terms.limit : stop > draft.terms.limit,
                last.raw == 0 || (isBuy ? stop < last : stop > last)
            else { throw .invalid("trigger_price") }
            draft.role = .covered(stop: stop)
        case "iceberg":
            guard isPlain else { throw .invalid("order_type") }
            guard draft.validity != "IOC" else { throw .invalid("validity") }
            guard let legs = try form.quantity("iceberg_legs")?.units, (2...50).contains(legs) else {
                throw .invalid("iceberg_legs")
            }
            let lots = (draft.terms.quantity.units + listing.lot.units - 1) / listing.lot.units
            let size = Quantity((lots + legs - 1) / legs * listing.lot.units)
            guard try form.quantity("iceberg_quantity") == size, size.units * (legs - 1) < draft.terms.quantity.units
            else { throw .invalid("iceberg_quantity") }
            let leg = KiteLeg(number: 1, count: Int(legs), size: size, total: draft.terms.quantity)
            draft.role = .leg(leg)
            draft.terms.quantity = leg.quantity
            draft.terms.disclosed = .zero
        case "auction":
            guard draft.type == "LIMIT", isPlain else { throw .invalid("order_type") }
            guard draft.side == .sell, draft.product == "CNC" else { throw .invalid("transaction_type") }
            let number = try form.text("auction_number")
            guard let held = auctions.first(where: { $0.number == number && $0.slot == draft.slot }) else {
                throw .invalid("auction_number")
            }
            guard draft.terms.quantity <= held.quantity else { throw .invalid("quantity") }
            draft.role = .auction(number)
        default: break
        }
    }

    /// Every share that is held can be sold in an auction here, so that it can be practised.
    var auctions: [(number: String, slot: Int, quantity: Quantity)] {
        portfolio.holdings.filter { $0.quantity.units > 0 }.map { ("\(20 + $0.slot)", $0.slot, $0.quantity) }
    }

    /// The windows of section 3.2, and none between 01:00 and 05:30.
    private func isAfterMarket(_ now: Timestamp, _ listing: KiteListing) -> Bool {
        let time = now.time
        if !setup.calendar.isTradingDay(now.day) { return true }
        guard time < TimeOfDay(1, 0) || time >= TimeOfDay(5, 30) else { return false }
        return switch listing.exchange {
        case "CDS", "BCD": time >= TimeOfDay(17, 0) || time < TimeOfDay(8, 59)
        case "NFO", "BFO": time >= TimeOfDay(15, 45) || time < TimeOfDay(9, 10)
        case "MCX": time >= TimeOfDay(23, 30) || time < TimeOfDay(8, 58)
        default: time >= TimeOfDay(16, 0) || time < TimeOfDay(8, 58)
        }
    }

    // MARK: - Checks

    private func checkAuthorisation(_ draft: Draft) throws(KiteRefusal) {
        guard settings.needsAuthorisation, draft.side == .sell, draft.product == "CNC",
            portfolio.holds(draft.slot)
        else { return }
        throw KiteRefusal(
            428,
            "HoldingException",
            "\(draft.terms.quantity) quantity needs authorisation at depository."
        )
    }

    /// What is left for a new order: orders on their way are counted here, the others by the exchange.
    var free: Money {
        orders.reduce(available) { left, order in
            // A thousand crore each is more than anybody has, and a day of such orders does not overflow.
            order.isAtExchange || order.status.isFinal || order.number == nil
                ? left : left - min(need(of: order), Money(rupees: 10_000_000_000))
        }
    }

    private func need(of order: KiteOrder) -> Money { need(order.side, order.slot, order.terms) }

    private func need(_ side: Side, _ slot: Int, _ terms: OrderTerms) -> Money {
        guard side == .buy else { return .zero }
        return max(terms.limit, terms.limit.raw > 0 ? .zero : max(terms.trigger, market[slot].last)) * terms.quantity
    }

    func checkFunds(_ draft: Draft) throws(KiteRefusal) {
        guard settings.checksFundsFirst else { return }
        let need = need(draft.side, draft.slot, draft.terms)
        let have = free
        guard need > have else { return }
        throw fundsRefusal(need, have)
    }

    private func fundsRefusal(_ need: Money, _ have: Money) -> KiteRefusal {
        KiteRefusal(400, "MarginException", KitePractice.fundsText(need, have))
    }

    static func fundsText(_ need: Money, _ have: Money) -> String {
        "Insufficient funds. Required margin is \(need.roundedToPaisa()) but available margin is "
            + "\(have.roundedToPaisa()). Check the orderbook for open orders."
    }

    func freezeRefusal(_ draft: Draft, _ most: Quantity) -> KiteRefusal {
        let lot = catalogue[draft.slot].lot.units
        return .input(
            "The order quantity \(draft.terms.quantity) (\(draft.terms.quantity.units / lot) lots) is higher than the "
                + "maximum quantity of \(most) (\(most.units / lot) lots) allowed by the exchanges. "
                + "Use autoslice or place smaller orders."
        )
    }

    // MARK: - Into the book

    /// Slices of at most the freeze quantity, ten at most; each is an order, the parent is none.
    private mutating func slice(
        _ draft: Draft,
        _ most: Quantity,
        variety: String,
        at now: Timestamp
    ) throws(KiteRefusal) -> PracticeJSON {
        let piece = most.roundedDown(toLot: catalogue[draft.slot].lot)
        guard piece.units > 0, (draft.terms.quantity.units + piece.units - 1) / piece.units <= 10 else {
            throw freezeRefusal(draft, most)
        }
        let parent = nextID(at: now)
        var rest = draft.terms.quantity
        var children: [PracticeJSON] = []
        while rest.units > 0 {
            var slice = draft
            slice.terms.quantity = min(rest, piece)
            slice.terms.disclosed = .zero
            slice.tags += ["autoslice", "autoslice:\(parent)"]
            rest -= slice.terms.quantity
            let refusal: KiteRefusal? =
                { do throws(KiteRefusal) { try checkFunds(slice); return nil } catch { return error } }()
            if let refusal {
                let error: PracticeJSON = [
                    "code": .int(refusal.status), "error_type": .string(refusal.type),
                    "message": .string(refusal.message), "data": nil,
                ]
                children.append(["error": error])
            } else {
                children.append(["order_id": .string(add(slice, variety: variety, at: now))])
            }
        }
        if settings.answersSlicesAsList { return .array(children) }
        return ["order_id": .string(parent), "children": .array(children)]
    }

    /// 19 digits, above 2^53.
    mutating func nextID(at now: Timestamp) -> String {
        issued += 1
        return "\(1_900_000_000_000_000_000 + UInt64(clamping: now.day.number) * 1_000_000_000 + issued)"
    }

    mutating func add(_ draft: Draft, variety: String, at now: Timestamp) -> String {
        let id = nextID(at: now)
        let number = OrderID(number: issued)
        var order = KiteOrder(
            id: id,
            number: number,
            slot: draft.slot,
            side: draft.side,
            product: draft.product,
            variety: variety,
            role: draft.role,
            parent: draft.parent,
            validity: draft.validity,
            timeToLive: draft.timeToLive,
            type: draft.type,
            terms: draft.terms,
            protection: "0",
            tag: draft.tag,
            tags: draft.tags,
            placedBy: user,
            placed: now,
            status: .received,
            time: now,
            pending: draft.terms.quantity
        )
        let first: KiteStatus = variety == "amo" ? .afterMarket : .received
        order.turn(to: first, catalogue[draft.slot], user: user)
        let place = orders.count
        orders.append(order)
        orderPlaces[id] = place
        orderNumbers[number] = place
        schedule(variety == "amo" ? .send : .validate, of: id, at: now.advanced(by: settings.step))
        if draft.timeToLive > 0 {
            schedule(.timeOut, of: id, at: now.advanced(by: .seconds(Int64(draft.timeToLive) * 60)))
        }
        return id
    }
}
