import SaudaBroker
import SaudaCore

/// What orders that are thought of would set aside (protocol section 6.4).
enum Margins {
    /// As many as one call takes.
    private static let most = 20

    static func request(_ orders: [PlannedOrder], _ api: UpstoxAPI) throws(BrokerError) -> HTTPRequest {
        var rows: [JSONBody] = []
        for order in orders { rows.append(.members(try fields(order, api))) }
        return try api.send(.post, "/v2/charges/margin", [("instruments", .list(rows))])
    }

    static func fields(_ order: PlannedOrder, _ api: UpstoxAPI) throws(BrokerError) -> UpstoxAPI.Members {
        guard let listing = api.context.listings[order.instrument], let segment = listing.exchangeSegment,
            !segment.isIndex
        else { throw OrderChecks.refused("the instrument is not in the instrument list, or is an index") }
        guard order.options.isEmpty else { throw OrderChecks.refused("the margin of such an order cannot be asked") }
        try OrderChecks.check(order.terms, order.side, listing.instrument)
        try OrderChecks.check(order.product, in: segment)
        return [
            ("instrument_key", .text(listing.orderKey)), ("quantity", .count(order.terms.quantity)),
            ("transaction_type", .text(order.side.word)), ("product", .text(order.product.word)),
            ("price", .price(order.price)),
        ]
    }

    /// All together. Whether positions count is not said, so with them it is not asked.
    static func together(_ api: UpstoxAPI, _ orders: [PlannedOrder], withPositions: Bool) -> any Dialogue {
        guard !withPositions else {
            return Refused("this broker does not say whether it counts the positions there are")
        }
        guard orders.count <= most else {
            return Refused("the margin of more than \(most) orders together cannot be asked")
        }
        guard Set(orders.map(\.instrument)).count == orders.count else {
            return Refused("no instrument may stand twice in a basket of this broker")
        }
        return SingleRead({ () throws(BrokerError) in
            guard !orders.isEmpty else { throw OrderChecks.refused("a basket needs an order") }
            return try request(orders, api)
        }) { data throws(BrokerError) in
            guard let items = data["margins"].items, items.count == orders.count else {
                throw Failures.wrongShape("another number of margins than of orders")
            }
            var margins: [OrderMargin] = []
            for (item, order) in zip(items, orders) { margins.append(try margin(item, order.instrument)) }
            let sum = try money(data, "required_margin")
            return Reading(
                .basketMargin(BasketMargin(sum: sum, total: try money(data, "final_margin"), orders: margins))
            )
        }
    }

    static func margin(_ item: JSON, _ instrument: InstrumentID) throws(BrokerError) -> OrderMargin {
        OrderMargin(
            instrument: instrument,
            total: try money(item, "total_margin"),
            span: try money(item, "span_margin"),
            exposure: try money(item, "exposure_margin"),
            premium: try money(item, "net_buy_premium"),
            valueAtRisk: try money(item, "equity_margin")
        )
    }

    private static func money(_ row: JSON, _ name: String) throws(BrokerError) -> Money {
        guard let raw = row[name].decimal(places: 4), raw >= 0 else { throw Failures.wrongShape("no '\(name)'") }
        return Money(raw: raw)
    }
}
