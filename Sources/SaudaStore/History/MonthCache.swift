import SaudaCore

/// The month read last: rows of one month share their first eight bytes, `2025-11-`, and only the day is left to read.
struct MonthCache {
    /// The eight bytes, as a little-endian number.
    private var prefix: UInt64 = 0
    private var length = 0
    /// The day before the first.
    private var eve = Day(number: 0)

    /// Reads `2025-11-20,`: midnight IST of that day.
    mutating func date(_ text: Span<UInt8>, _ at: inout Int) throws(RowFault) -> Timestamp {
        guard at + 11 <= text.count, text[at + 10] == CSVField.comma else {
            throw MonthCache.emptyOr(.badTime, text, at)
        }
        let day = try day(text, at)
        at += 11
        return day.at(TimeOfDay(seconds: 0))
    }

    /// Reads `2025-11-20T09:15:00+05:30,` or seconds since 1970, and the comma: the start of a minute.
    mutating func minute(_ text: Span<UInt8>, _ at: inout Int) throws(RowFault) -> Timestamp {
        guard at + 26 <= text.count, text[at + 4] == CSVField.minus else { return try MonthCache.seconds(text, &at) }
        // The bytes 8..<16 are `20T09:15`, the bytes 16..<24 `:00+05:3`.
        let middle = word(text, at + 8)
        guard
            word(text, at + 16) == 0x333A_3530_2B30_303A, text[at + 24] == UInt8(ascii: "0"),
            text[at + 25] == CSVField.comma, middle & 0x0000_FF00_00FF_0000 == 0x0000_3A00_0054_0000
        else { throw MonthCache.minuteFault(text, at) }
        let day = try day(text, at)
        let hour = MonthCache.twoDigits(text[at + 11], text[at + 12])
        let minute = MonthCache.twoDigits(text[at + 14], text[at + 15])
        guard hour < 24, minute < 60 else { throw .badTime }
        at += 26
        return day.at(TimeOfDay(hour, minute))
    }

    /// Reads the ten bytes of a date.
    private mutating func day(_ text: Span<UInt8>, _ at: Int) throws(RowFault) -> Day {
        let bytes = word(text, at)
        if bytes != prefix { try turn(to: bytes, text, at) }
        let number = MonthCache.twoDigits(text[at + 8], text[at + 9])
        guard number < 100 else { throw .badTime }
        guard number >= 1, number <= length else { throw .impossibleDate }
        return eve.advanced(by: number)
    }

    private mutating func turn(to bytes: UInt64, _ text: Span<UInt8>, _ at: Int) throws(RowFault) {
        let century = MonthCache.twoDigits(text[at], text[at + 1])
        let yearOfCentury = MonthCache.twoDigits(text[at + 2], text[at + 3])
        let month = MonthCache.twoDigits(text[at + 5], text[at + 6])
        guard
            max(century, yearOfCentury, month) < 100, text[at + 4] == CSVField.minus, text[at + 7] == CSVField.minus
        else { throw .badTime }
        let year = century * 100 + yearOfCentury
        guard
            let first = Day(year: year, month: month, day: 1),
            let next = Day(year: month == 12 ? year + 1 : year, month: month % 12 + 1, day: 1)
        else { throw .impossibleDate }
        prefix = bytes
        length = next.days(since: first)
        eve = first.advanced(by: -1)
    }

    /// Reads nine or ten digits (1973 to 2286), so that neither `20251120` nor milliseconds pass for seconds.
    private static func seconds(_ text: Span<UInt8>, _ at: inout Int) throws(RowFault) -> Timestamp {
        var index = at
        let seconds = CSVField.digits(text, &index)
        guard (9...10).contains(index - at), text[index] == CSVField.comma else { throw emptyOr(.badTime, text, at) }
        guard seconds % 60 == 0 else { throw .notWholeMinute }
        at = index + 1
        return Timestamp(microseconds: seconds * 1_000_000)
    }

    /// 100 or more when one of the two is not a digit.
    @inline(__always)
    private static func twoDigits(_ tens: UInt8, _ ones: UInt8) -> Int {
        let (tens, ones) = (tens &- UInt8(ascii: "0"), ones &- UInt8(ascii: "0"))
        return tens < 10 && ones < 10 ? Int(tens) * 10 + Int(ones) : 100
    }

    /// Eight bytes, the first one lowest; traps outside the text like any subscript.
    @inline(__always)
    private func word(_ text: Span<UInt8>, _ at: Int) -> UInt64 {
        unsafe UInt64(littleEndian: text.bytes.unsafeLoadUnaligned(fromByteOffset: at, as: UInt64.self))
    }

    // MARK: What is wrong

    private static func emptyOr(_ fault: RowFault, _ text: Span<UInt8>, _ at: Int) -> RowFault {
        text[at] == CSVField.comma ? .emptyField : fault
    }

    @inline(never)
    private static func minuteFault(_ text: Span<UInt8>, _ at: Int) -> RowFault {
        let seconds = twoDigits(text[at + 17], text[at + 18])
        return (1...59).contains(seconds) && text[at + 25] == CSVField.comma ? .notWholeMinute : .badTime
    }
}
