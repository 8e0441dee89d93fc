import SaudaBroker
import SaudaCore

extension OrderReader {
    /// The book, or with `id` the states of one order.
    ///
    /// A row that cannot be read is left out only when it is not ours: one of ours that goes missing would be taken for
    /// an order that never came to be.
    func book(_ data: JSON, of id: BrokerOrderID?) throws(BrokerError) -> Read {
        guard let items = data.items else { throw Failures.wrongShape("no list of orders") }
        var rows: [OrderRow] = []
        var skipped: [String: Int] = [:]
        for item in items {
            do throws(Unreadable) {
                rows.append(try row(item, of: id))
            } catch {
                let isTagged = item["tag"].text.map { !$0.isEmpty } ?? false
                guard error.isForeign || (!isTagged && item["order_id"].text != nil) else {
                    throw .kite(
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

    func positions(_ data: JSON) throws(BrokerError) -> Read {
        guard let items = data["net"].items else { throw Failures.wrongShape("no list of positions") }
        let (rows, skipped) = list(items, "a position") { item throws(Unreadable) in
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
        return Read(.positions(rows), skipped: skipped)
    }

    /// What can be sold: settled shares and those bought yesterday, less what was sold today already.
    func holdings(_ data: JSON) throws(BrokerError) -> Read {
        guard let items = data.items else { throw Failures.wrongShape("no list of holdings") }
        let (rows, skipped) = list(items, "a holding") { item throws(Unreadable) in
            let (id, symbol) = try instrument(item)
            guard let id else { throw Unreadable(description: "\(symbol) is not in the instrument list") }
            let units = try Self.count(item, "quantity") + Self.count(item, "t1_quantity")
            return HoldingRow(instrument: id, quantity: Quantity(units), average: try Self.price(item, "average_price"))
        }
        return Read(.holdings(rows.filter { $0.quantity.units > 0 }), skipped: skipped)
    }

    /// Rows of holdings with the number of an auction.
    func auctions(_ data: JSON) throws(BrokerError) -> Read {
        guard let items = data.items else { throw Failures.wrongShape("no list of auctions") }
        let (rows, skipped) = list(items, "an auction") { item throws(Unreadable) in
            let (id, symbol) = try instrument(item)
            return AuctionRow(
                number: try Self.text(item, "auction_number"),
                instrument: id,
                symbol: symbol,
                quantity: Quantity(try Self.count(item, "quantity"))
            )
        }
        return Read(.auctions(rows), skipped: skipped)
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
