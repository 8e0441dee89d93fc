import SaudaBroker
import SaudaCore
import SaudaService

/// A line of positions or holdings, with its worth at the last price.
struct HeldRow: Encodable {
    var symbol: String
    var product: Product
    var quantity: Quantity
    var average: Price
    /// Nil when the broker has no quote, or the plan has none.
    var last: Price?

    var value: Money? { last.map { $0 * quantity } }
    var profit: Money? { last.map { ($0 - average) * quantity } }

    enum CodingKeys: String, CodingKey { case symbol, product, quantity, average, last, value, profit }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(symbol, forKey: .symbol)
        try container.encode(product.word, forKey: .product)
        try container.encode(quantity.units, forKey: .quantity)
        try container.encode("\(average)", forKey: .average)
        try container.encodeIfPresent(last.map { "\($0)" }, forKey: .last)
        try container.encodeIfPresent(value.map { "\($0)" }, forKey: .value)
        try container.encodeIfPresent(profit.map { "\($0)" }, forKey: .profit)
    }

    /// Prices are a help here; without them the rest is still shown.
    static func prices(of ids: [InstrumentID], _ line: AccountLine) async -> [InstrumentID: Price] {
        guard !ids.isEmpty, case .quotes(let ticks)? = try? await line.ask(.quotes(ids)) else { return [:] }
        return Dictionary(ticks.map { ($0.instrument, $0.price) }, uniquingKeysWith: { $1 })
    }

    static func text(_ rows: [HeldRow], _ format: OutputFormat, empty: String) throws -> String {
        if format == .json { return try JSONText.of(rows) }
        guard !rows.isEmpty else { return empty }
        let ink = Ink(isOn: Terminal.usesColour)
        var table = ColumnTable(
            ["SYMBOL", "PRODUCT", "QUANTITY", "AVERAGE", "LAST", "VALUE", "PROFIT"],
            figures: [2, 3, 4, 5, 6]
        )
        for row in rows {
            table.add(
                [
                    row.symbol, row.product.word, "\(row.quantity)", "\(row.average)", row.last.map { "\($0)" } ?? "-",
                    row.value.map(Rupees.text) ?? "-", row.profit.map(Rupees.text) ?? "-",
                ],
                tone: (row.profit ?? .zero) < .zero ? .warning : .plain
            )
        }
        let known = rows.compactMap(\.profit)
        let total = known.reduce(Money.zero, +)
        let rest = known.count == rows.count ? "" : " of \(known.count) with a price"
        return table.text(ink) + "\nProfit\(rest): \(Rupees.text(total)) rupees before charges."
    }
}

extension Product {
    /// As people in India write it.
    var word: String {
        switch self {
        case .delivery: "CNC"
        case .intraday: "MIS"
        case .carryForward: "NRML"
        }
    }
}
