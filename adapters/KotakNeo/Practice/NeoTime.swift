import SaudaCore

/// Times as the dialect writes them: India time without a zone.
enum NeoTime {
    /// `22-Jan-2025`.
    static func date(_ day: Day) -> String {
        let (year, month, number) = day.parts
        return "\(two(number))-\(name(month))-\(year)"
    }

    /// `22-Jan-2025 14:28:01`.
    static func stamp(_ time: Timestamp) -> String { "\(date(time.day)) \(time.time)" }

    /// `2025/01/22 14:28:01`.
    static func system(_ time: Timestamp) -> String {
        let (year, month, day) = time.day.parts
        return "\(year)/\(two(month))/\(two(day)) \(time.time)"
    }

    /// `28 Jul, 2026`.
    static func expiry(_ day: Day) -> String {
        let (year, month, number) = day.parts
        return "\(two(number)) \(name(month)), \(year)"
    }

    static func seconds(_ time: Timestamp) -> Int64 { time.microseconds / 1_000_000 }

    static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    /// `Jan`.
    static func name(_ month: Int) -> String {
        let word = NeoListing.months[month - 1]
        return word.prefix(1) + word.dropFirst().lowercased()
    }
}
