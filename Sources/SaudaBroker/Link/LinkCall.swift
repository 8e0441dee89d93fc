import SaudaCore

/// One request on its way: waiting for its turn, or sent and unanswered.
struct LinkCall: Sendable {
    enum Purpose: Sendable {
        case order(OrderID, OrderCommand, number: UInt32)
        /// The step of an errand; the request is the dialogue's.
        case errand(UInt64, HTTPRequest)
    }

    let id: CallID
    let purpose: Purpose
    /// When it was asked for.
    let asked: Timestamp
    var notBefore: Timestamp
    var attempts = 0
    /// How many of them met a dead session.
    var deadSessions = 0
    var sent: Timestamp?
    /// The session it was sent with, and whose budget it took a place in.
    var generation = 0
    var endpoint: EndpointClass?

    var isWrite: Bool { if case .order = purpose { true } else { false } }
    var order: OrderID? { if case .order(let id, _, _) = purpose { id } else { nil } }
    var isCancel: Bool { if case .order(_, .cancel, _) = purpose { true } else { false } }
}

/// An errand under way.
struct LinkErrand: Sendable {
    enum Owner: Hashable, Sendable {
        case signIn
        case probe
        case renewal
        case book
        /// For an order in doubt, by its tag.
        case lookUp(OrderID)
        case quotes
        /// Where the connection of that place in `shards` is opened.
        case address(Int)
        case engine(RequestID)
        case shell
    }

    let number: UInt64
    /// Nil for an address, which is a question of the link's own.
    let errand: Errand?
    let owner: Owner
    /// Made when it starts, with the session of that moment.
    var dialogue: (any Dialogue)?
    var attempts = 0
    /// The dialogue wants to go on then.
    var waitsUntil: Timestamp?
    /// Begin it anew then, with the session of that moment.
    var restartsAt: Timestamp?
    /// When its first request was sent.
    var sent: Timestamp?
    /// The session its requests are sent with.
    var generation = 0
    var hasStarted = false
    /// A person was asked to log in or to tell something, and is asked again then.
    var prompt: (action: LinkAction, again: Timestamp)?

    var needsSession: Bool { errand != .signIn }
}
