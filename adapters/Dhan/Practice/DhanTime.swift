import SaudaBroker
import SaudaCore

/// Times as the dialect writes them: India time without a zone.
enum DhanTime {
    /// `2026-06-10 09:49:55`.
    static func stamp(_ time: Timestamp) -> String { "\(time.day) \(time.time)" }
    static func json(_ time: Timestamp) -> PracticeJSON { .string(stamp(time)) }

    /// Of what the exchange has not answered yet (T7).
    static let never = "0001-01-01 00:00:00"

    static func orNever(_ time: Timestamp?) -> PracticeJSON { .string(time.map(stamp) ?? never) }

    /// `30/03/2025 15:37`.
    static func minute(_ time: Timestamp) -> String {
        let (year, month, day) = time.day.parts
        return "\(two(day))/\(two(month))/\(year) \(two(time.time.hour)):\(two(time.time.minute))"
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
