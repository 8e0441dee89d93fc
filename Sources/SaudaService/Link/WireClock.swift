import Glibc
import NIOConcurrencyHelpers
package import SaudaCore

/// The time that links and rules go by: the machine's, or that of a practice server, which may run faster and jump.
///
/// It never goes back: set to a moment that is over, it stands still until that moment has come again.
package struct WireClock: Sendable {
    private struct State {
        var base: Timestamp
        /// Of the machine's monotonic clock, in nanoseconds, when it was `base`.
        var origin: Int64
        var rate: Double
        var last = Timestamp(microseconds: .min)

        func time(at nanoseconds: Int64) -> Timestamp {
            let elapsed = Double(nanoseconds - origin) / 1000 * rate
            return base.advanced(by: TimeSpan(microseconds: Int64(elapsed)))
        }
    }

    private let state: NIOLockedValueBox<State>

    /// The machine's own.
    package init() { self.init(WireClock.wall, rate: 1) }

    /// - Parameters:
    ///   - now: what it shows at this moment.
    ///   - rate: its seconds in a second.
    package init(_ now: Timestamp, rate: Double) {
        precondition(rate > 0, "a clock runs forward")
        state = NIOLockedValueBox(State(base: now, origin: WireClock.monotonic, rate: rate))
    }

    package var rate: Double { state.withLockedValue { $0.rate } }

    package var now: Timestamp {
        state.withLockedValue { state in
            state.last = max(state.last, state.time(at: WireClock.monotonic))
            return state.last
        }
    }

    /// Another clock that it follows shows this now.
    package func set(to now: Timestamp, rate: Double) {
        precondition(rate > 0, "a clock runs forward")
        state.withLockedValue { state in
            state.last = max(state.last, state.time(at: WireClock.monotonic))
            (state.base, state.origin, state.rate) = (now, WireClock.monotonic, rate)
        }
    }

    /// The machine's clock, which may have been set since.
    package func follow() { set(to: WireClock.wall, rate: 1) }

    /// How long the machine takes for a span of this clock.
    package func real(_ span: TimeSpan) -> TimeSpan {
        TimeSpan(microseconds: max(1, Int64(Double(span.microseconds) / rate)))
    }

    /// Looks again now and then: the clock may have been set meanwhile.
    package func sleep(until time: Timestamp) async throws {
        while time > now {
            let span = min(real(time.since(now)).microseconds, rate == 1 ? 500_000 : 20_000)
            try await Task.sleep(for: .microseconds(span), tolerance: .milliseconds(1))
        }
    }

    private static var monotonic: Int64 { read(CLOCK_MONOTONIC) }
    private static var wall: Timestamp { Timestamp(microseconds: read(CLOCK_REALTIME) / 1000) }

    private static func read(_ clock: Int32) -> Int64 {
        var time = timespec()
        unsafe clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
