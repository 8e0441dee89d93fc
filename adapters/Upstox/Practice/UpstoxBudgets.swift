import SaudaBroker
import SaudaCore

/// The rate limits of section 1.5, counted in calendar windows of the practice clock.
struct UpstoxBudgets: Sendable {
    private let settings: UpstoxSettings
    /// By the call they are of; all orders are one.
    private var windows: [String: [PracticeCount]] = [:]

    init(_ settings: UpstoxSettings) { self.settings = settings }

    var counts: [PracticeCount] { windows.keys.sorted().flatMap { windows[$0] ?? [] } }

    /// - Parameter call: `order`, or the path of any other.
    mutating func take(_ call: String, at now: Timestamp) throws(UpstoxRefusal) {
        let endpoint = EndpointClass(stringLiteral: call)
        let perSecond = call == "order" ? settings.ordersPerSecond : settings.othersPerSecond
        var counts =
            windows[call] ?? [
                PracticeCount(endpoint, limit: perSecond, perSeconds: 1),
                PracticeCount(endpoint, limit: settings.callsPerMinute, perSeconds: 60),
                PracticeCount(endpoint, limit: settings.callsPerHalfHour, perSeconds: 1800),
            ]
        var isWithin = true
        for place in counts.indices where !counts[place].add(at: now) { isWithin = false }
        windows[call] = counts
        guard isWithin else { throw .tooMany }
    }
}
