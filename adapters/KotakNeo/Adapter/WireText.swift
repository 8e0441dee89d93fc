import SaudaBroker
import SaudaCore

/// The broker's ways to write numbers and moments: numbers also as text, moments in India time (protocol section 3.5).
enum WireText {
    /// A number, or a text that is one; a dash, `NA` and the empty text are none.
    static func number(_ value: JSON) -> JSON? {
        switch value {
        case .number: return value
        case .text(let text):
            let trimmed = text.filter { $0 != " " }
            guard let number = try? JSON(trimmed), case .number = number else { return nil }
            return number
        default: return nil
        }
    }

    static func integer(_ value: JSON) -> Int64? { number(value)?.integer }
    static func decimal(_ value: JSON, places: Int) -> Int64? { number(value)?.decimal(places: places) }

    /// Text that says something.
    static func word(_ value: JSON) -> String? {
        guard let text = value.text else { return nil }
        var trimmed = Substring(text)
        while trimmed.last == " " { trimmed.removeLast() }
        while trimmed.first == " " { trimmed.removeFirst() }
        return ["", "-", "--", "NA"].contains(trimmed) ? nil : String(trimmed)
    }

    /// `10-Sep-2026 09:16:02`, `2026/09/10 09:16:02`; nil for `--` and what cannot be read.
    static func moment(_ value: JSON) -> Timestamp? {
        guard let text = value.text else { return nil }
        let parts = text.split(separator: " ")
        guard parts.count == 2, let day = day(parts[0]), let time = TimeOfDay(parts[1]) else { return nil }
        return day.at(time)
    }

    /// `2026-08-20T09:15:00+0530`, of India's zone only, with a colon in it or without.
    static func candleTime(_ value: JSON) -> Timestamp? {
        guard let text = value.text else { return nil }
        let parts = text.split(separator: "T", omittingEmptySubsequences: false)
        guard parts.count == 2, ["+0530", "+05:30"].contains(parts[1].dropFirst(8)), let day = Day(String(parts[0])),
            let time = TimeOfDay(parts[1].prefix(8))
        else { return nil }
        return day.at(time)
    }

    static func day(_ text: some StringProtocol) -> Day? {
        let parts = text.split { $0 == "-" || $0 == "/" }
        guard parts.count == 3 else { return nil }
        if let month = months.firstIndex(of: parts[1].lowercased()) {
            guard let day = Int(parts[0]), let year = Int(parts[2]) else { return nil }
            return Day(year: year, month: month + 1, day: day)
        }
        guard let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2]) else { return nil }
        return Day(year: year, month: month, day: day)
    }

    /// Nanoseconds since 1970, nineteen digits.
    static func nanoseconds(_ value: JSON) -> Timestamp? {
        // More digits than a number is scaled with, and all of them count.
        guard case .number(let digits)? = number(value), let count = Int64(digits), count > 0 else { return nil }
        return Timestamp(microseconds: count / 1000)
    }

    private static let months = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]
}
