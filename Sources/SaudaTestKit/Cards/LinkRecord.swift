public import SaudaBroker
public import SaudaCore

/// What came of a scenario, on both sides of the wire. Times are the practice clock's.
public struct LinkRecord: Sendable {
    public struct Placed: Hashable, Sendable {
        public var time: Timestamp
        /// As the broker's book should show it.
        public var tag: String
    }

    /// By our numbers.
    public var placed: [UInt64: Placed] = [:]
    public var reports: [(time: Timestamp, report: Report)] = []
    /// Orders of somebody else, each time they moved.
    public var foreign: [(time: Timestamp, order: ForeignOrder)] = []
    /// Prices that reached us.
    public var ticks: [(time: Timestamp, tick: Tick)] = []
    public var notices: [(time: Timestamp, code: String)] = []
    /// Questions that were answered, and that failed.
    public var answered = 0
    public var unanswered = 0
    /// The broker's own order book in the end.
    public var book: [OrderRow] = []
    /// The broker's own count of the requests that came; nil where the driver cannot see it.
    public var counts: [PracticeCount]?
    /// How often each fault did something.
    public var happened: [PracticeFault.Kind: Int] = [:]
    /// Of the adapter's traits.
    public var signInsPerDay: Int
    /// The share's price at the open.
    public var reference: Price
    public var day: Day

    public init(signInsPerDay: Int, reference: Price, day: Day) {
        self.signInsPerDay = signInsPerDay
        self.reference = reference
        self.day = day
    }

    func count(of code: String) -> Int { notices.count { $0.code == code } }

    /// The broker's rows of one of our orders: by its tag, once it was changed also by the number we were told, since there
    /// are brokers that then put another tag in the place of ours.
    func rows(_ number: UInt64) -> [OrderRow] {
        let kinds = reports(number)
        var told: Set<BrokerOrderID> = []
        if kinds.contains(where: { if case .modified = $0 { true } else { false } }) {
            for case .accepted(let id) in kinds { told.insert(id) }
            for case .foundInBook(let id) in kinds { told.insert(id) }
        }
        return book.filter { $0.tag == placed[number]?.tag || told.contains($0.id) }
    }

    func reports(_ number: UInt64) -> [Report.Kind] {
        reports.filter { $0.report.order.number == number }.map(\.report.kind)
    }

    /// How long it took until we knew that the broker has the order; nil when we never did. One that was in doubt and
    /// is over when it is found is told by its end alone.
    func acceptance(_ number: UInt64) -> TimeSpan? {
        guard let placed = placed[number] else { return nil }
        let first = reports.first { _, report in
            guard report.order.number == number else { return false }
            return switch report.kind {
            case .accepted, .foundInBook, .traded, .completed, .cancelled, .expired: true
            case .rejected, .placeTimedOut, .modified, .modifyRefused, .cancelRefused, .requestTimedOut,
                .absentFromBook:
                false
            }
        }
        return first.map { $0.time.since(placed.time) }
    }

    /// Filled and its value, as we were told; both cumulative.
    func told(_ number: UInt64) -> (filled: Quantity, value: Money) {
        var told = (filled: Quantity.zero, value: Money.zero)
        for kind in reports(number) {
            switch kind {
            case .traded(let total, let value), .completed(let total, let value):
                if total > told.filled { told = (total, value) }
            default: break
            }
        }
        return told
    }

    /// The longest time without a price between two times of the day.
    func longestGap(from first: TimeOfDay, to last: TimeOfDay) -> TimeSpan {
        var before = day.at(first)
        let end = day.at(last)
        var longest = TimeSpan.zero
        for (time, _) in ticks where time > before && time <= end {
            longest = max(longest, time.since(before))
            before = time
        }
        return max(longest, end.since(before))
    }
}
