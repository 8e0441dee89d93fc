import SaudaBroker
import SaudaCore

/// The rate limits of section 1.9, counted in calendar windows of the practice clock.
struct NeoBudgets: Sendable {
    private(set) var counts: [PracticeCount]

    init(_ settings: NeoSettings) {
        counts = [
            PracticeCount("order", limit: settings.ordersPerSecond, perSeconds: 1),
            PracticeCount("other", limit: settings.callsPerSecond, perSeconds: 1),
        ]
    }

    /// Counts a call. Returns whether it is within the limits.
    mutating func take(isOrder: Bool, at now: Timestamp) -> Bool {
        let isWithin = !isOrder || counts[0].add(at: now)
        return counts[1].add(at: now) && isWithin
    }
}
