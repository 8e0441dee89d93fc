import Glibc
package import SaudaCore

/// Where day logs are: `HOME/logs/trade_agent_YYYYMMDD.log` (LOG-1).
package enum LogFolder {
    private static let prefix = "trade_agent_"
    private static let suffix = ".log"

    package static func path(_ home: String) -> String { "\(home)/logs" }
    package static func file(_ home: String, _ day: Day) -> String { "\(path(home))/\(name(of: day))" }
    package static func name(of day: Day) -> String { prefix + "\(day)".filter { $0 != "-" } + suffix }

    /// Nil for any other name: such a file is somebody else's.
    package static func day(of name: some StringProtocol) -> Day? {
        guard name.hasPrefix(prefix), name.hasSuffix(suffix) else { return nil }
        let digits = name.dropFirst(prefix.count).dropLast(suffix.count)
        guard digits.utf8.count == 8 else { return nil }
        let day = Day("\(digits.prefix(4))-\(digits.dropFirst(4).prefix(2))-\(digits.suffix(2))")
        return day.flatMap { Self.name(of: $0) == name ? $0 : nil }
    }

    /// The days that have a log, in order.
    package static func days(in home: String) -> [Day] {
        ((try? Folders.names(in: path(home))) ?? []).compactMap { day(of: $0) }.sorted()
    }

    /// The names that are kept no longer: of 30 days the thirty-first, counted back from `today` (S1-82). Later days and
    /// other names stay.
    package static func expired(_ names: [String], keeping days: Int, today: Day) -> [String] {
        names.filter { name in day(of: name).map { $0.advanced(by: days) <= today } ?? false }
    }

    static func prune(_ home: String, keeping days: Int, today: Day) {
        for name in expired((try? Folders.names(in: path(home))) ?? [], keeping: days, today: today) {
            unsafe unlink("\(path(home))/\(name)")
        }
    }
}
