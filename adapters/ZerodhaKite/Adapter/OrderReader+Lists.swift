import SaudaBroker
import SaudaCore

extension OrderReader {
    /// The book, or with `id` the states of one order.
    func book(_ data: JSON, of id: BrokerOrderID?) throws(BrokerError) -> Reading {
        guard let items = data.items else { throw Failures.wrongShape("no list of orders") }
        let list = try RowList(
            orders: items,
            of: ZerodhaKite.id,
            tag: { item in item["tag"].text.flatMap { $0.isEmpty ? nil : $0 } },
            number: { $0["order_id"].text },
            read: { item throws(Unreadable) in try row(item, of: id) }
        )
        return Reading(.orders(list.rows), skipped: list.skipped)
    }

    func positions(_ data: JSON) throws(BrokerError) -> Reading {
        guard let items = data["net"].items else { throw Failures.wrongShape("no list of positions") }
        let list = RowList(items, "a position") { item throws(Unreadable) in
            let instrument = try instrument(item)
            guard let quantity = item["quantity"].integer, quantity.magnitude <= Quantity.limit.units.magnitude else {
                throw Unreadable(description: "no possible count in 'quantity'")
            }
            return PositionRow(
                instrument: instrument.id,
                symbol: instrument.symbol,
                product: try Self.product(item),
                quantity: Quantity(quantity),
                average: try Self.price(item, "average_price")
            )
        }
        return Reading(.positions(list.rows), skipped: list.skipped)
    }

    /// What can be sold: settled shares and those bought yesterday, less what was sold today already.
    func holdings(_ data: JSON) throws(BrokerError) -> Reading {
        guard let items = data.items else { throw Failures.wrongShape("no list of holdings") }
        let list = RowList(items, "a holding") { item throws(Unreadable) in
            let (id, symbol) = try instrument(item)
            guard let id else { throw Unreadable(description: "\(symbol) is not in the instrument list") }
            let units = try Self.count(item, "quantity") + Self.count(item, "t1_quantity")
            return HoldingRow(instrument: id, quantity: Quantity(units), average: try Self.price(item, "average_price"))
        }
        return Reading(.holdings(list.rows.filter { $0.quantity.units > 0 }), skipped: list.skipped)
    }

    /// Rows of holdings with the number of an auction.
    func auctions(_ data: JSON) throws(BrokerError) -> Reading {
        guard let items = data.items else { throw Failures.wrongShape("no list of auctions") }
        let list = RowList(items, "an auction") { item throws(Unreadable) in
            let (id, symbol) = try instrument(item)
            return AuctionRow(
                number: try Self.text(item, "auction_number"),
                instrument: id,
                symbol: symbol,
                quantity: Quantity(try Self.count(item, "quantity"))
            )
        }
        return Reading(.auctions(list.rows), skipped: list.skipped)
    }
}
