package import SaudaBroker
package import SaudaCore

/// An access token: a JWT whose claims are read for the end it names; nothing is verified (protocol section 2.2).
package struct AccessToken: Sendable {
    package var secret: Secret
    /// Nil where it does not say.
    package var expires: Timestamp?

    package init(_ secret: Secret) {
        self.secret = Secret(secret.reveal().filter { !$0.isWhitespace })
        expires = TokenClaims(self.secret).expires
    }

    /// Tokens end at 03:30 India time, however young they are.
    package static func end(at now: Timestamp) -> Timestamp {
        let today = now.day.at(TimeOfDay(3, 30))
        return now < today ? today : now.day.advanced(by: 1).at(TimeOfDay(3, 30))
    }

    package func session(of user: String, at now: Timestamp) -> BrokerSession {
        let rule = Self.end(at: now)
        // One that is over says nothing about a token that was taken just now.
        let named = expires.flatMap { $0 > now ? $0 : nil }
        return BrokerSession(
            user: user,
            secrets: ["access-token": secret],
            issued: now,
            expires: min(named ?? rule, rule)
        )
    }
}
