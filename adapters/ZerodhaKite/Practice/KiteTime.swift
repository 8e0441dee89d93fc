import SaudaBroker
import SaudaCore

/// Times as the dialect writes them: India time without a zone (protocol section 1.3).
enum KiteTime {
    /// `2026-03-20 09:21:05`.
    static func stamp(_ time: Timestamp) -> String { "\(time.day) \(time.time)" }
    static func json(_ time: Timestamp?) -> PracticeJSON { .optional(time.map(stamp)) }
    /// `2026-03-20T09:15:00+0530`, of candles.
    static func candle(_ time: Timestamp) -> PracticeJSON { .string("\(time.day)T\(time.time)+0530") }

    /// Reads `yyyy-mm-dd` or `yyyy-mm-dd hh:mm:ss`.
    static func read(_ text: String) -> Timestamp? {
        let parts = text.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
        guard let day = Day(parts[0]) else { return nil }
        guard parts.count == 2 else { return day.at(TimeOfDay(0, 0)) }
        return TimeOfDay(parts[1]).map { day.at($0) }
    }

    static func unixSeconds(_ time: Timestamp) -> UInt32 { UInt32(clamping: time.microseconds / 1_000_000) }
}
