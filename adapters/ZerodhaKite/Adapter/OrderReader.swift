import SaudaBroker
import SaudaCore

/// Reads rows of the order book, of histories and of order messages (protocol sections 3.4 and 4.9).
struct OrderReader {
    private let listings: ListingTable

    init(_ listings: ListingTable) { self.listings = listings }

    func find(_ orderKey: String) -> InstrumentID? { listings.find(orderKey: orderKey) }

    /// - Parameter id: what the row is of, where that is known already.
    func row(_ row: JSON, of id: BrokerOrderID? = nil) throws(Unreadable) -> OrderRow {
        let status = try Self.text(row, "status")
        let filled = Quantity(try Self.count(row, "filled_quantity"))
        let instrument = try instrument(row)
        let words = [row["status_message_raw"].text, row["status_message"].text].compactMap { $0 }.filter {
            !$0.isEmpty
        }
        let updated = [KiteTime.stamp(row["order_timestamp"]), KiteTime.stamp(row["exchange_update_timestamp"])]
        let number = try Self.text(row, "order_id")
        let own = if let id { id } else { try Self.reference(row, number) }
        let quantity = Quantity(try Self.count(row, "quantity"))
        guard filled <= quantity else { throw Unreadable(description: "more units filled than ordered") }
        return OrderRow(
            id: own,
            tag: row["tag"].text.flatMap { $0.isEmpty ? nil : $0 },
            instrument: instrument.id,
            symbol: instrument.symbol,
            side: try Self.side(row),
            product: try Self.product(row),
            terms: OrderTerms(
                kind: try Self.word(row, "order_type", OrderKind.init(word:)),
                quantity: quantity,
                limit: try Self.price(row, "price"),
                trigger: try Self.price(row, "trigger_price"),
                validity: try Self.validity(row),
                disclosed: Quantity(try Self.count(row, "disclosed_quantity"))
            ),
            status: Self.status(status),
            filled: filled,
            value: try Self.value(row, filled),
            rejection: words.isEmpty ? nil : Rejections.rejection(type: nil, text: words.joined(separator: "; ")),
            updated: updated.compactMap { $0 }.max()
        )
    }

    private static func reference(_ row: JSON, _ number: String) throws(Unreadable) -> BrokerOrderID {
        OrderReference(variety: try text(row, "variety"), number: number, parent: row["parent_order_id"].text).id
    }

    /// - Parameter orders: the book by order number: a trade does not name its order's variety.
    func trade(_ row: JSON, orders: [String: BrokerOrderID]) throws(Unreadable) -> TradeRow {
        let instrument = try instrument(row)
        let price = try Self.price(row, "average_price")
        let quantity = Quantity(try Self.count(row, "quantity"))
        guard price.isPlausible, quantity.units > 0 else {
            throw Unreadable(description: "a trade without a price or a quantity")
        }
        guard let order = orders[try Self.text(row, "order_id")] else {
            throw Unreadable(description: "a trade of an order that is not in the book")
        }
        return TradeRow(
            id: try Self.text(row, "trade_id"),
            order: order,
            instrument: instrument.id,
            symbol: instrument.symbol,
            side: try Self.side(row),
            product: try Self.product(row),
            quantity: quantity,
            price: price,
            time: KiteTime.stamp(row["fill_timestamp"]) ?? KiteTime.stamp(row["exchange_timestamp"])
        )
    }
}
