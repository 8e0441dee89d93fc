import SaudaBroker
import SaudaCore

/// Margins and charges of orders that are thought of (protocol section 3.9). The three calls take a JSON array and
/// answer in its order.
struct OrderCosts {
    private let api: KiteAPI

    init(_ api: KiteAPI) { self.api = api }

    func margins(_ orders: [PlannedOrder]) -> any Dialogue {
        let api = api
        return call(orders, .margins([]), "/margins/orders", [], Self.marginRow) { data throws(BrokerError) in
            .margins(try Self.margins(data, of: orders, api.context.listings))
        }
    }

    func basket(_ orders: [PlannedOrder], _ withPositions: Bool) -> any Dialogue {
        let api = api
        let query = [("consider_positions", withPositions ? "true" : "false")]
        let none = ErrandResult.basketMargin(BasketMargin(sum: .zero, total: .zero, orders: []))
        return call(orders, none, "/margins/basket", query, Self.marginRow) { data throws(BrokerError) in
            guard let sum = Self.money(data["initial"]["total"]), let total = Self.money(data["final"]["total"]) else {
                throw Failures.wrongShape("no margin of the basket")
            }
            // Charges stand with the orders; those of the basket are not to be used.
            let rows = try Self.margins(data["orders"], of: orders, api.context.listings)
            return .basketMargin(BasketMargin(sum: sum, total: total, orders: rows))
        }
    }

    func charges(_ orders: [PlannedOrder]) -> any Dialogue {
        let api = api
        for order in orders where !order.price.isPlausible {
            return Refused(OrderRequests.impossible("charges need the price of each order"))
        }
        return call(orders, .charges([]), "/charges/orders", [], Self.chargesRow) { data throws(BrokerError) in
            let rows = try Self.rows(data, of: orders, api.context.listings)
            var charges: [OrderCharges] = []
            for (order, row) in zip(orders, rows) {
                guard let parts = Self.charges(row["charges"]), let total = Self.money(row["charges"]["total"]) else {
                    throw Failures.wrongShape("no charges of an order")
                }
                charges.append(OrderCharges(instrument: order.instrument, charges: parts, total: total))
            }
            return .charges(charges)
        }
    }

    // MARK: - Requests

    private typealias Members = [(name: String, value: JSONBody)]

    /// Of no order there is nothing to ask.
    private func call(
        _ orders: [PlannedOrder],
        _ none: ErrandResult,
        _ path: String,
        _ query: KiteAPI.Fields,
        _ row: @escaping @Sendable (Int, PlannedOrder, Listing) -> JSONBody,
        _ read: @escaping @Sendable (JSON) throws(BrokerError) -> ErrandResult
    ) -> any Dialogue {
        var items: [JSONBody] = []
        for (place, order) in orders.enumerated() {
            guard let listing = api.context.listings[order.instrument], listing.instrument.kind != .index,
                order.terms.quantity.units > 0, order.terms.quantity <= .limit
            else {
                return Refused(OrderRequests.impossible("an order has no tradable instrument or no quantity"))
            }
            items.append(row(place, order, listing))
        }
        guard !items.isEmpty else { return Finished(result: none) }
        let api = api
        let body = JSONBody.list(items)
        return SingleRead({ () throws(BrokerError) in try api.post(path, query, json: body) }) {
            data throws(BrokerError) in Reading(try read(data))
        }
    }

    private static func common(_ order: PlannedOrder, _ listing: Listing) -> Members {
        let (exchange, symbol) = listing.orderNames
        return [
            ("exchange", .text(exchange)), ("tradingsymbol", .text(symbol)),
            ("transaction_type", .text(order.side.word)),
            ("variety", .text(order.options.form.variety ?? order.variety.word)),
            ("product", .text(order.product.word)), ("order_type", .text(order.terms.kind.word)),
            ("quantity", .count(order.terms.quantity)),
        ]
    }

    @Sendable private static func marginRow(_ place: Int, _ order: PlannedOrder, _ listing: Listing) -> JSONBody {
        var trigger = order.terms.trigger
        if case .cover(let stop) = order.options.form { trigger = stop }
        return .members(
            common(order, listing) + [
                ("price", .price(order.terms.kind.hasLimit ? order.terms.limit : .zero)),
                ("trigger_price", .price(trigger)),
            ]
        )
    }

    @Sendable private static func chargesRow(_ place: Int, _ order: PlannedOrder, _ listing: Listing) -> JSONBody {
        .members(
            [("order_id", .text("\(place + 1)"))] + common(order, listing) + [("average_price", .price(order.price))]
        )
    }

    // MARK: - Answers

    private static func money(_ value: JSON) -> Money? { value.decimal(places: 4).map { Money(raw: $0) } }

    /// One row for each order, of its symbol: another order's margin would be worse than none.
    private static func rows(
        _ data: JSON,
        of orders: [PlannedOrder],
        _ listings: ListingTable
    ) throws(BrokerError) -> [JSON] {
        guard let items = data.items, items.count == orders.count else {
            throw Failures.wrongShape("another number of orders than was asked")
        }
        for (order, item) in zip(orders, items) {
            guard item["tradingsymbol"].text == listings[order.instrument]?.orderNames.symbol else {
                throw Failures.wrongShape("another instrument than was asked")
            }
        }
        return items
    }

    private static func margins(
        _ data: JSON,
        of orders: [PlannedOrder],
        _ listings: ListingTable
    ) throws(BrokerError) -> [OrderMargin] {
        let rows = try rows(data, of: orders, listings)
        var margins: [OrderMargin] = []
        for (order, row) in zip(orders, rows) {
            guard let total = money(row["total"]) else { throw Failures.wrongShape("no margin of an order") }
            margins.append(
                OrderMargin(
                    instrument: order.instrument,
                    total: total,
                    span: money(row["span"]) ?? .zero,
                    exposure: money(row["exposure"]) ?? .zero,
                    premium: money(row["option_premium"]) ?? .zero,
                    valueAtRisk: money(row["var"]) ?? .zero,
                    charges: charges(row["charges"])
                )
            )
        }
        return margins
    }

    /// Nil when a part is missing or is no amount.
    private static func charges(_ value: JSON) -> Charges? {
        guard let tax = money(value["transaction_tax"]), let exchange = money(value["exchange_turnover_charge"]),
            let regulator = money(value["sebi_turnover_charge"]), let brokerage = money(value["brokerage"]),
            let stamp = money(value["stamp_duty"]), let gst = money(value["gst"]["total"])
        else { return nil }
        var charges = Charges()
        charges.stt = tax
        charges.exchange = exchange
        charges.sebi = regulator
        charges.brokerage = brokerage
        charges.stamp = stamp
        charges.gst = gst
        return charges
    }
}

/// A question whose answer is known already.
struct Finished: Dialogue {
    let result: ErrandResult

    mutating func next(_ input: DialogueInput, at now: Timestamp) -> DialogueStep { .done(result) }
}

extension Listing {
    /// `NSE:INFY` in its two parts.
    var orderNames: (exchange: String, symbol: String) {
        guard let split = orderKey.firstIndex(of: ":") else { return ("", orderKey) }
        return (String(orderKey[..<split]), String(orderKey[orderKey.index(after: split)...]))
    }
}
