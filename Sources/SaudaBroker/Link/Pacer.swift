package import SaudaCore

/// Holds requests back so that no budget of the broker is passed, whatever its clock shows in the margin we know it by.
///
/// A request counts in every calendar window it may arrive in; so at the edge of a second it takes a place in both. Of a
/// clock that is hardly known that wastes most of a budget; so it is enough, too, when no span of a window's length,
/// wherever it begins, can see too many. Of each window the request that arrives last was let through by one of the two,
/// and both count all that went before it.
package struct Pacer: Sendable {
    /// How long a request may be under way on a connection that is open.
    package static let transit = TimeSpan.milliseconds(150)

    /// Seconds: of longer windows the edge costs little, and too many requests would have to be remembered.
    private static let longestSpan: Int64 = 60

    private let budgets: [Budget]
    /// For each budget, what was sent, by segment where it counts apart.
    private var counts: [[Int: WindowCount]]
    /// Nothing of these goes out before, as the broker has said.
    private var closed: [EndpointClass: Timestamp] = [:]

    package init(_ budgets: [Budget]) {
        self.budgets = budgets
        counts = budgets.map { _ in [:] }
    }

    /// Takes a place for a request that is sent now. Nil when it may go; otherwise when to ask again, our time.
    ///
    /// - Parameter segment: the exchange segment of an order, where some budget counts them apart.
    package mutating func admit(
        _ endpoint: EndpointClass,
        _ segment: Segment?,
        at now: Timestamp,
        by clock: ServerClock
    ) -> Timestamp? {
        if let opens = closed[endpoint] {
            if now < opens { return opens }
            closed[endpoint] = nil
        }
        let arrival = clock.arrival(of: now, within: Self.transit)
        let covering = budgets.indices.filter { budgets[$0].endpoints.contains(endpoint) }
        var wait: Timestamp?
        for index in covering {
            let windows = windows(of: budgets[index], arrival)
            let count = counts[index][key(budgets[index], segment)] ?? WindowCount()
            guard windows.contains(where: { count.sent(in: $0) >= budgets[index].limit }) else { continue }
            // When the earliest arrival lies in the window after the last full one.
            let full = windows.last { count.sent(in: $0) >= budgets[index].limit } ?? windows.lowerBound
            let start = Self.start(of: full + 1, budgets[index].seconds)
            var moment = now.advanced(by: start.since(arrival.lowerBound))
            if budgets[index].seconds <= Self.longestSpan {
                let free = count.freeOfSpan(budgets[index])
                if free <= now { continue }
                moment = min(moment, free)
            }
            wait = max(wait ?? moment, moment)
        }
        if let wait { return wait }
        for index in covering {
            let key = key(budgets[index], segment)
            counts[index][key, default: WindowCount()].add(windows(of: budgets[index], arrival))
            if budgets[index].seconds <= Self.longestSpan {
                counts[index][key]?.add(latest: now.advanced(by: Self.transit), budgets[index], at: now)
            }
        }
        return nil
    }

    /// An answer that took longer than `transit`: the request may have been counted as late as now.
    package mutating func answered(
        _ endpoint: EndpointClass,
        _ segment: Segment?,
        sent: Timestamp,
        at now: Timestamp,
        by clock: ServerClock
    ) {
        guard now.since(sent) > Self.transit else { return }
        let last = clock.arrival(of: sent, within: Self.transit).upperBound
        let latest = max(last, clock.arrival(of: now, within: .zero).upperBound)
        for (index, budget) in budgets.enumerated() where budget.endpoints.contains(endpoint) {
            let key = key(budget, segment)
            counts[index][key]?.move(sent.advanced(by: Self.transit), to: now)
            let (counted, possible) = (Self.window(of: last, budget.seconds), Self.window(of: latest, budget.seconds))
            guard possible > counted else { continue }
            // Of long ones only the last two still matter.
            let windows = max(counted + 1, possible - 1)...possible
            counts[index][key, default: WindowCount()].add(windows)
        }
    }

    /// The broker said that there were too many; nothing of this endpoint's budgets goes out before `time`.
    package mutating func close(_ endpoint: EndpointClass, until time: Timestamp) {
        var closing: Set = [endpoint]
        for budget in budgets where budget.endpoints.contains(endpoint) && budget.seconds == 1 {
            closing.formUnion(budget.endpoints)
        }
        for each in closing { closed[each] = max(closed[each] ?? time, time) }
    }

    private func key(_ budget: Budget, _ segment: Segment?) -> Int {
        budget.isPerSegment ? segment.map { Int($0.rawValue) } ?? -1 : -1
    }

    private func windows(of budget: Budget, _ arrival: ClosedRange<Timestamp>) -> ClosedRange<Int64> {
        Self.window(of: arrival.lowerBound, budget.seconds)...Self.window(of: arrival.upperBound, budget.seconds)
    }

    /// Windows are counted in India's time, so that a day begins at its midnight.
    private static func window(of time: Timestamp, _ seconds: Int64) -> Int64 {
        let local = time.microseconds + Timestamp.indiaOffset
        let length = seconds * 1_000_000
        return local >= 0 ? local / length : (local + 1) / length - 1
    }

    private static func start(of window: Int64, _ seconds: Int64) -> Timestamp {
        Timestamp(microseconds: window * seconds * 1_000_000 - Timestamp.indiaOffset)
    }
}

/// What was sent in the last few windows of one budget.
private struct WindowCount: Sendable {
    private var recent: [(window: Int64, count: Int)] = []
    /// When each of the last requests arrived at the latest, our time; the latest last.
    private var latest: [Timestamp] = []

    func sent(in window: Int64) -> Int { recent.first { $0.window == window }?.count ?? 0 }

    mutating func add(_ windows: ClosedRange<Int64>) {
        // Older windows can never be asked for again, unless a clock is set back by as much.
        recent.removeAll { $0.window < windows.lowerBound - 2 }
        for window in windows {
            if let place = recent.firstIndex(where: { $0.window == window }) {
                recent[place].count += 1
            } else {
                recent.append((window, 1))
            }
        }
    }

    /// From when on a span of the budget's length, wherever it begins, has room for one more.
    func freeOfSpan(_ budget: Budget) -> Timestamp {
        guard budget.limit > 0 else { return .distantFuture }
        guard latest.count >= budget.limit else { return Timestamp(microseconds: .min) }
        return latest[latest.count - budget.limit].advanced(by: .seconds(budget.seconds))
    }

    mutating func add(latest time: Timestamp, _ budget: Budget, at now: Timestamp) {
        latest.removeAll { $0.advanced(by: .seconds(budget.seconds)) <= now }
        insert(time)
    }

    mutating func move(_ time: Timestamp, to later: Timestamp) {
        guard let place = latest.firstIndex(of: time) else { return }
        latest.remove(at: place)
        insert(later)
    }

    private mutating func insert(_ time: Timestamp) {
        let place = latest.lastIndex { $0 <= time }.map { $0 + 1 } ?? 0
        latest.insert(time, at: place)
    }
}
