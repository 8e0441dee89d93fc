package import SaudaCore

/// The practice clock: market time that begins somewhere and runs at a rate, and can be put forward.
///
/// It reads no clock: the time of the machine, in nanoseconds from anywhere, comes in.
package struct PracticeClock: Hashable, Sendable {
    /// Practice seconds in a second.
    package private(set) var rate: Int64
    private var base: Timestamp
    private var nanoseconds: Int64

    package init(_ start: Timestamp, rate: Int64, at nanoseconds: Int64) {
        base = start
        self.rate = max(1, rate)
        self.nanoseconds = nanoseconds
    }

    package func now(at nanoseconds: Int64) -> Timestamp {
        let elapsed = max(0, nanoseconds - self.nanoseconds)
        let (whole, rest) = elapsed.quotientAndRemainder(dividingBy: 1000)
        return base.advanced(by: TimeSpan(microseconds: whole * rate + rest * rate / 1000))
    }

    /// How many of the machine's nanoseconds pass until that moment; zero when it is over.
    package func wait(until time: Timestamp, at nanoseconds: Int64) -> Int64 {
        let span = time.since(now(at: nanoseconds)).microseconds
        guard span > 0 else { return 0 }
        let (product, isOver) = span.multipliedReportingOverflow(by: 1000)
        return isOver ? .max : product / rate + 1
    }

    /// Puts it forward. Returns false, and does nothing, for a moment that is over.
    package mutating func jump(to time: Timestamp, at nanoseconds: Int64) -> Bool {
        guard time >= now(at: nanoseconds) else { return false }
        base = time
        self.nanoseconds = nanoseconds
        return true
    }

    package mutating func setRate(_ rate: Int64, at nanoseconds: Int64) {
        base = now(at: nanoseconds)
        self.nanoseconds = nanoseconds
        self.rate = max(1, rate)
    }
}

extension Timestamp {
    /// For a `Date` header: `Fri, 20 Mar 2026 03:45:00 GMT`.
    package var httpDate: String {
        let seconds = (microseconds - (microseconds % 1_000_000 + 1_000_000) % 1_000_000) / 1_000_000
        let day = Day(number: Int32((seconds - (seconds % 86_400 + 86_400) % 86_400) / 86_400))
        let time = TimeOfDay(seconds: Int32((seconds % 86_400 + 86_400) % 86_400))
        let names = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let (year, month, number) = day.parts
        let date = number < 10 ? "0\(number)" : "\(number)"
        return "\(names[Int(day.weekday.rawValue)]), \(date) \(months[month - 1]) \(year) \(time) GMT"
    }
}
