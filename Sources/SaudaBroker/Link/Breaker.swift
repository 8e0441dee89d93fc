package import SaudaCore

/// Keeps new work away from a broker that does not answer.
///
///     input      closed             open               trying
///     failure    open at the limit  open               open, twice as long up to a most
///     success    count to zero      closed             closed
///     sent       closed             trying             trying
package struct Breaker: Hashable, Sendable {
    package enum State: Hashable, Sendable {
        case closed(failures: Int)
        case open(until: Timestamp, wait: TimeSpan)
        /// One request is under way to see whether it answers again.
        case trying(wait: TimeSpan)
    }

    package private(set) var state = State.closed(failures: 0)
    private let limit: Int
    private let first: TimeSpan
    private let most: TimeSpan

    package init(limit: Int = 5, first: TimeSpan = .seconds(5), most: TimeSpan = .seconds(60)) {
        self.limit = limit
        self.first = first
        self.most = most
    }

    /// Nil when a request may go now; otherwise when to ask again.
    package func opens(at now: Timestamp) -> Timestamp? {
        switch state {
        case .closed: nil
        case .open(let until, _): now >= until ? nil : until
        case .trying: now.advanced(by: first)
        }
    }

    /// A request goes out that `opens` has let pass.
    package mutating func sent() {
        if case .open(_, let wait) = state { state = .trying(wait: wait) }
    }

    package mutating func succeeded() { state = .closed(failures: 0) }

    package mutating func failed(at now: Timestamp) {
        switch state {
        case .closed(let failures) where failures + 1 < limit: state = .closed(failures: failures + 1)
        case .closed: state = .open(until: now.advanced(by: first), wait: first)
        case .open: break
        case .trying(let wait):
            let longer = min(TimeSpan(microseconds: wait.microseconds * 2), most)
            state = .open(until: now.advanced(by: longer), wait: longer)
        }
    }
}
