package import SaudaCore

/// How good a feed is, in a word and in a figure, from one look at it after another (FED-11, FED-12).
package struct ConnectionQuality: Hashable, Sendable {
    package enum Word: String, Hashable, Sendable, CaseIterable {
        case excellent = "EXCELLENT"
        /// Connected, and no price for 30 s.
        case degraded = "DEGRADED"
        /// It has to be connected anew while prices are expected.
        case poor = "POOR"
        /// Nothing is known: it was never connected, or there is nothing to expect.
        case unknown = "UNKNOWN"
    }

    private var connected: Timestamp?
    /// Connections after the first.
    package private(set) var reconnects = 0
    private var isOpen = false
    private var hasPrices = false

    package init() {}

    /// Takes a look at the feed; whoever looks each second misses no reconnection that counts.
    ///
    /// - Parameter hasPrices: one came within the last 30 s (FED-13).
    package mutating func take(isOpen: Bool, hasPrices: Bool, at now: Timestamp) {
        if isOpen, !self.isOpen {
            if connected != nil { reconnects += 1 }
            connected = now
        }
        (self.isOpen, self.hasPrices) = (isOpen, isOpen && hasPrices)
    }

    package func word(in phase: FeedPhase) -> Word {
        guard connected != nil else { return .unknown }
        if hasPrices { return .excellent }
        guard phase.wantsPrices else { return .unknown }
        return isOpen ? .degraded : .poor
    }

    /// 0 to 100: nothing without a connection, all in its first minute and while prices come, half otherwise; less five
    /// for each reconnection beyond five, at most thirty. A whole number, so no decimal is lost.
    package func figure(at now: Timestamp) -> Int {
        guard let connected, isOpen else { return 0 }
        let base = hasPrices || now.since(connected) < .seconds(60) ? 100 : 50
        return max(0, base - min(30, 5 * max(0, reconnects - 5)))
    }
}
