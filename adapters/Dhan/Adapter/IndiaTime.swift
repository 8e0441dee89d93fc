package import SaudaBroker
package import SaudaCore

/// Dhan's ways to write a moment. All but candles are India's wall clock without a zone (protocol sections 1.4, 1.5, 2.6,
/// 2.15, 2.16 and 3.5).
package enum IndiaTime {
    /// The feed counts seconds of the wall clock as if it were UTC; zero and the seventies to nineties mean no trade.
    @inline(__always) package static func feed(_ seconds: UInt32) -> Timestamp? {
        guard seconds >= 946_684_800 else { return nil }
        return Timestamp(microseconds: Int64(seconds) * 1_000_000 - Timestamp.indiaOffset)
    }

    /// `2026-06-10 09:49:57`, also with a `T` and with a fraction that is cut. The year 1, `NA` and the empty text are
    /// none, and so is what cannot be read.
    package static func stamp(_ value: JSON) -> Timestamp? {
        guard let text = value.text, text.utf8.count >= 19 else { return nil }
        let rest = text.dropFirst(19)
        guard rest.isEmpty || (rest.first == "." && rest.dropFirst().allSatisfy(\.isNumber)) else { return nil }
        let separator = text[text.index(text.startIndex, offsetBy: 10)]
        guard separator == " " || separator == "T", let day = Day(text.prefix(10)),
            let time = TimeOfDay(String(text.prefix(19).dropFirst(11)))
        else { return nil }
        return known(day.at(time))
    }

    /// `10/06/2026 09:49:57`, the seconds left out at times. 1980 is none.
    package static func slashed(_ value: JSON) -> Timestamp? {
        guard let parts = value.text?.split(separator: " "), parts.count == 2, let time = TimeOfDay(String(parts[1]))
        else { return nil }
        let date = parts[0].split(separator: "/", omittingEmptySubsequences: false)
        guard date.count == 3, let day = Day("\(date[2])-\(date[1])-\(date[0])") else { return nil }
        return known(day.at(time))
    }

    /// Candles alone have true seconds since 1970 UTC, written as doubles: `1.7260263E9`.
    package static func candle(_ value: JSON) -> Timestamp? {
        guard let seconds = value.integer, (0..<4_102_444_800).contains(seconds) else { return nil }
        return Timestamp(microseconds: seconds * 1_000_000)
    }

    private static func known(_ time: Timestamp) -> Timestamp? { time.microseconds >= 946_684_800_000_000 ? time : nil }
}
