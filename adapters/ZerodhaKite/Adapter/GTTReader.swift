import SaudaBroker
import SaudaCore

/// Rows of GTTs (protocol section 3.8).
struct GTTReader {
    private let rows: OrderReader

    init(_ rows: OrderReader) { self.rows = rows }

    func list(_ data: JSON) throws(BrokerError) -> Reading {
        guard let items = data.items else { throw Failures.wrongShape("no list of GTTs") }
        let list = RowList(items, "a GTT") { item throws(Unreadable) in try row(item) }
        return Reading(.gtts(list.rows), skipped: list.skipped)
    }

    private func row(_ item: JSON) throws(Unreadable) -> GTTRow {
        guard let number = item["id"].integer, number > 0 else {
            throw Unreadable(description: "no number in 'id'")
        }
        let condition = item["condition"]
        let instrument = try rows.instrument(condition)
        guard let triggers = condition["trigger_values"].items, let orders = item["orders"].items,
            triggers.count == orders.count, (1...2).contains(orders.count)
        else { throw Unreadable(description: "not one trigger for each of one or two orders") }
        var legs: [GTT.Leg] = []
        var outcomes: [GTTRow.Outcome?] = []
        for (trigger, order) in zip(triggers, orders) {
            guard let raw = trigger.decimal(places: 4), Price(raw: raw).isPlausible else {
                throw Unreadable(description: "no possible price in 'trigger_values'")
            }
            legs.append(
                GTT.Leg(
                    trigger: Price(raw: raw),
                    side: try OrderReader.side(order),
                    product: try OrderReader.product(order),
                    quantity: Quantity(try OrderReader.count(order, "quantity")),
                    limit: try OrderReader.price(order, "price")
                )
            )
            outcomes.append(Self.outcome(order["result"]))
        }
        return GTTRow(
            id: GTTID("\(number)"),
            instrument: instrument.id,
            symbol: instrument.symbol,
            legs: legs,
            outcomes: outcomes,
            status: Self.status(try OrderReader.text(item, "status")),
            created: KiteTime.stamp(item["created_at"]),
            expires: KiteTime.stamp(item["expires_at"])
        )
    }

    /// A leg that fired and failed has an empty order number.
    private static func outcome(_ result: JSON) -> GTTRow.Outcome? {
        guard result.members != nil else { return nil }
        let order = result["order_result"]
        if let number = order["order_id"].text, !number.isEmpty { return .placed(number) }
        let text = order["rejection_reason"].text ?? ""
        return .failed(Rejections.rejection(type: nil, text: text.isEmpty ? "refused without a reason" : text))
    }

    private static func status(_ word: String) -> GTTRow.Status {
        switch word {
        case "active": .active
        case "triggered": .triggered
        case "disabled": .disabled
        case "expired": .expired
        case "cancelled": .cancelled
        case "rejected": .rejected
        case "deleted": .deleted
        default: .unknown(word)
        }
    }
}
