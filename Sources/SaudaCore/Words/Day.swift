/// A calendar date in Asia/Kolkata, counted in days since 1970-01-01.
public struct Day: Hashable, Comparable, Sendable {
    public var number: Int32

    @inlinable public init(number: Int32) { self.number = number }

    /// Nil for a date that does not exist, such as 2025-02-29.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...12).contains(month), (1...31).contains(day), (1900...2200).contains(year) else { return nil }
        // Days from civil: years start in March, so that the leap day comes last.
        let y = month <= 2 ? year - 1 : year
        let era = y / 400
        let yearOfEra = y - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        number = Int32(era * 146_097 + dayOfEra - 719_468)
        guard parts == (year, month, day) else { return nil }
    }

    public var parts: (year: Int, month: Int, day: Int) {
        let z = Int(number) + 719_468
        let era = (z >= 0 ? z : z - 146_096) / 146_097
        let dayOfEra = z - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shifted + 2) / 5 + 1)
    }

    @inlinable public var weekday: Weekday {
        Weekday.all[(Int(number) % 7 + 7 + 3) % 7]
    }

    @inlinable public static func < (a: Day, b: Day) -> Bool { a.number < b.number }
    @inlinable public func advanced(by days: Int) -> Day { Day(number: number + Int32(days)) }
    @inlinable public func days(since other: Day) -> Int { Int(number - other.number) }

    /// The moment of `time` on this day.
    @inlinable public func at(_ time: TimeOfDay) -> Timestamp {
        Timestamp(
            microseconds: Int64(number) * 86_400_000_000 + Int64(time.seconds) * 1_000_000
                - Timestamp.indiaOffset
        )
    }
}

extension Day: CustomStringConvertible, LosslessStringConvertible {
    /// Reads `YYYY-MM-DD`, exactly.
    public init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-") else { return nil }
        func number(_ range: Range<Int>) -> Int? {
            var value = 0
            for byte in bytes[range] {
                guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
                value = value * 10 + Int(byte - UInt8(ascii: "0"))
            }
            return value
        }
        guard let y = number(0..<4), let m = number(5..<7), let d = number(8..<10) else { return nil }
        self.init(year: y, month: m, day: d)
    }

    /// `YYYY-MM-DD`.
    public var description: String {
        let (y, m, d) = parts
        return "\(y)-\(twoDigits(m))-\(twoDigits(d))"
    }
}

public enum Weekday: UInt8, Hashable, Sendable {
    case monday, tuesday, wednesday, thursday, friday, saturday, sunday

    @usableFromInline static let all: [Weekday] = [
        .monday, .tuesday, .wednesday, .thursday, .friday, .saturday, .sunday,
    ]

    @inlinable public var isWeekend: Bool { rawValue >= 5 }
}

func twoDigits(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
