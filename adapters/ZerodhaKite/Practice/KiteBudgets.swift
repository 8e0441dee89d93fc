import SaudaBroker
import SaudaCore

/// The rate limits of section 1.5, counted in calendar windows of the practice clock.
struct KiteBudgets: Sendable {
    private(set) var counts: [PracticeCount]

    enum Class: Int {
        case quote, historical, order, other
    }

    init(_ settings: KiteSettings) {
        counts = [
            PracticeCount("quote", limit: settings.quotesPerSecond, perSeconds: 1),
            PracticeCount("historical", limit: settings.historicalPerSecond, perSeconds: 1),
            PracticeCount("order", limit: settings.ordersPerSecond, perSeconds: 1),
            PracticeCount("other", limit: settings.othersPerSecond, perSeconds: 1),
            PracticeCount("order", limit: settings.ordersPerMinute, perSeconds: 60),
            PracticeCount("order", limit: settings.ordersPerDay, perSeconds: 86_400),
        ]
    }

    /// An order that the broker itself places for the account: a later leg, what a GTT fires.
    mutating func addPlacement(at now: Timestamp) { _ = counts[5].add(at: now) }

    /// Changes and cancels share the bucket of ten a second, which the reference leaves open (7.26).
    mutating func take(_ kind: Class, isPlacement: Bool, at now: Timestamp) throws(KiteRefusal) {
        let isWithinSecond = counts[kind.rawValue].add(at: now)
        guard isPlacement else {
            guard isWithinSecond else { throw .tooMany }
            return
        }
        let isWithinMinute = counts[4].add(at: now)
        let isWithinDay = counts[5].add(at: now)
        guard isWithinSecond, isWithinMinute else { throw .tooMany }
        guard isWithinDay else { throw .dayCap }
    }
}
