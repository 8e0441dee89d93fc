import SaudaBroker
import SaudaCore

extension OrderReader {
    func book(_ data: JSON) throws(BrokerError) -> Reading {
        guard let items = data.items else { throw Failures.wrongShape("no list of orders") }
        let list = try RowList(
            orders: items,
            of: Upstox.id,
            tag: { RowFields.optional($0, "tag") },
            number: { RowFields.optional($0, "order_id") },
            read: { item throws(Unreadable) in try row(item) }
        )
        return Reading(.orders(list.rows), skipped: list.skipped)
    }

    func trades(_ data: JSON) throws(BrokerError) -> Reading {
        guard let items = data.items else { throw Failures.wrongShape("no list of trades") }
        let list = try RowList(trades: items, of: Upstox.id) { item throws(Unreadable) in try trade(item) }
        return Reading(.trades(list.rows), skipped: list.skipped)
    }

    /// Closed ones stay in the list, with a quantity of zero.
    func positions(_ data: JSON) throws(BrokerError) -> Reading {
        guard let items = data.items else { throw Failures.wrongShape("no list of positions") }
        let list = RowList(items, "a position") { item throws(Unreadable) in
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
        return Reading(.positions(list.rows), skipped: list.skipped)
    }

    /// Null on positions of the day (trap T26), which have the average of their side.
    private static func average(_ row: JSON, _ quantity: Quantity) throws(Unreadable) -> Price {
        let stated = try RowFields.price(row, "average_price")
        return try stated.isPlausible ? stated : RowFields.price(row, quantity.units > 0 ? "buy_price" : "sell_price")
    }

    func holdings(_ data: JSON) throws(BrokerError) -> Reading {
        guard let items = data.items else { throw Failures.wrongShape("no list of holdings") }
        let list = RowList(items, "a holding") { item throws(Unreadable) in
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
        return Reading(.holdings(list.rows.filter { $0.quantity.units > 0 }), skipped: list.skipped)
    }
}
