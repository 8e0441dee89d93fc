import SaudaBroker
import SaudaCore

/// Forever orders of the list: one row a leg, all legs of an order with its number (protocol section 2.10).
struct ForeverReader {
    /// A leg as the list has it; the name is what a change has to say.
    struct Leg: Hashable {
        var name: String
        var status: GTTRow.Status
        var leg: GTT.Leg
    }

    /// An order's legs, the lower trigger first.
    struct Order {
        var id: GTTID
        var instrument: (id: InstrumentID?, symbol: String)
        var isPair: Bool
        var legs: [Leg]
        var created: Timestamp?

        var row: GTTRow {
            GTTRow(
                id: id,
                instrument: instrument.id,
                symbol: instrument.symbol,
                legs: legs.map(\.leg),
                outcomes: legs.map { outcome($0.status) },
                status: status,
                created: created
            )
        }

        /// It waits while one leg does; else the leg that fired says what came of it.
        private var status: GTTRow.Status {
            let all = legs.map(\.status)
            for word in [GTTRow.Status.active, .triggered, .rejected] where all.contains(word) { return word }
            return all.first { if case .unknown = $0 { true } else { false } } ?? all.first ?? .unknown("")
        }

        /// The list does not name the order that a leg has placed.
        private func outcome(_ status: GTTRow.Status) -> GTTRow.Outcome? {
            switch status {
            case .triggered: .placed(nil)
            case .rejected: .failed(.other(code: "", text: "refused; the order book says why"))
            default: nil
            }
        }
    }

    private let rows: OrderReader

    init(_ rows: OrderReader) { self.rows = rows }

    func orders(_ body: JSON) throws(BrokerError) -> (orders: [Order], skipped: [String: Int]) {
        guard let items = body.items else { throw Failures.wrongShape("no list of forever orders") }
        var orders: [Order] = []
        var places: [String: Int] = [:]
        var skipped: [String: Int] = [:]
        var unreadable: Set<String> = []
        for item in items {
            do throws(Unreadable) {
                let order = try order(item)
                if let place = places[order.id.text] {
                    orders[place].legs += order.legs
                } else {
                    places[order.id.text] = orders.count
                    orders.append(order)
                }
            } catch {
                if let id = RowFields.optional(item, "orderId") { unreadable.insert(id) }
                skipped["a leg of a forever order: \(error)", default: 0] += 1
            }
        }
        // Half an order is none.
        for place in orders.indices {
            orders[place].legs.sort { $0.leg.trigger < $1.leg.trigger }
            guard orders[place].legs.count != (orders[place].isPair ? 2 : 1) else { continue }
            if unreadable.insert(orders[place].id.text).inserted {
                skipped["a forever order with legs that are missing or too many", default: 0] += 1
            }
        }
        return (orders.filter { !unreadable.contains($0.id.text) }, skipped)
    }

    private func order(_ item: JSON) throws(Unreadable) -> Order {
        let leg = GTT.Leg(
            trigger: try RowFields.price(item, "triggerPrice"),
            side: try RowFields.word(item, "transactionType", Side.init(word:)),
            product: try RowFields.product(item, "productType"),
            quantity: Quantity(try RowFields.count(item, "quantity")),
            limit: try RowFields.price(item, "price")
        )
        guard leg.trigger.isPlausible else { throw Unreadable(description: "no possible price in 'triggerPrice'") }
        // The kind stands where other lists have limit or market.
        let isPair: Bool
        switch try RowFields.text(item, "orderType") {
        case "SINGLE": isPair = false
        case "OCO": isPair = true
        case let word: throw Unreadable(description: "orderType '\(word.prefix(40))'")
        }
        return Order(
            id: GTTID(try OrderReader.number(item, "orderId")),
            instrument: try rows.instrument(item),
            isPair: isPair,
            legs: [
                Leg(
                    name: try RowFields.text(item, "legName"),
                    status: Self.status(try RowFields.text(item, "orderStatus")),
                    leg: leg
                )
            ],
            created: IndiaTime.stamp(item["createTime"])
        )
    }

    private static func status(_ word: String) -> GTTRow.Status {
        switch word {
        case "CONFIRM", "TRANSIT", "PENDING": .active
        case "TRIGGERED", "TRADED", "PART_TRADED": .triggered
        case "REJECTED": .rejected
        case "CANCELLED": .cancelled
        case "EXPIRED": .expired
        default: .unknown(String(word.prefix(40)))
        }
    }
}
