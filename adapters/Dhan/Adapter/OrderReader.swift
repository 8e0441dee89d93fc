import SaudaBroker
import SaudaCore

/// Reads rows of the order book and the trade book (protocol sections 2.6 and 2.8).
struct OrderReader {
    private let listings: ListingTable

    init(_ listings: ListingTable) { self.listings = listings }

    func find(_ orderKey: String) -> InstrumentID? { listings.find(orderKey: orderKey) }

    func listing(_ id: InstrumentID) -> Listing? { listings[id] }

    func row(_ row: JSON) throws(Unreadable) -> OrderRow {
        let instrument = try instrument(row)
        let quantity = Quantity(try RowFields.count(row, "quantity"))
        let filled = Quantity(try RowFields.count(row, "filledQty"))
        guard filled <= quantity else { throw Unreadable(description: "more units filled than ordered") }
        let word = try RowFields.text(row, "orderStatus")
        let status = RowFields.status(word, filled: filled, of: quantity)
        return OrderRow(
            id: BrokerOrderID(try Self.number(row, "orderId")),
            tag: RowFields.optional(row, "correlationId"),
            instrument: instrument.id,
            symbol: instrument.symbol,
            side: try RowFields.word(row, "transactionType", Side.init(word:)),
            product: try RowFields.product(row, "productType"),
            terms: OrderTerms(
                kind: try RowFields.word(row, "orderType", OrderKind.init(word:)),
                quantity: quantity,
                limit: try RowFields.price(row, "price"),
                trigger: try RowFields.price(row, "triggerPrice"),
                validity: try RowFields.word(row, "validity", Validity.init(word:)),
                disclosed: Quantity(try RowFields.count(row, "disclosedQuantity"))
            ),
            status: status,
            filled: filled,
            value: try RowFields.value(row, "averageTradedPrice", filled),
            rejection: Self.rejection(row, status),
            updated: [IndiaTime.stamp(row["updateTime"]), IndiaTime.stamp(row["exchangeTime"])].compactMap(\.self).max()
        )
    }

    func trade(_ row: JSON) throws(Unreadable) -> TradeRow {
        let instrument = try instrument(row)
        let price = try RowFields.price(row, "tradedPrice")
        let quantity = Quantity(try RowFields.count(row, "tradedQuantity"))
        guard price.isPlausible, quantity.units > 0 else {
            throw Unreadable(description: "a trade without a price or a quantity")
        }
        return TradeRow(
            id: try RowFields.text(row, "exchangeTradeId"),
            order: BrokerOrderID(try Self.number(row, "orderId")),
            instrument: instrument.id,
            symbol: instrument.symbol,
            side: try RowFields.word(row, "transactionType", Side.init(word:)),
            product: try RowFields.product(row, "productType"),
            quantity: quantity,
            price: price,
            time: IndiaTime.stamp(row["exchangeTime"]) ?? IndiaTime.stamp(row["updateTime"])
        )
    }

    /// By segment and id; the broker's symbol is for people and may be missing.
    func instrument(_ row: JSON) throws(Unreadable) -> (id: InstrumentID?, symbol: String) {
        let key = try RowFields.text(row, "exchangeSegment") + ":" + RowFields.text(row, "securityId")
        return (find(key), RowFields.optional(row, "tradingSymbol") ?? key)
    }

    static func number(_ row: JSON, _ name: String) throws(Unreadable) -> String {
        let number = try RowFields.text(row, name)
        guard number != "0" else { throw Unreadable(description: "no order number in '\(name)'") }
        return number
    }

    /// `"0"` and the empty text, or null, while all is well.
    private static func rejection(_ row: JSON, _ status: OrderRow.Status) -> Rejection? {
        let code = RowFields.optional(row, "omsErrorCode").flatMap { $0 == "0" ? nil : $0 }
        let text = RowFields.optional(row, "omsErrorDescription")
        guard code != nil || status == .rejected else { return nil }
        return Rejections.rejection(code: code ?? "", text: text ?? "rejected without a reason")
    }
}
