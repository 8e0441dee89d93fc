import SaudaBroker
import SaudaCore

/// Reads rows of the order book, of histories and trades, and order messages, which have the same fields (protocol
/// sections 5 and 9.2).
struct OrderReader {
    private let listings: ListingTable

    init(_ listings: ListingTable) { self.listings = listings }

    func find(_ key: String) -> InstrumentID? { listings.find(orderKey: key) }

    func row(_ row: JSON) throws(Unreadable) -> OrderRow {
        let key = try RowFields.key(row)
        let quantity = Quantity(try RowFields.count(row, "quantity"))
        let filled = Quantity(try RowFields.count(row, "filled_quantity"))
        guard filled <= quantity else { throw Unreadable(description: "more units filled than ordered") }
        let status = OrderRow.Status(word: try RowFields.text(row, "status"), filled: filled, of: quantity)
        return OrderRow(
            id: BrokerOrderID(try Self.number(row)),
            tag: RowFields.optional(row, "tag"),
            instrument: find(key.text),
            symbol: Self.symbol(row) ?? key.text,
            side: try RowFields.word(row, "transaction_type", Side.init(word:)),
            product: try RowFields.product(row, key.segment),
            terms: OrderTerms(
                kind: try RowFields.word(row, "order_type", OrderKind.init(word:)),
                quantity: quantity,
                limit: try RowFields.price(row, "price"),
                trigger: try RowFields.price(row, "trigger_price"),
                validity: try RowFields.word(row, "validity", Validity.init(word:)),
                disclosed: Quantity(try RowFields.count(row, "disclosed_quantity"))
            ),
            status: status,
            filled: filled,
            value: try RowFields.value(row, "average_price", filled),
            rejection: Self.rejection(row, status),
            updated: [IndiaTime.stamp(row["order_timestamp"]), IndiaTime.stamp(row["exchange_timestamp"])]
                .compactMap(\.self).max(),
            variety: row["is_amo"].bool.map { $0 ? .afterMarket : .regular }
        )
    }

    func trade(_ row: JSON) throws(Unreadable) -> TradeRow {
        let key = try RowFields.key(row)
        let price = try RowFields.price(row, "average_price")
        let quantity = Quantity(try RowFields.count(row, "quantity"))
        guard price.isPlausible, quantity.units > 0 else {
            throw Unreadable(description: "a trade without a price or a quantity")
        }
        return TradeRow(
            id: try RowFields.text(row, "trade_id"),
            order: BrokerOrderID(try Self.number(row)),
            instrument: find(key.text),
            symbol: Self.symbol(row) ?? key.text,
            side: try RowFields.word(row, "transaction_type", Side.init(word:)),
            product: try RowFields.product(row, key.segment),
            quantity: quantity,
            price: price,
            time: IndiaTime.stamp(row["exchange_timestamp"]) ?? IndiaTime.stamp(row["order_timestamp"])
        )
    }

    /// For people; the stream writes it otherwise than the book (trap T23).
    static func symbol(_ row: JSON) -> String? {
        RowFields.optional(row, "trading_symbol") ?? RowFields.optional(row, "tradingsymbol")
    }

    private static func number(_ row: JSON) throws(Unreadable) -> String {
        let number = try RowFields.text(row, "order_id")
        guard OrderRequests.isNumber(number) else { throw Unreadable(description: "no order number in 'order_id'") }
        return number
    }

    /// Of an order, or of its last change.
    private static func rejection(_ row: JSON, _ status: OrderRow.Status) -> Rejection? {
        let isRefusedChange = row["status"].text?.lowercased() == "not modified"
        guard status == .rejected || isRefusedChange else { return nil }
        let text = RowFields.optional(row, "status_message") ?? RowFields.optional(row, "status_message_raw")
        return Rejections.rejection(text: text ?? "rejected without a reason")
    }
}
