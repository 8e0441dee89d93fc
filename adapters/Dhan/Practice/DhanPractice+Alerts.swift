import SaudaBroker
import SaudaCore

// Conditional triggers over REST, and what the market does to them (section 2.11). Conditions on indicators are refused:
// nothing here computes them.

extension DhanPractice {
    mutating func alert(
        _ route: [String],
        _ request: IncomingRequest,
        at now: Timestamp
    ) throws(DhanRefusal) -> PracticeResponse {
        guard route.count >= 2, route[1] == "orders", route.count <= 3 else { throw .notFound(request.path, at: now) }
        guard route.count == 3 else {
            switch request.method {
            case .get: return .dhan(.array(alerts.map(json)))
            case .post:
                let new = try alert(try form(request), id: "\(12_001 + alerts.count)", at: now)
                alerts.append(new)
                return .dhan(new.answer)
            case .put, .delete: throw .notFound(request.path, at: now)
            }
        }
        guard let place = alerts.firstIndex(where: { $0.id == route[2] }) else { throw .input }
        if request.method == .get { return .dhan(json(alerts[place])) }
        guard alerts[place].status == .active else { throw .order("Alert is \(alerts[place].status.rawValue).") }
        switch request.method {
        case .put: alerts[place] = try alert(try form(request), id: route[2], old: alerts[place], at: now)
        case .delete: alerts[place].status = .cancelled
        case .get, .post: throw .notFound(request.path, at: now)
        }
        return .dhan(alerts[place].answer)
    }

    private func json(_ alert: DhanAlert) -> PracticeJSON {
        alert.json(catalogue[alert.slot], price: market[alert.slot].last)
    }

    /// - Parameter old: the one that it replaces, whose orders stay where none are given.
    private func alert(
        _ form: DhanForm,
        id: String,
        old: DhanAlert? = nil,
        at now: Timestamp
    ) throws(DhanRefusal) -> DhanAlert {
        let condition = try DhanForm(form.json["condition"])
        let kinds = [
            "PRICE_WITH_VALUE", "TECHNICAL_WITH_VALUE", "TECHNICAL_WITH_INDICATOR", "TECHNICAL_WITH_CLOSE",
        ]
        guard try condition.word("comparisonType", kinds) == "PRICE_WITH_VALUE" else {
            throw .order("Conditions on indicators are not available in practice.")
        }
        guard let segment = DhanSegment(rawValue: try condition.text("exchangeSegment")), !segment.isDerivatives,
            let slot = catalogue.find(segment, try condition.text("securityId")),
            let test = DhanAlert.Operator(rawValue: try condition.text("operator")),
            let value = try condition.price("comparingValue"), value.raw > 0,
            let expires = Day(try condition.text("expDate")), expires >= now.day
        else { throw .input }
        var orders: [DhanForm] = []
        if let rows = form.json["orders"].items {
            guard (1...10).contains(rows.count) else { throw .input }
            for row in rows {
                let order = try DhanForm(row)
                guard try draft(order).amoTime == nil else { throw .input }
                orders.append(order)
            }
        } else {
            guard let old, form.json["orders"].isNull else { throw .input }
            orders = old.orders
        }
        return DhanAlert(
            id: id,
            slot: slot,
            test: test,
            value: value,
            isRepeated: try condition.word("frequency", ["ONCE", "ALWAYS"], default: "ONCE") == "ALWAYS",
            expires: expires,
            note: try condition.text("userNote"),
            orders: orders,
            created: old?.created ?? now,
            last: market[slot].last
        )
    }

    // MARK: - The market

    /// Places what a price has met, as ordinary orders that may yet be refused; once, or each time it is met anew.
    mutating func watchAlerts(at now: Timestamp, into actions: inout [PracticeAction]) {
        guard isOpen(at: now) else { return }
        for place in alerts.indices where alerts[place].status == .active {
            let alert = alerts[place]
            let price = market[alert.slot].last
            guard price != alert.last || alert.triggered == nil else { continue }
            alerts[place].last = price
            let holds = alert.test.holds(price, alert.value, last: alert.last)
            let held = alert.triggered != nil && alert.test.holds(alert.last, alert.value, last: alert.last)
            guard holds, !held else { continue }
            alerts[place].triggered = now
            if !alert.isRepeated { alerts[place].status = .triggered }
            for order in alert.orders {
                guard let draft = try? draft(order), (try? checkFreeze(draft)) != nil else { continue }
                _ = add(draft, at: now, into: &actions)
            }
        }
    }

    mutating func expireAlerts(on day: Day) {
        for place in alerts.indices where alerts[place].status == .active && alerts[place].expires < day {
            alerts[place].status = .expired
        }
    }
}
