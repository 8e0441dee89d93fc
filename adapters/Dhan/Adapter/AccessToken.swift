package import SaudaBroker
package import SaudaCore

/// What an access token says of itself (protocol section 1.3). It is read, not verified: the broker does that.
package struct AccessToken: Sendable {
    package var secret: Secret
    /// Nil when the token does not say.
    package var expires: Timestamp?
    package var client: String?
    /// Made on the broker's website (`SELF`); only such tokens can be renewed.
    package var isFromWebsite: Bool

    package init(_ secret: Secret) {
        self.secret = Secret(secret.reveal().filter { !$0.isWhitespace })
        let claims = TokenClaims(self.secret)
        expires = claims.expires
        client = claims["dhanClientId"].text
        isFromWebsite = claims["tokenConsumerType"].text == "SELF"
    }

    /// The session that it is.
    ///
    /// - Parameter stated: when it ends by the broker's answer; the token's own word goes before.
    package func session(of user: String, ending stated: Timestamp?, at now: Timestamp) -> BrokerSession {
        let end = expires ?? stated ?? now.advanced(by: .seconds(86_400))
        return BrokerSession(
            user: user,
            secrets: ["access-token": secret],
            issued: now,
            expires: end,
            renewable: isFromWebsite ? Self.renewal(from: now, to: end) : nil
        )
    }

    /// A new token kills the old one and breaks the sockets, so it is asked for after the market: at the next 16:30, or
    /// half an hour before the end when that comes first.
    private static func renewal(from now: Timestamp, to end: Timestamp) -> Timestamp {
        let today = now.day.at(TimeOfDay(16, 30))
        let evening = now < today ? today : now.day.advanced(by: 1).at(TimeOfDay(16, 30))
        return min(evening, Timestamp(microseconds: end.microseconds - 1_800_000_000))
    }
}
