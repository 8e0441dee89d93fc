package import SaudaBroker
package import SaudaCore

/// The order book and the day's fills (protocol sections 3.5 and 3.6).
package struct BookReader: Sendable {
    private let rows: OrderReader
    /// Rows left out, by reason.
    package private(set) var skipped: [String: Int] = [:]

    package init(_ listings: ListingTable) { rows = OrderReader(listings) }

    /// A row that cannot be read is left out only when it is not ours: one of ours that goes missing would be taken for
    /// an order that never came to be.
    package mutating func orders(_ response: HTTPResponse) throws(BrokerError) -> [OrderRow] {
        var found: [OrderRow] = []
        for row in try Failures.rows(response) {
            do throws(OrderReader.Unreadable) {
                found.append(try rows.row(row))
            } catch {
                let isTagged = WireText.word(row["GuiOrdId"]) != nil
                guard error.isForeign || (!isTagged && WireText.word(row["nOrdNo"]) != nil) else {
                    throw Self.unreadable("an order of the book", "\(error)", .stop)
                }
                skipped["an order: \(error)", default: 0] += 1
            }
        }
        return found
    }

    /// The states of one order, oldest first; the broker tells them the other way round.
    package mutating func history(_ response: HTTPResponse, of id: BrokerOrderID) throws(BrokerError) -> [OrderRow] {
        let rows = try orders(response)
        guard rows.allSatisfy({ $0.id == id }) else { throw Failures.wrongShape("another order than was asked") }
        return rows.reversed()
    }

    /// One row a fill. A fill that is not told would be lost: only those of products that are never ours may go.
    package mutating func trades(_ response: HTTPResponse) throws(BrokerError) -> [TradeRow] {
        var found: [TradeRow] = []
        for row in try Failures.rows(response) {
            do throws(OrderReader.Unreadable) {
                found.append(try trade(row))
            } catch {
                guard error.isForeign else { throw Self.unreadable("a trade", "\(error)", .checkOrderBook) }
                skipped["a trade: \(error)", default: 0] += 1
            }
        }
        return found
    }

    /// `tok`, `prc` and `qty` are empty here: symbol, average and filled units are of this fill.
    private func trade(_ row: JSON) throws(OrderReader.Unreadable) -> TradeRow {
        let symbol = try OrderReader.text(row, "exSeg") + "|" + OrderReader.text(row, "trdSym")
        let price = try OrderReader.price(row, "avgPrc")
        let quantity = Quantity(try OrderReader.count(row, "fldQty"))
        guard price.isPlausible, quantity.units > 0 else {
            throw OrderReader.Unreadable(description: "a trade without a price or a quantity")
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

    private static func unreadable(_ what: String, _ why: String, _ recovery: Recovery) -> BrokerError {
        .kotak(
            "\(what) cannot be read: \(why)",
            "Look at it in the broker's own app; sauda needs an update.",
            recovery
        )
    }
}
