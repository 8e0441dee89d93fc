package import SaudaCore

/// What the broker's clock may show, learnt from the `Date` headers of its answers. They have whole seconds, so each
/// answer bounds the difference and many narrow it down.
package struct ServerClock: Hashable, Sendable {
    /// Their clock less ours, at least and at most. Before the first answer a second either way is assumed.
    package private(set) var least = TimeSpan.seconds(-1)
    package private(set) var most = TimeSpan.seconds(1)
    private var isKnown = false

    package init() {}

    /// The middle of what it can be.
    package var skew: TimeSpan { TimeSpan(microseconds: (least.microseconds + most.microseconds) / 2) }

    /// What the difference can be; nil before the first answer.
    package var known: ClosedRange<TimeSpan>? { isKnown ? least...most : nil }

    /// An answer to a request sent at `sent` and received at `received` carries the second `date`.
    package mutating func hear(_ date: Timestamp, sent: Timestamp, received: Timestamp) {
        // It was stamped between the two moments, and shows the start of its second.
        let low = date.since(received)
        let high = date.advanced(by: .seconds(1)).since(sent)
        guard low <= high else { return }
        let (newLeast, newMost) = (max(least, low), min(most, high))
        // Outside what was known: a clock was set. Start anew.
        (least, most) = isKnown && newLeast <= newMost ? (newLeast, newMost) : (low, high)
        isKnown = true
    }

    /// What it may show when something sent now arrives there, `transit` at most later.
    package func arrival(of now: Timestamp, within transit: TimeSpan) -> ClosedRange<Timestamp> {
        let first = now.advanced(by: least)
        return first...max(first, now.advanced(by: most).advanced(by: transit))
    }
}

/// The date of an HTTP header: `Thu, 26 Nov 2026 02:44:22 GMT`.
package enum HTTPDate {
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    package static func parse(_ text: String) -> Timestamp? {
        let parts = text.split(separator: " ")
        guard parts.count == 6, parts[5] == "GMT", let month = months.firstIndex(of: String(parts[2])),
            parts[1].count == 2, parts[3].count == 4, let day = Int(parts[1]), let year = Int(parts[3]),
            let date = Day("\(year)-\(two(month + 1))-\(two(day))")
        else { return nil }
        let clock = parts[4].split(separator: ":").compactMap { Int64($0) }
        guard clock.count == 3, (0...23).contains(clock[0]), (0...59).contains(clock[1]), (0...60).contains(clock[2])
        else { return nil }
        let seconds = Int64(date.number) * 86_400 + clock[0] * 3600 + clock[1] * 60 + clock[2]
        return Timestamp(microseconds: seconds * 1_000_000)
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
