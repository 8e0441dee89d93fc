/// A broker's prices, by class of trade and date, under the id that configuration names.
///
/// The library knows `paper`, `paper-v2` and `flat:N%`; adapters bring texts of their own (`parse`).
public struct ChargePlan: Sendable {
    /// A tariff's place: classes squared off the same day, classes carried, and the depository last.
    fileprivate static let depositorySlot = ChargeClass.allCases.count * 2

    public let id: String
    /// All rates of a plan that leaves the law out, for parity with other systems; the same on every day.
    let fixed: ChargeRates?
    private var tariffs: [DatedList<ChargeTariff>]

    private init(id: String, fixed: ChargeRates?) {
        self.id = id
        self.fixed = fixed
        tariffs = Array(repeating: DatedList(), count: Self.depositorySlot + 1)
    }
}

// MARK: - Built-in plans

extension ChargePlan {
    /// `paper`: delivery free, else the lower of 20 rupees and 0.03 % per order, options 20 per order.
    public static let paper = BuiltInFacts.load { () throws(FactError) in
        try parse(BuiltInFacts.text("plans.csv", newer: [:]), file: "plans.csv")[0]
    }

    /// `paper-v2`: the rates of PAP-3, 0.04175 % of a buy and 0.13875 % of a sell, whatever the date and class.
    public static let paperV2: ChargePlan = {
        let both = { (perBillion: Int64) in
            ChargeRates.Sides(buy: ChargeRate(perBillion: perBillion), sell: ChargeRate(perBillion: perBillion))
        }
        var rates = ChargeRates()
        rates.brokerage.share = ChargeRate(perBillion: 300_000)
        rates.gst = ChargeRate(perBillion: 180_000_000)
        rates.isGSTOnFees = false
        rates.exchange = both(32_500)
        rates.sebi = both(1000)
        rates.stamp.buy = ChargeRate(perBillion: 30_000)
        rates.stt.sell = ChargeRate(perBillion: 1_000_000)
        return ChargePlan(id: "paper-v2", fixed: rates)
    }()

    /// A share of each fill's value on both sides and nothing else: `flat:0.03%`.
    public static func flat(_ share: ChargeRate) -> ChargePlan {
        var rates = ChargeRates()
        rates.brokerage.share = share
        return ChargePlan(id: "flat:\(share)", fixed: rates)
    }

    /// The plan of that id: one of the library's, `flat:` with a share, or one of `others`.
    public static func named(
        _ id: String,
        among others: [ChargePlan] = []
    ) throws(ChargeSchedule.Refusal) -> ChargePlan {
        if id.hasPrefix("flat:"), let share = ChargeRate(String(id.dropFirst(5))) { return flat(share) }
        let plans = [paper, paperV2] + others
        if let plan = plans.first(where: { $0.id == id }) { return plan }
        let known = plans.map(\.id).joined(separator: ", ")
        throw ChargeSchedule.Refusal(description: "no charge plan is called '\(id)'. Known: \(known), flat:0.03%.")
    }
}

// MARK: - Reading and looking up

extension ChargePlan {
    /// Reads the plans of a text in the form of the library's `plans.csv`. Throws with the line to repair.
    public static func parse(_ text: String, file: String) throws(FactError) -> [ChargePlan] {
        let columns = ["plan", "from", "class", "product", "share", "least", "most", "source"]
        var plans: [ChargePlan] = []
        for row in try FactTable(text, file: file, columns: columns).rows {
            if row["plan"].isEmpty { throw row.error("names no plan; write its id.") }
            let tariff = ChargeTariff(
                share: try row.rate("share"),
                least: try row.bound("least") ?? .zero,
                most: try row.bound("most") ?? ChargeTariff.free.most
            )
            if tariff.least > tariff.most { throw row.error("takes at least more than at most; swap the bounds.") }
            let from = try row.start("from")
            let index = plans.firstIndex { $0.id == row["plan"] } ?? plans.count
            if index == plans.count { plans.append(ChargePlan(id: row["plan"], fixed: nil)) }
            for slot in try row.tariffSlots() {
                guard plans[index].tariffs[slot].add(tariff, from: from) else {
                    throw row.error("repeats a row of plan \(row["plan"]) from \(row["from"]); remove one of them.")
                }
            }
        }
        return plans
    }

    func brokerage(
        of group: ChargeClass,
        isSquaredOff: Bool,
        on day: Day
    ) throws(ChargeSchedule.Refusal) -> ChargeTariff {
        let slot = Self.slot(group, isSquaredOff: isSquaredOff)
        if let tariff = tariffs[slot].value(on: day) { return tariff }
        throw ChargeSchedule.Refusal(description: "charge plan \(id) has no \(group) price on \(day); add a row to it.")
    }

    func depository(on day: Day) throws(ChargeSchedule.Refusal) -> ChargeTariff {
        if let tariff = tariffs[Self.depositorySlot].value(on: day) { return tariff }
        throw ChargeSchedule.Refusal(description: "charge plan \(id) has no dp price on \(day); add a row, 0 for none.")
    }

    fileprivate static func slot(_ group: ChargeClass, isSquaredOff: Bool) -> Int {
        Int(group.rawValue) * 2 + (isSquaredOff ? 1 : 0)
    }
}

extension FactTable.Row {
    /// Rupees; nil for an empty field.
    fileprivate func bound(_ column: String) throws(FactError) -> Money? {
        if self[column].isEmpty { return nil }
        guard let money = Money(self[column]), money >= .zero else {
            throw error("'\(self[column])' is not an amount; write rupees such as 20 or 15.34, or nothing.")
        }
        return money
    }

    fileprivate func tariffSlots() throws(FactError) -> [Int] {
        let products = try word("product", ["day": [true], "carried": [false], "any": [true, false]])
        if self["class"] == "dp" { return [ChargePlan.depositorySlot] }
        let groups = try word("class", ChargeClass.words)
        return groups.flatMap { group in products.map { ChargePlan.slot(group, isSquaredOff: $0) } }
    }
}
