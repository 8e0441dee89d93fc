package import SaudaBroker
package import SaudaCore

/// What can be read of a session's token, a JWT, without its key.
package enum SessionToken {
    /// When a session ends: at the token's own `exp`, and at the next midnight in India at the latest (protocol section 1.7).
    package static func expiry(of token: Secret, issued: Timestamp) -> Timestamp {
        let midnight = issued.day.advanced(by: 1).at(TimeOfDay(0, 0))
        // One that is over already says nothing about this login.
        guard let end = TokenClaims(token).expires, end > issued else { return midnight }
        return min(end, midnight)
    }
}
