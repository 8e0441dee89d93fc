import SaudaCore
import SaudaStore

/// What an order was held against before it left (`RiskGate`), with the figures that the journal and the day's settings
/// have. That it was sent says that it passed them all.
struct PassedChecks {
    let request: OrderRequest
    /// Limits as the day's settings have them; nil when those were not kept.
    let settings: [DaySettings.Line]?
    /// Which order of its account it was that day, counted from 1.
    let number: Int
    let price: Price?

    var lines: [String] {
        let terms = request.terms
        let offer = "\(terms.kind), \(terms.validity.bookWord), \(request.product.bookWord) is what the broker takes"
        let band = request.variety == .afterMarket ? "" : " and within the day's band"
        let shape = "\(terms.quantity) is a whole number of lots, and its prices lie on the tick\(band)"
        let beside = price.map { " beside \($0), the price known then" } ?? ""
        return [offer, shape, "its prices are plausible\(beside)"] + money
    }

    private var money: [String] {
        guard request.product != .delivery || request.side == .buy else {
            return [
                "no more is sold than is held and not on sale already",
                "it only closes a position, so the halt and the limits on money do not hold it back",
            ]
        }
        let value = value.map { "\($0)" } ?? "its value"
        return [
            "orders were not halted",
            "\(value) is within order_value\(limit("order_value"))",
            "it was order \(number) of the account's day, within orders_per_day\(limit("orders_per_day"))",
            "the day's loss was below daily_loss\(limit("daily_loss"))",
        ]
    }

    private var value: Money? {
        let price = request.terms.limit.raw > 0 ? request.terms.limit : price
        return price.map { max($0, request.terms.trigger) * request.terms.quantity }
    }

    private func limit(_ name: String) -> String {
        guard let settings else { return ", which was not kept for that day" }
        return settings.first { $0.key.hasSuffix(".limits.\(name)") }.map { " of \($0.value)" } ?? ", which is not set"
    }
}
