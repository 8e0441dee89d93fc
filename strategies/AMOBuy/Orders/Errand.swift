import SaudaCore

/// What the strategy does one after the other: the jobs of the day, and reading the charts before them (SVC-5).
enum Errand: UInt32, Hashable, Sendable {
    case load = 1
    case premarketRetry, premarketAdjustment, analysis, buyOrders, cleanup

    static let scheduled: [Errand] = [.premarketRetry, .premarketAdjustment, .analysis, .buyOrders, .cleanup]

    init?(_ job: Job) {
        switch job {
        case .premarketRetry: self = .premarketRetry
        case .premarketAdjustment: self = .premarketAdjustment
        case .analysis: self = .analysis
        case .buyOrders: self = .buyOrders
        case .cleanup: self = .cleanup
        case .sellOrders, .monitor: return nil
        }
    }
}

/// Wake-ups beside those of the errands.
enum Label {
    /// Whether a question has waited too long.
    static let patience: UInt32 = 101
    /// Reads the account again (BUY-1).
    static let again: UInt32 = 102
    /// Whether a waiting re-entry has lost its position (SEL-9).
    static let orphans: UInt32 = 103
    /// Added to an errand that was given up: once more (SVC-4).
    static let secondTry: UInt32 = 200
}

/// The question that the errand under way waits for; one at a time, so that nobody else is kept waiting.
struct OpenQuestion: Sendable {
    /// How long an answer may take before the question counts as failed.
    static let patience = TimeSpan.seconds(180)

    var request: RequestID?
    var asked = Timestamp(microseconds: .min)

    func isOverdue(at now: Timestamp) -> Bool {
        request != nil && now >= asked.advanced(by: OpenQuestion.patience)
    }
}

/// When a day's jobs are due (SVC-2, BUY-14, BUY-15).
///
/// Mornings count back from the opening, so that a special session has its jobs too. Evenings begin half an hour after
/// the close, at 16:00 at the earliest.
struct Schedule: Sendable {
    /// A job may start this much late (SVC-3).
    static let window = TimeSpan.seconds(120)
    /// Since this day market orders are frozen from 09:05 on (DEC-16).
    private static let frozenFrom = Day(year: 2026, month: 9, day: 7)

    let day: TradingDay
    /// Later than on a normal day.
    private let delay: TimeSpan

    init(_ day: TradingDay) {
        self.day = day
        let usual = day.day.at(TimeOfDay(16, 0))
        delay = max(.zero, day.close.advanced(by: .seconds(1800)).since(usual))
    }

    func time(of errand: Errand) -> Timestamp? {
        switch errand {
        case .load: nil
        case .premarketRetry: beforeOpen(minutes: 15)
        case .premarketAdjustment: beforeOpen(minutes: Schedule.isFrozenEarly(day.day) ? 12 : 10)
        case .analysis: evening(16, 0)
        case .buyOrders: evening(16, 5)
        case .cleanup: evening(18, 0)
        }
    }

    /// Buys wait for the analysis until then (SVC-5).
    var latestBuys: Timestamp { evening(17, 55) }

    private static func isFrozenEarly(_ day: Day) -> Bool { frozenFrom.map { day >= $0 } ?? false }
    private func beforeOpen(minutes: Int64) -> Timestamp { day.open.advanced(by: .seconds(-60 * minutes)) }
    private func evening(_ hour: Int, _ minute: Int) -> Timestamp {
        day.day.at(TimeOfDay(hour, minute)).advanced(by: delay)
    }
}
