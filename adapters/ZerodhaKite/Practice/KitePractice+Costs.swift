import SaudaBroker
import SaudaCore

// Margins and charges of orders that are thought of (section 3.9).

extension KitePractice {
    /// One order of the array.
    private struct Asked {
        var slot: Int
        var side: Side
        var variety: String
        var product: String
        var type: String
        var quantity: Quantity
        /// What it is reckoned with.
        var price: Price
    }

    func costs(_ parts: [String], _ request: IncomingRequest) throws(KiteRefusal) -> PracticeResponse {
        guard parts == ["margins", "orders"] || parts == ["margins", "basket"] || parts == ["charges", "orders"] else {
            throw .notFound
        }
        guard request.method == .post else { throw .wrongMethod }
        guard let rows = (try? JSON(request.body))?.items else { throw .input("Invalid JSON body.") }
        let isCharges = parts[0] == "charges"
        var orders: [Asked] = []
        for row in rows { orders.append(try asked(row, price: isCharges ? "average_price" : "price")) }
        if isCharges {
            var notes: [PracticeJSON] = []
            for order in orders { notes.append(try note(order)) }
            return .kite(.array(notes))
        }
        let isCompact = request.query["mode"] == "compact"
        var margins: [PracticeJSON] = []
        for order in orders { margins.append(try margin(order, isCompact: isCompact)) }
        guard parts[1] == "basket" else { return .kite(.array(margins)) }
        switch request.query["consider_positions"]?.lowercased() {
        case nil, "", "true", "false", "1", "0": break
        default: throw .invalid("consider_positions")
        }
        let total = try sum(orders)
        // Everything is paid in full here, so that no order takes from another one's risk.
        let whole = try row(total, nil, isCompact: isCompact)
        return .kite(["initial": whole, "final": whole, "orders": .array(margins), "charges": try charges([])])
    }

    private func asked(_ row: JSON, price name: String) throws(KiteRefusal) -> Asked {
        func word(_ name: String, _ words: [String]) throws(KiteRefusal) -> String {
            guard let text = row[name].text, words.contains(text) else { throw .invalid(name) }
            return text
        }
        func price(_ name: String) throws(KiteRefusal) -> Price {
            if row[name].isNull { return .zero }
            guard let raw = row[name].decimal(places: 4), (0...Price.limit.raw).contains(raw) else {
                throw .invalid(name)
            }
            return Price(raw: raw)
        }
        guard let slot = catalogue.find(key: "\(row["exchange"].text ?? ""):\(row["tradingsymbol"].text ?? "")"),
            !catalogue[slot].isIndex
        else { throw .unknownInstrument }
        guard let units = row["quantity"].integer, (1...Quantity.limit.units).contains(units) else {
            throw .invalid("quantity")
        }
        let given = try price(name)
        if name == "average_price" {
            guard given.raw > 0 else { throw .invalid(name) }
            guard let id = row["order_id"].text, !id.isEmpty else { throw .invalid("order_id") }
        }
        _ = try price("trigger_price")
        return Asked(
            slot: slot,
            side: try word("transaction_type", ["BUY", "SELL"]) == "BUY" ? .buy : .sell,
            variety: try word("variety", KitePractice.varieties),
            product: try word("product", ["CNC", "NRML", "MIS"]),
            type: try word("order_type", ["MARKET", "LIMIT", "SL", "SL-M"]),
            quantity: Quantity(units),
            price: given.raw > 0 ? given : market[slot].last
        )
    }

    /// Each order fits, some of them together need not.
    private func sum(_ orders: [Asked]) throws(KiteRefusal) -> Money {
        var total: Int64 = 0
        for order in orders {
            let (sum, isOver) = total.addingReportingOverflow(need(of: order).raw)
            guard !isOver else { throw .invalid("quantity") }
            total = sum
        }
        return Money(raw: total)
    }

    private func need(of order: Asked) -> Money { order.side == .buy ? order.price * order.quantity : .zero }

    private func margin(_ order: Asked, isCompact: Bool) throws(KiteRefusal) -> PracticeJSON {
        try row(need(of: order), order, isCompact: isCompact)
    }

    private func row(_ total: Money, _ order: Asked?, isCompact: Bool) throws(KiteRefusal) -> PracticeJSON {
        let listing = order.map { catalogue[$0.slot] }
        let type: PracticeJSON = listing.map { $0.exchange == "MCX" ? "commodity" : "equity" } ?? ""
        var pairs: [(String, PracticeJSON)] = [
            ("type", type), ("tradingsymbol", .string(listing?.tradingSymbol ?? "")),
            ("exchange", .string(listing?.exchange ?? "")),
        ]
        if !isCompact {
            pairs += [
                ("span", 0), ("exposure", 0), ("option_premium", 0), ("additional", 0), ("bo", 0), ("cash", 0),
                ("var", .money(total)), ("pnl", ["realised": 0, "unrealised": 0]), ("leverage", order == nil ? 0 : 1),
                ("charges", try charges(order.map { [$0] } ?? [])),
            ]
        }
        pairs.append(("total", .money(total)))
        return .object(pairs.map { PracticeJSON.Pair(key: $0.0, value: $0.1) })
    }

    private func note(_ order: Asked) throws(KiteRefusal) -> PracticeJSON {
        let listing = catalogue[order.slot]
        return [
            "transaction_type": .string(order.side.description), "tradingsymbol": .string(listing.tradingSymbol),
            "exchange": .string(listing.exchange), "variety": .string(order.variety),
            "product": .string(order.product), "order_type": .string(order.type),
            "quantity": .quantity(order.quantity), "price": .price(order.price), "charges": try charges([order]),
        ]
    }

    /// By the rates of the day, as the exchange of this practice books them.
    private func charges(_ orders: [Asked]) throws(KiteRefusal) -> PracticeJSON {
        var sum = Charges.zero
        for order in orders {
            guard let id = catalogue[order.slot].instrument else { throw .unknownInstrument }
            let instrument = setup.instruments[id]
            do throws(ChargeSchedule.Refusal) {
                let rates = try ChargeSchedule.builtIn.rates(
                    on: day?.day ?? Day(number: 0),
                    segment: instrument.segment,
                    kind: instrument.kind,
                    product: KitePractice.product(order.product),
                    plan: .paper
                )
                sum += rates.charges(side: order.side, value: order.price * order.quantity)
            } catch {
                throw .input("Charges of \(catalogue[order.slot].key) are not known.")
            }
        }
        let fees = sum.exchange + sum.ipft
        return [
            "transaction_tax": .money(sum.stt), "transaction_tax_type": orders.isEmpty ? "" : "stt",
            "exchange_turnover_charge": .money(fees), "sebi_turnover_charge": .money(sum.sebi),
            "brokerage": .money(sum.brokerage), "stamp_duty": .money(sum.stamp),
            "gst": ["igst": .money(sum.gst), "cgst": 0, "sgst": 0, "total": .money(sum.gst)],
            "total": .money(sum.total),
        ]
    }
}
