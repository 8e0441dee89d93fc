import SaudaBroker
import SaudaCore

/// The broker's ways to write a moment, all in India time (protocol section 1.3).
enum KiteTime {
    /// `2026-03-20 09:21:05`. Null, the empty text and the year 1 mean none; so does what cannot be read.
    static func stamp(_ value: JSON) -> Timestamp? { value.text.flatMap { moment($0, separator: " ") } }

    /// The start of a candle: `2026-03-20T09:15:00+0530`.
    static func candle(_ value: JSON) -> Timestamp? {
        guard let text = value.text, text.hasSuffix("+0530") else { return nil }
        return moment(String(text.dropLast(5)), separator: "T")
    }

    private static func moment(_ text: String, separator: Character) -> Timestamp? {
        let parts = text.split(separator: separator, omittingEmptySubsequences: false)
        guard parts.count == 2, let day = Day(parts[0]), let time = TimeOfDay(String(parts[1])) else { return nil }
        return day.at(time)
    }

    /// As query parameters want it: `2026-03-20 09:15:00`.
    static func text(_ day: Day, _ time: TimeOfDay) -> String { "\(day) \(time)" }
}
