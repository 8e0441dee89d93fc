/// Tick sizes by price and date, for when no instrument list says (DEC-14: the day's list is the truth).
///
/// The tick is chosen by the unrounded price. The exchange really sets it once a month from the last close of the month
/// before, so around a boundary a ladder can differ from the list of the day.
public struct TickLadder: Sendable {
    /// The tick of prices up to and with `limit`.
    fileprivate struct Step {
        var limit: Price
        var tick: Price
    }

    fileprivate static let unlimited = Price(raw: .max)

    /// NSE cash shares as the exchange changed them, from `ticks.csv`.
    public static let builtIn = BuiltInFacts.load { () throws(FactError) in try TickLadder() }
    /// SEL-2, profile `current`, NSE.
    public static let profileCurrent = TickLadder(
        [(under: 1000, paise: 5), (under: 5000, paise: 10), (under: 20_000, paise: 50)],
        restPaise: 100
    )
    /// SEL-2, profile `v2_1`, NSE.
    public static let profileV21 = TickLadder([(under: 1000, paise: 5)], restPaise: 10)
    /// SEL-2, profile `v2_1`, BSE.
    public static let profileV21BSE = TickLadder([(under: 10, paise: 1)], restPaise: 5)

    private var periods = DatedList<[Step]>()

    /// A ladder that holds on every day; limits in rupees.
    private init(_ steps: [(under: Int64, paise: Int64)], restPaise: Int64) {
        let steps = steps.map { Step(limit: Price(raw: Price(rupees: $0.under).raw - 1), tick: Price(paise: $0.paise)) }
        _ = periods.add(steps + [Step(limit: Self.unlimited, tick: Price(paise: restPaise))], from: Day(number: .min))
    }

    /// Reads `ticks.csv` from a folder's texts, else the built-in one. Throws with the line to repair.
    public init(parsing files: [String: String] = [:]) throws(FactError) {
        let text = try BuiltInFacts.text("ticks.csv", newer: files)
        let table = try FactTable(text, file: "ticks.csv", columns: ["from", "price", "tick", "source"])
        var steps: [Step] = []
        for (index, row) in table.rows.enumerated() {
            let step = try row.step()
            if let last = steps.last, step.limit <= last.limit {
                throw row.error("'\(row["price"])' does not rise; sort a period's rows by price, 'any' last.")
            }
            steps.append(step)
            if index + 1 < table.rows.count, table.rows[index + 1]["from"] == row["from"] { continue }
            guard step.limit == Self.unlimited else { throw row.error("ends a period; end it with a row 'any'.") }
            guard periods.add(steps, from: try row.start("from")) else {
                throw row.error("repeats the period from \(row["from"]); keep its rows together.")
            }
            steps = []
        }
        if periods.entries.isEmpty {
            throw FactError(file: table.file, problem: "holds no ticks; add a row 'always,any'.")
        }
    }

    /// The tick of a price on a day; days before the first period have the first period's.
    public func tick(for price: Price, on day: Day) -> Price {
        let steps = periods.value(on: day) ?? periods.entries[0].value
        return (steps.first { price <= $0.limit } ?? steps[steps.count - 1]).tick
    }
}

extension FactTable.Row {
    fileprivate func step() throws(FactError) -> TickLadder.Step {
        guard let tick = Price(self["tick"]), tick > .zero else {
            throw error("'\(self["tick"])' is not a tick; write rupees such as 0.05.")
        }
        let text = self["price"]
        if text == "any" { return TickLadder.Step(limit: TickLadder.unlimited, tick: tick) }
        let digits = text.drop { $0 == "<" || $0 == "=" }
        guard text.hasPrefix("<"), let limit = Price(digits), limit > .zero else {
            throw error("'\(text)' is not a price limit; write <250, <=1000 or any.")
        }
        return TickLadder.Step(limit: text.hasPrefix("<=") ? limit : Price(raw: limit.raw - 1), tick: tick)
    }
}
