import SaudaCore
package import SaudaStore

/// What of a day a person should know beside its trades: from the books, the flags of the schedule and the day's log.
package struct DayIncidents: Hashable, Sendable {
    /// Nil where there is no log of the day.
    package var logins: Int?
    package var reconnects: Int?
    package var halts: Int?
    /// Requests for orders that got no answer, so that the broker's book had to be read.
    package var unanswered = 0
    /// Orders that are not ours.
    package var foreign = 0
    package var warnings = 0
    package var criticals = 0
    /// Between the books and the brokers, in words; nil where nobody compared.
    package var differences: [String]?
    /// Lines of the schedule that were lost or failed, and failed steps of the end of the day.
    package var failures: [String] = []

    package init() {}

    package init(_ ledger: DayLedger) {
        unanswered = ledger.unanswered.values.reduce(0, +)
        foreign = ledger.orders.count(where: \.isForeign)
        warnings = ledger.alerts["warning"] ?? 0
        criticals = ledger.alerts["critical"] ?? 0
    }

    /// Takes up a line of the day's log.
    package mutating func take(_ line: LogLine) {
        var message = line.message[...]
        var count = 1
        // What the log has left out of a storm of equal lines (`LogThrottle`).
        if let place = message.firstRange(of: " more like: "), let more = Int(message[..<place.lowerBound]) {
            count = more
            message = message[place.upperBound...]
        } else if message.hasSuffix(" more like it)"), let open = message.lastIndex(of: "(") {
            count += Int(message[message.index(after: open)...].prefix { $0.isNumber }) ?? 0
        }
        if message.hasPrefix("login completed") { logins = (logins ?? 0) + count }
        if message.hasPrefix("feed-lost: ") { reconnects = (reconnects ?? 0) + count }
        if message.hasPrefix("HALT: halted") || message.hasPrefix("HALT: nothing leaves") {
            halts = (halts ?? 0) + count
        }
    }

    package mutating func take(_ event: TaskEvent) {
        switch event.kind {
        case .step(.reconcileManual, let failure): differences = failure.map { [$0] } ?? []
        case .step(let step, let failure?): failures.append("\(step.name): \(failure)")
        case .failed(let why) where event.slot.task != .cleanup: failures.append("\(event.slot): \(why)")
        case .missed(let reason): failures.append("\(event.slot): \(reason.text)")
        case .step, .failed, .started, .done, .interrupted: break
        }
    }

    /// Days add up; a number that one day does not know is not known of the week.
    package static func += (a: inout DayIncidents, b: DayIncidents) {
        a.logins = add(a.logins, b.logins)
        a.reconnects = add(a.reconnects, b.reconnects)
        a.halts = add(a.halts, b.halts)
        a.unanswered += b.unanswered
        a.foreign += b.foreign
        a.warnings += b.warnings
        a.criticals += b.criticals
        a.differences =
            a.differences == nil && b.differences == nil ? nil : (a.differences ?? []) + (b.differences ?? [])
        a.failures += b.failures
    }

    private static func add(_ a: Int?, _ b: Int?) -> Int? {
        if let a, let b { return a + b }
        return nil
    }

    /// The same in words, for people; empty when nothing happened. Logins alone are no incident.
    package var words: [String] {
        func count(_ number: Int?, _ one: String, _ many: String) -> String? {
            guard let number, number > 0 else { return nil }
            return "\(number) \(number == 1 ? one : many)"
        }
        return [
            count(reconnects, "reconnection", "reconnections"), count(halts, "halt", "halts"),
            count(unanswered, "request without an answer", "requests without an answer"),
            count(foreign, "order that is not ours", "orders that are not ours"),
            count(criticals, "critical alert", "critical alerts"), count(warnings, "warning", "warnings"),
            count(differences?.count, "difference from the brokers' books", "differences from the brokers' books"),
            count(failures.count, "failure of the schedule", "failures of the schedule"),
        ].compactMap(\.self)
    }
}
