package import SaudaBroker
package import SaudaCore

/// Upstox's ways to write a moment (trap T16). Texts without a zone are India's wall clock, numbers count true
/// milliseconds since 1970.
package enum IndiaTime {
    /// Zero is none, and so is what no exchange can mean.
    @inline(__always) package static func milliseconds(_ count: Int64) -> Timestamp? {
        guard (946_684_800_000..<4_102_444_800_000).contains(count) else { return nil }
        return Timestamp(microseconds: count * 1000)
    }

    /// A number, or a text of digits.
    package static func milliseconds(_ value: JSON) -> Timestamp? {
        (value.integer ?? value.text.flatMap { Int64($0) }).flatMap { milliseconds($0) }
    }

    /// `2026-11-27 10:15:02`, or as trades have been written: `27-Nov-2026 10:15:02`.
    package static func stamp(_ value: JSON) -> Timestamp? {
        guard let parts = value.text?.split(separator: " ", omittingEmptySubsequences: false), parts.count == 2,
            let day = Day(parts[0]) ?? named(parts[0]), let time = TimeOfDay(parts[1])
        else { return nil }
        return known(day.at(time))
    }

    /// `2026-11-27T10:15:02.123+05:30`, the fraction left out or cut to microseconds; no other zone is India's.
    package static func zoned(_ value: JSON) -> Timestamp? {
        guard let text = value.text, text.hasSuffix("+05:30") else { return nil }
        let parts = text.dropLast(6).split(separator: "T", omittingEmptySubsequences: false)
        guard parts.count == 2, let day = Day(parts[0]), let time = TimeOfDay(parts[1].prefix(8)) else { return nil }
        var micros: Int64 = 0
        let rest = parts[1].dropFirst(8)
        if !rest.isEmpty {
            let digits = rest.dropFirst()
            guard rest.first == ".", !digits.isEmpty, digits.count <= 9,
                digits.utf8.allSatisfy({ (48...57).contains($0) })
            else { return nil }
            let six = digits.prefix(6)
            micros = Int64(six + String(repeating: "0", count: 6 - six.count)) ?? 0
        }
        return known(Timestamp(microseconds: day.at(time).microseconds + micros))
    }

    /// `27-Nov-2026`.
    private static func named(_ text: Substring) -> Day? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].utf8.count == 2, let month = months.firstIndex(of: String(parts[1])) else {
            return nil
        }
        return Day("\(parts[2])-\(month < 9 ? "0" : "")\(month + 1)-\(parts[0])")
    }

    static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    private static func known(_ time: Timestamp) -> Timestamp? { time.microseconds >= 946_684_800_000_000 ? time : nil }
}
