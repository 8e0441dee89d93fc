import Glibc
package import SaudaCore

/// The time that links and rules go by: the machine's, or that of a practice server, which may run faster.
package struct WireClock: Hashable, Sendable {
    /// Practice seconds in a second.
    package var rate: Double
    private var base: Timestamp
    /// Of the machine's monotonic clock, in nanoseconds, when it was `base`.
    private var origin: Int64

    /// The machine's own.
    package init() { self.init(WireClock.wall, rate: 1) }

    /// - Parameter now: what it shows at this moment.
    package init(_ now: Timestamp, rate: Double) {
        precondition(rate > 0, "a clock runs forward")
        base = now
        self.rate = rate
        origin = WireClock.monotonic
    }

    package var now: Timestamp {
        let elapsed = Double(WireClock.monotonic - origin) / 1000 * rate
        return base.advanced(by: TimeSpan(microseconds: Int64(elapsed)))
    }

    /// How long the machine takes for a span of this clock.
    package func real(_ span: TimeSpan) -> TimeSpan {
        TimeSpan(microseconds: max(1, Int64(Double(span.microseconds) / rate)))
    }

    package func sleep(until time: Timestamp) async throws {
        let span = real(time.since(now)).microseconds
        if time > now { try await Task.sleep(for: .microseconds(span), tolerance: .milliseconds(1)) }
    }

    private static var monotonic: Int64 { read(CLOCK_MONOTONIC) }
    private static var wall: Timestamp { Timestamp(microseconds: read(CLOCK_REALTIME) / 1000) }

    private static func read(_ clock: Int32) -> Int64 {
        var time = timespec()
        unsafe clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
