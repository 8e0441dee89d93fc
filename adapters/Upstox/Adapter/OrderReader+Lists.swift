import SaudaBroker
import SaudaCore

extension OrderReader {
    /// A row that cannot be read is left out only when it is not ours: one of ours that goes missing would be taken for
    /// an order that never came to be.
    func book(_ data: JSON) throws(BrokerError) -> Read {
        guard let items = data.items else { throw Failures.wrongShape("no list of orders") }
        var rows: [OrderRow] = []
        var skipped: [String: Int] = [:]
        for item in items {
            do throws(Unreadable) {
                rows.append(try row(item))
            } catch {
                let isTagged = RowFields.optional(item, "tag") != nil
                guard error.isForeign || (!isTagged && RowFields.optional(item, "order_id") != nil) else {
                    throw .upstox(
                        "an order of the book cannot be read: \(error)",
                        "Look at the orders in the broker's own app; sauda needs an update.",
                        .stop
                    )
                }
                skipped["an order: \(error)", default: 0] += 1
            }
        }
        return Read(.orders(rows), skipped: skipped)
    }

    func trades(_ data: JSON) throws(BrokerError) -> Read {
        guard let items = data.items else { throw Failures.wrongShape("no list of trades") }
        var rows: [TradeRow] = []
        var skipped: [String: Int] = [:]
        for item in items {
            do throws(Unreadable) {
                rows.append(try trade(item))
            } catch {
                // A fill that is not told would be lost: only those of products and segments that are never ours may go.
                guard error.isForeign else {
                    throw .upstox(
                        "a trade cannot be read: \(error)",
                        "Look at the trades in the broker's own app; sauda needs an update.",
                        .checkOrderBook
                    )
                }
                skipped["a trade: \(error)", default: 0] += 1
            }
        }
        return Read(.trades(rows), skipped: skipped)
    }

    /// Closed ones stay in the list, with a quantity of zero.
    func positions(_ data: JSON) throws(BrokerError) -> Read {
        guard let items = data.items else { throw Failures.wrongShape("no list of positions") }
        let (rows, skipped) = list(items, "a position") { item throws(Unreadable) in
            let key = try RowFields.key(item)
            let quantity = Quantity(try RowFields.signed(item, "quantity"))
            guard item["multiplier"].isNull || item["multiplier"].integer == 1 else {
                throw Unreadable(description: "a multiplier other than 1")
            }
            return PositionRow(
                instrument: find(key.text),
                symbol: Self.symbol(item) ?? key.text,
                product: try RowFields.product(item, key.segment),
                quantity: quantity,
                average: try quantity.units == 0 ? .zero : Self.average(item, quantity)
            )
        }
        return Read(.positions(rows), skipped: skipped)
    }

    /// Null on positions of the day (trap T26), which have the average of their side.
    private static func average(_ row: JSON, _ quantity: Quantity) throws(Unreadable) -> Price {
        let stated = try RowFields.price(row, "average_price")
        return try stated.isPlausible ? stated : RowFields.price(row, quantity.units > 0 ? "buy_price" : "sell_price")
    }

    func holdings(_ data: JSON) throws(BrokerError) -> Read {
        guard let items = data.items else { throw Failures.wrongShape("no list of holdings") }
        let (rows, skipped) = list(items, "a holding") { item throws(Unreadable) in
            let key = try RowFields.key(item)
            guard key.segment.isEquity, let instrument = find(key.text) else {
                throw Unreadable(description: "\(key.text.prefix(40)) is not in the instrument list")
            }
            // Shares bought on margin are somebody else's to sell.
            if let product = RowFields.optional(item, "product"), product != "D" {
                throw Unreadable(description: "product '\(product.prefix(40))'")
            }
            return HoldingRow(
                instrument: instrument,
                quantity: Quantity(try RowFields.count(item, "quantity")),
                average: try RowFields.price(item, "average_price")
            )
        }
        return Read(.holdings(rows.filter { $0.quantity.units > 0 }), skipped: skipped)
    }

    private func list<Row>(
        _ items: [JSON],
        _ what: String,
        _ read: (JSON) throws(Unreadable) -> Row
    ) -> (rows: [Row], skipped: [String: Int]) {
        var rows: [Row] = []
        var skipped: [String: Int] = [:]
        for item in items {
            do throws(Unreadable) {
                rows.append(try read(item))
            } catch {
                skipped["\(what): \(error)", default: 0] += 1
            }
        }
        return (rows, skipped)
    }
}
