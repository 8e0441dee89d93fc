package import SaudaCore

/// What the broker, an exchange or the regulator asks of orders through the API, as dated rows with their sources. A
/// row holds from its date on, until a later row of the same kind.
package enum RulePack {
    package enum Rule: Hashable, Sendable {
        /// MARKET and SL-M carry a protection that is not zero.
        case protectedMarketOrders
        /// No orders that trade at once or lapse.
        case noImmediateOrders(in: Segment)
        /// Orders that automatic slicing makes of one.
        case slices(most: Int)
        case icebergLegs(ClosedRange<Int>)
        /// The least part that may be disclosed: one in so many.
        case disclosed(part: Int64, in: Segment)
        case noDisclosed(in: Segment)
        case changes(most: Int)
        /// From so many orders a second in one exchange segment on, an algorithm has to be registered.
        case registration(ordersPerSecond: Int)
        /// Orders are taken from registered addresses only.
        case registeredAddress
    }

    package struct Row: Hashable, Sendable {
        package let from: Day
        package let rule: Rule
        package let source: String
    }

    package static let rows: [Row] = [
        row("2018-01-01", .icebergLegs(2...50), "API page of orders: iceberg_legs"),
        row("2018-01-01", .changes(most: 25), "support article on order rate limits"),
        row("2018-01-01", .disclosed(part: 10, in: .nseEquity), "support article disclosed-quantity: 10 %"),
        row("2018-01-01", .disclosed(part: 10, in: .bseEquity), "support article disclosed-quantity: 10 %"),
        row("2018-01-01", .disclosed(part: 10, in: .nseCurrency), "support article disclosed-quantity: 10 %"),
        row("2018-01-01", .disclosed(part: 10, in: .bseCurrency), "support article disclosed-quantity: 10 %"),
        row("2018-01-01", .disclosed(part: 4, in: .mcxCommodity), "support article disclosed-quantity: 25 %"),
        row("2018-01-01", .noDisclosed(in: .nseDerivatives), "support article disclosed-quantity"),
        row("2018-01-01", .noDisclosed(in: .bseDerivatives), "support article disclosed-quantity"),
        row("2026-04-01", .protectedMarketOrders, "forum discussion 15912"),
        row("2026-04-01", .noImmediateOrders(in: .mcxCommodity), "forum discussion 15912"),
        row("2026-04-01", .slices(most: 10), "forum discussion 15912"),
        row(
            "2026-04-01",
            .registration(ordersPerSecond: 10),
            "regulator's framework for retail algorithms; forum 15912"
        ),
        row("2026-04-01", .registeredAddress, "support article on static addresses"),
    ]

    /// Those in force on a day.
    package static func rules(on day: Day) -> [Rule] { rows.filter { $0.from <= day }.map(\.rule) }

    /// One order a second below the threshold of registration, whatever the day: it is never raised without a
    /// registered algorithm, and with one the broker's own ten a second would give one order more.
    static var ordersPerSecond: Int {
        rows.reduce(10) { least, row in
            if case .registration(let threshold) = row.rule { min(least, threshold) } else { least }
        } - 1
    }

    private static func row(_ from: String, _ rule: Rule, _ source: String) -> Row {
        // A date that cannot be read would hold for ever; a test looks at every one.
        Row(from: Day(from) ?? Day(number: 0), rule: rule, source: source)
    }
}
