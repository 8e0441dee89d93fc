import SaudaBroker
import SaudaCore

extension OrderReader {
    /// The book, or the one order that was asked for: an array also then, or an object (trap T6).
    func book(_ body: JSON) throws(BrokerError) -> Reading {
        guard let items = body.items ?? (body["orderId"].isNull ? nil : [body]) else {
            throw Failures.wrongShape("no list of orders")
        }
        let shared = SharedNumber.all(in: items)
        let list = try RowList(
            orders: items,
            of: Dhan.id,
            tag: { RowFields.optional($0, "correlationId") },
            number: { RowFields.optional($0, "orderId") },
            read: { item throws(Unreadable) in
                var row = try row(item)
                if shared.contains(row.id.text) { row.id = SharedNumber.id(row.id, item) }
                return row
            }
        )
        return Reading(.orders(list.rows), skipped: list.skipped)
    }

    func trades(_ body: JSON) throws(BrokerError) -> Reading {
        guard let items = body.items else { throw Failures.wrongShape("no list of trades") }
        let list = try RowList(trades: items, of: Dhan.id) { item throws(Unreadable) in try trade(item) }
        return Reading(.trades(list.rows), skipped: list.skipped)
    }

    /// Closed ones stay in the list, with a quantity of zero.
    func positions(_ body: JSON) throws(BrokerError) -> Reading {
        guard let items = body.items else { throw Failures.wrongShape("no list of positions") }
        let list = RowList(items, "a position") { item throws(Unreadable) in
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
        return Reading(.positions(list.rows), skipped: list.skipped)
    }

    /// What can be sold; none are told as an error (DH-1111).
    func holdings(_ body: JSON?) throws(BrokerError) -> Reading {
        guard let body else { return Reading(.holdings([])) }
        guard let items = body.items else { throw Failures.wrongShape("no list of holdings") }
        let list = RowList(items, "a holding") { item throws(Unreadable) in
            HoldingRow(
                instrument: try held(item),
                quantity: Quantity(try RowFields.count(item, "availableQty")),
                average: try RowFields.price(item, "avgCostPrice")
            )
        }
        // Seen on the wire beside the documented fields, and of a product that sauda has not.
        var skipped = list.skipped
        let funded = items.count { !$0["mtf_qty"].isNull && $0["mtf_qty"].integer != 0 }
        if funded > 0 { skipped["a holding: bought on margin funding ('mtf_qty')"] = funded }
        return Reading(.holdings(list.rows.filter { $0.quantity.units > 0 }), skipped: skipped)
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
}
