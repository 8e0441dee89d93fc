/// What a client shows at a socket, for the sessions to judge.
package enum NeoFeedPass: Hashable, Sendable {
    /// Of HSM, which takes view tokens, too.
    case token(String, sid: String)
    /// The older form of HSM (7.2).
    case session(String)
    /// Of SFeed.
    case user(String, sid: String)
    /// Of orders, which want a trade token (9.2).
    case trade(String, sid: String)
}

/// Says whether a client may come in.
package typealias NeoFeedGate = (NeoFeedPass) -> Bool
