import FoundationEssentials
import SaudaCore

/// What the configuration said of strategies and limits when a day was begun, and where: kept beside its journal.
package struct DaySettings: Codable, Hashable, Sendable {
    package struct Line: Codable, Hashable, Sendable {
        /// `strategies.NAME`, or a key below it or below an account.
        package var key: String
        /// `FILE:LINE:COLUMN`.
        package var place: String
        package var value: String
    }

    package private(set) var lines: [Line] = []

    /// Takes what is written; what keeps its default is in no line.
    package init(_ config: Config) {
        for setting in config.strategies {
            let key = "strategies.\(setting.name)"
            add(key, "use \(setting.use)", config)
            for (name, value) in setting.parameters.values.sorted(by: { $0.key < $1.key }) {
                add("\(key).with.\(name)", "\(value)", config)
            }
        }
        for account in config.accounts {
            guard let limits = account.limits else { continue }
            let key = "accounts.\(account.name).limits"
            add("\(key).order_value", "\(limits.orderValue)", config)
            add("\(key).daily_loss", "\(limits.dailyLoss)", config)
            add("\(key).orders_per_day", "\(limits.ordersPerDay)", config)
        }
    }

    private mutating func add(_ key: String, _ value: String, _ config: Config) {
        guard let mark = config.marks[key] else { return }
        lines.append(Line(key: key, place: "\(mark.file):\(mark.line):\(mark.column)", value: value))
    }

    /// Those of a strategy and of its account's limits.
    func lines(of strategy: String, in account: String) -> [Line] {
        let keys = ["strategies.\(strategy)", "accounts.\(account)"]
        return lines.filter { line in keys.contains { line.key == $0 || line.key.hasPrefix($0 + ".") } }
    }

    // MARK: - On the disk

    /// - Throws: `JournalError` when it cannot be written.
    func keep(of day: Day, in home: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try WholeFile.replace(Self.path(day, home), with: Array(try encoder.encode(self)))
    }

    /// Nil of a day from before they were kept, and for a file that makes no sense.
    static func of(_ day: Day, in home: String) -> DaySettings? {
        guard let bytes = try? WholeFile.read(path(day, home)) else { return nil }
        return try? JSONDecoder().decode(DaySettings.self, from: Data(bytes))
    }

    static func path(_ day: Day, _ home: String) -> String { "\(home)/journal/\(day).settings.json" }
}
