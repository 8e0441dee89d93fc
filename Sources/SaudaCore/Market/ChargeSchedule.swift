/// Taxes and exchange fees by trade date, read from `charges.csv`, which with a broker's `ChargePlan` make the charges.
///
/// ETFs are charged as shares, a little too much. `rates` costs a few short searches: call it once per day and class.
public struct ChargeSchedule: Sendable {
    public struct Refusal: Error, Hashable, Sendable, CustomStringConvertible {
        public var description: String
    }

    /// The facts that ship with the library: NSE cash and equity derivatives.
    public static let builtIn = BuiltInFacts.load { () throws(FactError) in try ChargeSchedule() }

    private enum Exchange: UInt8, CaseIterable {
        case nse, bse
    }

    private enum Item: UInt8, CaseIterable {
        case stt, exchange, ipft, sebi, stamp, gst, exercise
    }

    /// By exchange, class and item.
    private var lists = Array(
        repeating: DatedList<ChargeRates.Sides>(),
        count: Exchange.allCases.count * ChargeClass.allCases.count * Item.allCases.count
    )

    /// Reads `charges.csv` from a folder's texts, else the built-in one. Throws with the line to repair.
    public init(parsing files: [String: String] = [:]) throws(FactError) {
        let text = try BuiltInFacts.text("charges.csv", newer: files)
        let columns = ["from", "exchange", "item", "class", "buy", "sell", "source"]
        for row in try FactTable(text, file: "charges.csv", columns: columns).rows {
            let sides = ChargeRates.Sides(buy: try row.rate("buy"), sell: try row.rate("sell"))
            let item = try row.word("item", Self.items)
            if item == .gst, sides.buy != sides.sell {
                throw row.error("has two rates of gst; it is the same for both sides, write it twice.")
            }
            let from = try row.start("from")
            for exchange in try row.word("exchange", Self.exchanges) {
                for group in try row.word("class", ChargeClass.words) {
                    guard lists[Self.slot(exchange, group, item)].add(sides, from: from) else {
                        throw row.error("repeats \(row["item"]) of \(group) from \(row["from"]); remove one row.")
                    }
                }
            }
        }
    }

    private static func slot(_ exchange: Exchange, _ group: ChargeClass, _ item: Item) -> Int {
        (Int(exchange.rawValue) * ChargeClass.allCases.count + Int(group.rawValue)) * Item.allCases.count
            + Int(item.rawValue)
    }

    private static let exchanges: KeyValuePairs<String, [Exchange]> = [
        "nse": [.nse], "bse": [.bse], "all": Exchange.allCases,
    ]
    private static let items: KeyValuePairs<String, Item> = [
        "stt": .stt, "exchange": .exchange, "ipft": .ipft, "sebi": .sebi, "stamp": .stamp, "gst": .gst,
        "stt-exercise": .exercise,
    ]
}

// MARK: - Looking up

extension ChargeSchedule {
    /// The rates for trades of one day. Refused when the trade cannot exist or a rate is not known; nothing is guessed.
    public func rates(
        on day: Day,
        segment: Segment,
        kind: Instrument.Kind,
        product: Product,
        plan: ChargePlan
    ) throws(Refusal) -> ChargeRates {
        guard let group = ChargeClass(kind, product) else {
            throw Refusal(description: "\(kind) cannot be traded as \(product); use another instrument or product.")
        }
        if let fixed = plan.fixed { return fixed }
        let exchange: Exchange? =
            switch segment {
            case .nseEquity, .nseDerivatives: .nse
            case .bseEquity, .bseDerivatives: .bse
            case .nseIndex, .bseIndex, .nseCurrency, .bseCurrency, .mcxCommodity: nil
            }
        guard let exchange else {
            throw Refusal(description: "no charges are known for \(segment); trade it on paper with a flat plan only.")
        }
        func sides(_ item: Item) throws(Refusal) -> ChargeRates.Sides {
            if let sides = lists[Self.slot(exchange, group, item)].value(on: day) { return sides }
            throw Refusal(
                description: "no \(item) rate of \(group) is known for \(segment) on \(day); add a row to charges.csv."
            )
        }
        var rates = ChargeRates()
        rates.stt = try sides(.stt)
        rates.exchange = try sides(.exchange)
        rates.ipft = try sides(.ipft)
        rates.sebi = try sides(.sebi)
        rates.stamp = try sides(.stamp)
        rates.gst = try sides(.gst).buy
        if group == .option { rates.exerciseSTT = try sides(.exercise) }
        rates.brokerage = try plan.brokerage(of: group, isSquaredOff: product == .intraday, on: day)
        if group == .delivery { rates.dp = try plan.depository(on: day) }
        return rates
    }
}
