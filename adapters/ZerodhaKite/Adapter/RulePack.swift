package import SaudaBroker
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
        /// The largest order in derivatives of an index of NSE; the exchange looks at it every month.
        case freeze(underlying: String, Quantity)
    }

    package struct Row: Hashable, Sendable {
        package let from: Day
        package let rule: Rule
        package let source: String
    }

    package static let rows: [Row] = limits + freezes

    private static let limits: [Row] = [
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

    /// Of BSE's indices and of shares no dated source was found; the broker's refusal is the word there.
    private static let freezes: [Row] = [
        freeze("2023-04-03", "NIFTY", 1800, "NSE circular, in force 3 April 2023"),
        freeze("2023-04-03", "BANKNIFTY", 900, "NSE circular, in force 3 April 2023"),
        freeze("2023-04-03", "FINNIFTY", 1800, "NSE circular, in force 3 April 2023"),
        freeze("2023-04-03", "MIDCPNIFTY", 5500, "NSE circular, in force 3 April 2023"),
        freeze("2024-08-01", "MIDCPNIFTY", 2800, "NSE circular, in force 1 August 2024"),
        freeze("2024-08-01", "NIFTYNXT50", 600, "NSE circular, in force 1 August 2024"),
        freeze("2025-07-01", "BANKNIFTY", 600, "NSE circular of 30 June 2025"),
        freeze("2025-09-01", "BANKNIFTY", 900, "NSE circular of 29 August 2025"),
        freeze("2025-11-03", "BANKNIFTY", 600, "NSE circular of 31 October 2025"),
        freeze("2025-12-01", "FINNIFTY", 1200, "NSE circular of November 2025"),
        freeze("2026-02-01", "FINNIFTY", 1800, "NSE circular of 30 January 2026"),
    ]

    /// Those in force on a day.
    package static func rules(on day: Day) -> [Rule] { rows.filter { $0.from <= day }.map(\.rule) }

    /// The largest orders in derivatives of indices, by the index's name in the list, as far as they are known.
    package static func freezes(on day: Day) -> [String: Quantity] {
        var found: [String: Quantity] = [:]
        for row in freezes where row.from <= day {
            if case .freeze(let underlying, let quantity) = row.rule { found[underlying] = quantity }
        }
        return found
    }

    /// One order a second below the threshold of registration, whatever the day: it is never raised without a
    /// registered algorithm, and with one the broker's own ten a second would give one order more.
    static var ordersPerSecond: Int {
        rows.reduce(10) { least, row in
            if case .registration(let threshold) = row.rule { min(least, threshold) } else { least }
        } - 1
    }

    package static var texts: [BrokerRule] {
        rows.map { BrokerRule(from: $0.from, text: $0.rule.text, source: $0.source) }
    }

    private static func freeze(_ from: String, _ underlying: String, _ units: Int64, _ source: String) -> Row {
        row(from, .freeze(underlying: underlying, Quantity(units)), source)
    }

    private static func row(_ from: String, _ rule: Rule, _ source: String) -> Row {
        // A date that cannot be read would hold for ever; a test looks at every one.
        Row(from: Day(from) ?? Day(number: 0), rule: rule, source: source)
    }
}

extension RulePack.Rule {
    var text: String {
        switch self {
        case .protectedMarketOrders: "Market orders carry a market protection; sauda always sends one."
        case .noImmediateOrders(let segment): "No IOC orders in \(segment.words)."
        case .slices(let most): "The broker cuts an order into \(most) slices at most."
        case .icebergLegs(let legs): "An iceberg order has \(legs.lowerBound) to \(legs.upperBound) legs."
        case .disclosed(let part, let segment):
            "In \(segment.words) at least 1/\(part) of an order is disclosed, if not all."
        case .noDisclosed(let segment): "In \(segment.words) no part of an order can be disclosed."
        case .changes(let most): "An order takes \(most) changes."
        case .registration(let orders):
            "From \(orders) orders a second in one exchange segment an algorithm has to be registered; "
                + "sauda stays below."
        case .registeredAddress: "Orders are taken from the registered addresses only."
        case .freeze(let underlying, let quantity): "An order in \(underlying) has \(quantity) units at most."
        }
    }
}

extension Segment {
    fileprivate var words: String {
        switch self {
        case .nseEquity: "shares of NSE"
        case .nseDerivatives: "derivatives of NSE"
        case .nseCurrency: "currencies of NSE"
        case .nseIndex: "indices of NSE"
        case .bseEquity: "shares of BSE"
        case .bseDerivatives: "derivatives of BSE"
        case .bseCurrency: "currencies of BSE"
        case .bseIndex: "indices of BSE"
        case .mcxCommodity: "commodities of MCX"
        }
    }
}
