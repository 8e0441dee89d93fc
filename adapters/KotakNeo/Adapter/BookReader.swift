package import SaudaBroker
package import SaudaCore

/// The order book and the day's fills (protocol sections 3.5 and 3.6).
package struct BookReader: Sendable {
    private let rows: OrderReader
    /// Rows left out, by reason.
    package private(set) var skipped: [String: Int] = [:]

    package init(_ listings: ListingTable) { rows = OrderReader(listings) }

    package mutating func orders(_ response: HTTPResponse) throws(BrokerError) -> [OrderRow] {
        let list = try RowList(
            orders: try Failures.rows(response),
            of: KotakNeo.id,
            tag: { WireText.word($0["GuiOrdId"]) },
            number: { WireText.word($0["nOrdNo"]) },
            read: { row throws(Unreadable) in try rows.row(row) }
        )
        skipped.merge(list.skipped, uniquingKeysWith: +)
        return list.rows
    }

    /// The states of one order, oldest first; the broker tells them the other way round.
    package mutating func history(_ response: HTTPResponse, of id: BrokerOrderID) throws(BrokerError) -> [OrderRow] {
        let rows = try orders(response)
        guard rows.allSatisfy({ $0.id == id }) else { throw Failures.wrongShape("another order than was asked") }
        return rows.reversed()
    }

    /// One row a fill.
    package mutating func trades(_ response: HTTPResponse) throws(BrokerError) -> [TradeRow] {
        let items = try Failures.rows(response)
        let list = try RowList(trades: items, of: KotakNeo.id) { row throws(Unreadable) in try trade(row) }
        skipped.merge(list.skipped, uniquingKeysWith: +)
        return list.rows
    }

    /// `tok`, `prc` and `qty` are empty here: symbol, average and filled units are of this fill.
    private func trade(_ row: JSON) throws(Unreadable) -> TradeRow {
        let symbol = try OrderReader.text(row, "exSeg") + "|" + OrderReader.text(row, "trdSym")
        let price = try OrderReader.price(row, "avgPrc")
        let quantity = Quantity(try OrderReader.count(row, "fldQty"))
        guard price.isPlausible, quantity.units > 0 else {
            throw Unreadable(description: "a trade without a price or a quantity")
        }
        let time = "\(row["flDt"].text ?? "") \(row["flTm"].text ?? "")"
        return TradeRow(
            id: try OrderReader.text(row, "flId"),
            order: BrokerOrderID(try OrderReader.text(row, "nOrdNo")),
            instrument: rows.listings.find(orderKey: symbol),
            symbol: symbol,
            side: try OrderReader.word(row, "trnsTp", Side.init(word:)),
            product: try OrderReader.product(row),
            quantity: quantity,
            price: price,
            time: WireText.moment(.text(time))
        )
    }
}
