package import SaudaCore

/// One connection: of the price feed and who is on it, or for the news of orders alone.
struct FeedShard: Sendable {
    enum Purpose: Sendable {
        case prices
        case orders
    }

    enum State: Sendable {
        case idle
        /// After a failure.
        case waiting(until: Timestamp)
        /// Where to open it; the number of the errand.
        case asking(UInt64)
        case opening(SocketID, since: Timestamp)
        case open(SocketID)
    }

    var purpose = Purpose.prices
    var state = State.idle
    var wanted: [InstrumentID] = []
    var plan: StreamPlan?
    var backoff: Backoff
    /// The session it was opened with.
    var generation = 0
    /// When anything at all came, and when a price did.
    var heardAt: Timestamp?
    var tickAt: Timestamp?
    /// The codec's own wake-up.
    var wakeAt: Timestamp?
    /// Refused handshakes (403) in a row.
    var refusals = 0
    /// Since when prices are missing; told when they come again.
    var gapSince: Timestamp?

    var socket: SocketID? {
        switch state {
        case .opening(let id, _), .open(let id): id
        case .idle, .waiting, .asking: nil
        }
    }

    var isOpen: Bool { if case .open = state { true } else { false } }
}

/// How the feed is, for people and metrics (FED-13).
package struct FeedHealth: Hashable, Sendable {
    /// A socket is open and a price came within the last 30 s.
    package var isConnected: Bool
    package var usesREST: Bool
    package var sockets: Int
    package var lastTick: Timestamp?
    package var withPrices: Int
    package var withoutPrices: Int
    package var refusals: Int
    package var isSignedIn: Bool
}
