import SaudaBroker
import SaudaCore

/// The rate limits of section 1.8, counted in calendar windows of the practice clock.
struct DhanBudgets: Sendable {
    enum Class: Hashable, Sendable {
        case order, data, quote, chain, other
    }

    private(set) var counts: [PracticeCount]
    /// The option chains of the last three seconds.
    private var chains: [[UInt8]: Timestamp] = [:]

    init(_ settings: DhanSettings) {
        counts = [
            PracticeCount("order", limit: settings.ordersPerSecond, perSeconds: 1),
            PracticeCount("order", limit: settings.ordersPerMinute, perSeconds: 60),
            PracticeCount("order", limit: settings.ordersPerHour, perSeconds: 3600),
            PracticeCount("order", limit: settings.ordersPerDay, perSeconds: 86_400),
            PracticeCount("data", limit: settings.dataPerSecond, perSeconds: 1),
            PracticeCount("data", limit: settings.dataPerDay, perSeconds: 86_400),
            PracticeCount("quote", limit: settings.quotesPerSecond, perSeconds: 1),
            PracticeCount("other", limit: settings.othersPerSecond, perSeconds: 1),
        ]
    }

    /// - Parameter body: what tells one option chain from another.
    mutating func take(_ kind: Class, _ body: [UInt8], at now: Timestamp) throws(DhanRefusal) {
        switch kind {
        case .order: guard add(0...3, at: now) else { throw .tooManyOrders }
        case .data: guard add(4...5, at: now) else { throw .tooMuchData }
        case .quote: guard add(6...6, at: now) else { throw .tooMuchData }
        case .other: guard add(7...7, at: now) else { throw .tooManyOrders }
        case .chain:
            chains = chains.filter { now.since($0.value) < .seconds(3) }
            guard chains[body] == nil else { throw .tooMuchData }
            chains[body] = now
        }
    }

    private mutating func add(_ windows: ClosedRange<Int>, at now: Timestamp) -> Bool {
        var isWithin = true
        for window in windows where !counts[window].add(at: now) { isWithin = false }
        return isWithin
    }
}
