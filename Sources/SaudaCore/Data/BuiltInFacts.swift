/// The data texts that ship inside the library. A caller's newer file of the same name takes the place of ours.
enum BuiltInFacts {
    static let texts: [String: [UInt8]] = [
        "calendar.csv": PackageResources.calendar_csv,
        "hours.csv": PackageResources.hours_csv,
        "ticks.csv": PackageResources.ticks_csv,
        "charges.csv": PackageResources.charges_csv,
        "plans.csv": PackageResources.plans_csv,
        "lots.csv": PackageResources.lots_csv,
    ]

    /// The caller's text of that name, else our own. A misspelt file name is refused: its facts would be missed silently.
    static func text(_ name: String, newer files: [String: String]) throws(FactError) -> String {
        if let stranger = files.keys.sorted().first(where: { texts[$0] == nil }) {
            let known = texts.keys.sorted().joined(separator: ", ")
            throw FactError(file: stranger, problem: "is not a market data file; rename or remove it. Known: \(known).")
        }
        return files[name] ?? String(decoding: texts[name, default: []], as: UTF8.self)
    }

    /// Makes a value of our own texts. The tests read them all, so they cannot fail in the field.
    static func load<Value>(_ make: () throws(FactError) -> Value) -> Value {
        do {
            return try make()
        } catch {
            preconditionFailure("built-in \(error)")
        }
    }
}
