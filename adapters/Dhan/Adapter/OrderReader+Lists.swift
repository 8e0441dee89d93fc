import SaudaBroker
import SaudaCore

extension OrderReader {
    /// The book, or the one order that was asked for: an array also then, or an object (trap T6).
    ///
    /// A row that cannot be read is left out only when it is not ours: one of ours that goes missing would be taken for
    /// an order that never came to be.
    func book(_ body: JSON) throws(BrokerError) -> Read {
        guard let items = body.items ?? (body["orderId"].isNull ? nil : [body]) else {
            throw Failures.wrongShape("no list of orders")
        }
        var rows: [OrderRow] = []
        var skipped: [String: Int] = [:]
        let shared = SharedNumber.all(in: items)
        for item in items {
            do throws(Unreadable) {
                var row = try row(item)
                if shared.contains(row.id.text) { row.id = SharedNumber.id(row.id, item) }
                rows.append(row)
            } catch {
                let isTagged = RowFields.optional(item, "correlationId") != nil
                guard error.isForeign || (!isTagged && RowFields.optional(item, "orderId") != nil) else {
                    throw .dhan(
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

    func trades(_ body: JSON) throws(BrokerError) -> Read {
        guard let items = body.items else { throw Failures.wrongShape("no list of trades") }
        var rows: [TradeRow] = []
        var skipped: [String: Int] = [:]
        for item in items {
            do throws(Unreadable) {
                rows.append(try trade(item))
            } catch {
                // A fill that is not told would be lost: only those of products that are never ours may go.
                guard error.isForeign else {
                    throw .dhan(
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
    func positions(_ body: JSON) throws(BrokerError) -> Read {
        guard let items = body.items else { throw Failures.wrongShape("no list of positions") }
        let (rows, skipped) = list(items, "a position") { item throws(Unreadable) in
            let instrument = try instrument(item)
            let quantity = Quantity(try RowFields.signed(item, "netQty"))
            let average = try RowFields.price(item, quantity.units > 0 ? "buyAvg" : "sellAvg")
            return PositionRow(
                instrument: instrument.id,
                symbol: instrument.symbol,
                product: try RowFields.product(item, "productType"),
                quantity: quantity,
                average: quantity.units == 0 ? .zero : average
            )
        }
        return Read(.positions(rows), skipped: skipped)
    }

    /// What can be sold; none are told as an error (DH-1111).
    func holdings(_ body: JSON?) throws(BrokerError) -> Read {
        guard let body else { return Read(.holdings([])) }
        guard let items = body.items else { throw Failures.wrongShape("no list of holdings") }
        let (rows, left) = list(items, "a holding") { item throws(Unreadable) in
            HoldingRow(
                instrument: try held(item),
                quantity: Quantity(try RowFields.count(item, "availableQty")),
                average: try RowFields.price(item, "avgCostPrice")
            )
        }
        // Seen on the wire beside the documented fields, and of a product that sauda has not.
        var skipped = left
        let funded = items.count { !$0["mtf_qty"].isNull && $0["mtf_qty"].integer != 0 }
        if funded > 0 { skipped["a holding: bought on margin funding ('mtf_qty')"] = funded }
        return Read(.holdings(rows.filter { $0.quantity.units > 0 }), skipped: skipped)
    }

    /// A share held at no exchange in particular (`ALL`) has NSE's id, else BSE's. The symbol has to agree, for ids of the
    /// two may be the same number.
    private func held(_ row: JSON) throws(Unreadable) -> InstrumentID {
        let id = try RowFields.text(row, "securityId")
        let symbol = try RowFields.text(row, "tradingSymbol")
        let segments: [ExchangeSegment]
        switch try RowFields.text(row, "exchange") {
        case "ALL": segments = [.nseEquity, .bseEquity]
        case "NSE": segments = [.nseEquity]
        case "BSE": segments = [.bseEquity]
        case let word: throw Unreadable(description: "exchange '\(word.prefix(40))'")
        }
        for segment in segments {
            guard let found = find("\(segment.word):\(id)"), listing(found)?.instrument.symbol == symbol else {
                continue
            }
            return found
        }
        throw Unreadable(description: "\(symbol.prefix(40)) is not in the instrument list")
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
