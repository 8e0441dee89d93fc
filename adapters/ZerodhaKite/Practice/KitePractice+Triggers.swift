import SaudaBroker
import SaudaCore

// GTTs over REST, and what the market does to them (section 3.8).

extension KitePractice {
    mutating func triggers(
        _ parts: [String],
        _ request: IncomingRequest,
        at now: Timestamp
    ) throws(KiteRefusal) -> PracticeResponse {
        guard parts.count >= 2, parts[1] == "triggers", parts.count <= 3 else { throw .notFound }
        guard parts.count == 3 else {
            switch request.method {
            case .get: return .kite(.array(listed(at: now)))
            case .post:
                guard gtts.active < 500 else { throw .input("Maximum active triggers limit reached.") }
                let new = try trigger(request.form, id: gtts.nextID(), at: now)
                gtts.add(new)
                return .kite(["trigger_id": .int(new.id)])
            case .put, .delete: throw .wrongMethod
            }
        }
        guard let id = Int(parts[2]), let place = gtts.place(of: id) else {
            throw KiteRefusal(404, "GeneralException", "Trigger not found.")
        }
        if request.method == .get { return .kite(json(gtts[place])) }
        guard gtts[place].status == .active else {
            throw .input("Trigger is \(gtts[place].status.rawValue) and cannot be changed.")
        }
        switch request.method {
        case .put:
            var new = try trigger(request.form, id: id, at: now, since: gtts[place].created)
            guard new.slot == gtts[place].slot, new.values.count == gtts[place].values.count else {
                throw .invalid("condition")
            }
            new.expires = gtts[place].expires
            gtts[place] = new
        case .delete:
            gtts[place].status = .deleted
            gtts[place].updated = now
        case .get, .post: throw .wrongMethod
        }
        return .kite(["trigger_id": .int(id)])
    }

    /// The active ones, and those of the last seven days.
    private func listed(at now: Timestamp) -> [PracticeJSON] {
        gtts.all.filter { trigger in
            trigger.status == .active || now.since(trigger.updated) <= .seconds(7 * 86_400)
        }
        .map(json)
    }

    private func json(_ trigger: KiteTrigger) -> PracticeJSON { trigger.json(catalogue[trigger.slot], user: user) }

    // MARK: - Reading

    private func trigger(
        _ form: FormFields,
        id: Int,
        at now: Timestamp,
        since created: Timestamp? = nil
    ) throws(KiteRefusal) -> KiteTrigger {
        let fields = KiteForm(fields: form)
        let isSingle = try fields.word("type", ["single", "two-leg"]) == "single"
        let text = (condition: try fields.text("condition"), orders: try fields.text("orders"))
        guard let condition = try? JSON(text.condition), condition.members != nil else { throw .invalid("condition") }
        guard let rows = (try? JSON(text.orders))?.items else { throw .invalid("orders") }
        let key = "\(condition["exchange"].text ?? ""):\(condition["tradingsymbol"].text ?? "")"
        guard let slot = catalogue.find(key: key), !catalogue[slot].isIndex else { throw .unknownInstrument }
        var values: [Price] = []
        for value in condition["trigger_values"].items ?? [] { values.append(try price(value, "trigger_values")) }
        guard values.count == (isSingle ? 1 : 2) else { throw .invalid("trigger_values") }
        guard rows.count == values.count else { throw .invalid("orders") }
        let last = try price(condition["last_price"], "last_price")
        guard !values.contains(last) else {
            throw .input("Trigger cannot be created with one of the trigger values equal to the last price.")
        }
        if !isSingle {
            guard values[0] < last else {
                throw .input("Trigger cannot be created with the first trigger price more than the last price.")
            }
            guard values[1] > last else {
                throw .input("Trigger cannot be created with the second trigger price less than the last price.")
            }
        }
        var orders: [KiteTrigger.Order] = []
        for row in rows { orders.append(try order(row, key: key, catalogue[slot], isSingle: isSingle)) }
        let year = created ?? now
        return KiteTrigger(
            id: id,
            slot: slot,
            values: values,
            last: last,
            orders: orders,
            created: year,
            updated: now,
            expires: year.advanced(by: .seconds(365 * 86_400))
        )
    }

    private func price(_ value: JSON, _ name: String) throws(KiteRefusal) -> Price {
        guard let raw = value.decimal(places: 4), (1...Price.limit.raw).contains(raw) else { throw .invalid(name) }
        return Price(raw: raw)
    }

    private func order(
        _ row: JSON,
        key: String,
        _ listing: KiteListing,
        isSingle: Bool
    ) throws(KiteRefusal) -> KiteTrigger.Order {
        guard "\(row["exchange"].text ?? ""):\(row["tradingsymbol"].text ?? "")" == key else {
            throw .invalid("tradingsymbol")
        }
        guard let word = row["transaction_type"].text, word == "BUY" || word == "SELL" else {
            throw .invalid("transaction_type")
        }
        guard row["order_type"].text == "LIMIT" else { throw .invalid("order_type") }
        guard let product = row["product"].text, product == (listing.isShare ? "CNC" : "NRML") else {
            throw .invalid("product")
        }
        guard let units = row["quantity"].integer, (1...Quantity.limit.units).contains(units),
            units % listing.lot.units == 0
        else { throw .invalid("quantity") }
        guard isSingle || word == "SELL" || !listing.isShare else {
            throw .input("Two-leg triggers for buying are allowed only in F&O.")
        }
        return KiteTrigger.Order(
            side: word == "BUY" ? .buy : .sell,
            product: product,
            quantity: Quantity(units),
            price: try price(row["price"], "price")
        )
    }

    // MARK: - Firing

    /// Fires what a price reaches, each once: an ordinary order of the day that may yet be refused.
    mutating func fireTriggers(_ slot: Int, _ price: Price, at now: Timestamp) {
        for place in gtts.all.indices where gtts[place].status == .active && gtts[place].slot == slot {
            guard let leg = gtts[place].reached(price) else { continue }
            let order = gtts[place].orders[leg]
            gtts[place].status = .triggered
            gtts[place].updated = now
            budgets.addPlacement(at: now)
            var result = KiteTrigger.Result(time: now, price: price, order: "", reason: "")
            do throws(KiteRefusal) {
                result.order = try fire(order, slot, at: now)
            } catch {
                result.reason = error.message
            }
            gtts[place].orders[leg].result = result
        }
    }

    private mutating func fire(_ order: KiteTrigger.Order, _ slot: Int, at now: Timestamp) throws(KiteRefusal) -> String
    {
        let draft = Draft(
            slot: slot,
            side: order.side,
            product: order.product,
            type: "LIMIT",
            terms: OrderTerms(kind: .limit, quantity: order.quantity, limit: order.price),
            validity: "DAY",
            timeToLive: 0,
            tag: nil,
            tags: []
        )
        let most = catalogue[slot].freeze ?? .limit
        guard order.quantity <= most else { throw freezeRefusal(draft, most) }
        try checkFunds(draft)
        return add(draft, variety: "regular", at: now)
    }
}
