import SaudaCore

/// Times as the dialect writes them (trap T16).
enum UpstoxTime {
    /// `2026-11-27 10:15:02`, India's clock.
    static func stamp(_ time: Timestamp) -> String { "\(time.day) \(time.time)" }

    /// `2026-11-27T10:15:02+05:30`; with milliseconds where quotes have them.
    static func zoned(_ time: Timestamp, withMilliseconds: Bool = false) -> String {
        guard withMilliseconds else { return "\(time.day)T\(time.time)+05:30" }
        let part = String((time.microseconds / 1000) % 1000)
        return "\(time.day)T\(time.time).\(String(repeating: "0", count: 3 - part.count))\(part)+05:30"
    }

    static func milliseconds(_ time: Timestamp) -> Int64 { time.microseconds / 1000 }

    /// When tokens end: 03:30, whenever they were made (section 2.2).
    static func tokenEnd(after now: Timestamp) -> Timestamp {
        let today = now.day.at(TimeOfDay(3, 30))
        return today > now ? today : now.day.advanced(by: 1).at(TimeOfDay(3, 30))
    }
}
