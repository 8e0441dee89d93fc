package import SaudaBroker
package import SaudaCore

/// Positions, holdings and funds (protocol section 3.7). Amounts are texts in one answer and numbers in the next.
package struct AccountReader: Sendable {
    private let listings: ListingTable
    /// Rows left out, by reason.
    package private(set) var skipped: [String: Int] = [:]

    package init(_ listings: ListingTable) { self.listings = listings }

    /// Net of what was carried in and traded today; rows that closed stay with none.
    package mutating func positions(_ response: HTTPResponse) throws(BrokerError) -> [PositionRow] {
        let list = RowList(try Failures.rows(response), "a position") { row throws(Unreadable) in try position(row) }
        skipped.merge(list.skipped, uniquingKeysWith: +)
        return list.rows
    }

    private func position(_ row: JSON) throws(Unreadable) -> PositionRow {
        guard let segment = WireText.word(row["exSeg"]), let name = WireText.word(row["trdSym"]) else {
            throw Unreadable(description: "no segment or symbol")
        }
        guard let product = WireText.word(row["prod"]).flatMap(Product.init(word:)) else {
            throw Unreadable(description: "prod '\((row["prod"].text ?? "").prefix(40))'")
        }
        // A contract whose amounts are not price times units would get a wrong average.
        for factor in ["multiplier", "genNum", "genDen", "prcNum", "prcDen"] {
            guard row[factor].isNull || WireText.integer(row[factor]) == 1 else {
                throw Unreadable(description: "a contract factor in '\(factor)'")
            }
        }
        let bought = try Self.units(row, "cfBuyQty") + Self.units(row, "flBuyQty")
        let sold = try Self.units(row, "cfSellQty") + Self.units(row, "flSellQty")
        let net = bought - sold
        let average: Price
        if net > 0 {
            average = try Self.average(row, "cfBuyAmt", "buyAmt", bought)
        } else if net < 0 {
            average = try Self.average(row, "cfSellAmt", "sellAmt", sold)
        } else {
            average = .zero
        }
        let symbol = "\(segment)|\(name)"
        return PositionRow(
            instrument: listings.find(orderKey: symbol),
            symbol: symbol,
            product: product,
            quantity: Quantity(net),
            average: average
        )
    }

    private static func units(_ row: JSON, _ name: String) throws(Unreadable) -> Int64 {
        if row[name].isNull { return 0 }
        guard let units = WireText.integer(row[name]), (0...Quantity.limit.units).contains(units) else {
            throw Unreadable(description: "no possible count in '\(name)'")
        }
        return units
    }

    /// Rounded to the nearest 1/10,000 rupee.
    private static func average(
        _ row: JSON,
        _ carried: String,
        _ today: String,
        _ units: Int64
    ) throws(Unreadable) -> Price {
        var amount: Int64 = 0
        for name in [carried, today] where !row[name].isNull {
            guard let raw = WireText.decimal(row[name], places: 4), raw >= 0, raw < 1 << 61 else {
                throw Unreadable(description: "no possible amount in '\(name)'")
            }
            amount += raw
        }
        let price = Price(raw: (amount + units / 2) / units)
        guard price <= Price.limit else { throw Unreadable(description: "an average out of range") }
        return price
    }

    /// What can be sold, by segment and exchange token: symbols stand here without their series.
    package mutating func holdings(_ response: HTTPResponse) throws(BrokerError) -> [HoldingRow] {
        var rows: [HoldingRow] = []
        for row in try Failures.rows(response) {
            guard let segment = WireText.word(row["exchangeSegment"]),
                let token = WireText.word(row["exchangeIdentifier"])
                    ?? WireText.integer(row["exchangeIdentifier"]).map({ "\($0)" }),
                let id = listings.find(feedKey: "\(segment)|\(token)")
            else {
                skipped["a holding that is not in the instrument list", default: 0] += 1
                continue
            }
            guard let units = WireText.integer(row["sellableQuantity"]) ?? WireText.integer(row["quantity"]),
                (0...Quantity.limit.units).contains(units),
                let average = WireText.decimal(row["averagePrice"], places: 4),
                (0...Price.limit.raw).contains(average)
            else {
                skipped["a holding without a possible quantity or price", default: 0] += 1
                continue
            }
            if units > 0 {
                rows.append(HoldingRow(instrument: id, quantity: Quantity(units), average: Price(raw: average)))
            }
        }
        return rows
    }

    /// What is free to use. The text may show binary noise, so it is rounded.
    package func funds(_ response: HTTPResponse) throws(BrokerError) -> Money {
        guard let net = WireText.decimal(try Failures.body(response)["Net"], places: 4) else {
            throw Failures.wrongShape("no free funds")
        }
        return Money(raw: net)
    }
}
