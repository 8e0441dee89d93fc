/// One stretch of trading on a day, with its phases in order, in Asia/Kolkata.
///
/// A normal day has one session, a drill day two. The times hold for any day, so a day's sessions are shared, not built:
/// take them once a day from `MarketCalendar.sessions` and ask them per tick; nothing is allocated.
public struct Session: Hashable, Sendable {
    /// Phases last from their start to before their end. Order entry before a match may close at random in its last
    /// one or two minutes, so the end is the latest one.
    public enum Phase: UInt8, Hashable, Sendable, CaseIterable {
        case closed
        /// Limit and market orders are collected.
        case preOpenEntry
        /// Limit orders only, market orders are frozen (from 2026-09-07).
        case preOpenLimitOnly
        /// The opening price is found and matched.
        case preOpenMatching
        case buffer
        case continuous
        /// The auction's reference price is computed; stop and disclosed orders are cancelled (from 2026-08-03).
        case closingReference
        /// Limit and market orders are collected.
        case closingEntry
        /// Limit orders only, market orders can no longer be changed.
        case closingLimitOnly
        /// The closing price is found and matched; what is left is cancelled.
        case closingMatching
        /// Trades at the closing price.
        case postClose
    }

    public struct Span: Hashable, Sendable {
        public var phase: Phase
        public var start: TimeOfDay
        /// The first second after the phase.
        public var end: TimeOfDay

        public init(_ phase: Phase, _ start: TimeOfDay, _ end: TimeOfDay) {
            self.phase = phase
            self.start = start
            self.end = end
        }
    }

    /// In order, without overlaps; what lies between them is `closed`.
    public let spans: [Span]
    /// When continuous trading begins.
    public let continuousOpen: TimeOfDay
    /// The first second after continuous trading.
    public let continuousClose: TimeOfDay

    /// Nil unless every span has a length, they follow one another, and exactly one is continuous.
    public init?(spans: [Span]) {
        let continuous = spans.filter { $0.phase == .continuous }
        let inOrder = zip(spans, spans.dropFirst()).allSatisfy { $0.end <= $1.start }
        guard continuous.count == 1, inOrder, spans.allSatisfy({ $0.start < $0.end }) else { return nil }
        self.spans = spans
        continuousOpen = continuous[0].start
        continuousClose = continuous[0].end
    }

    public func phase(at time: TimeOfDay) -> Phase {
        for span in spans where time < span.end {
            return time < span.start ? .closed : span.phase
        }
        return .closed
    }
}

extension Collection<Session> {
    /// The phase at a time of the day whose sessions these are; closed between and around them.
    public func phase(at time: TimeOfDay) -> Session.Phase {
        for session in self {
            let phase = session.phase(at: time)
            if phase != .closed { return phase }
        }
        return .closed
    }
}
