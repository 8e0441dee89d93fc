public import SaudaCore

/// A signed-in session. Kept in an encrypted file, so that a restart burns no login.
public struct BrokerSession: Hashable, Sendable {
    public var user: String
    /// By the adapter's own names: access tokens, session ids, a base URL that the broker hands out.
    public var secrets: [String: Secret]
    public var issued: Timestamp
    /// Nil when the broker does not say and no rule does.
    public var expires: Timestamp?
    /// When `Errand.renew` may prolong it; nil where that cannot be.
    public var renewable: Timestamp?

    public init(
        user: String,
        secrets: [String: Secret],
        issued: Timestamp,
        expires: Timestamp?,
        renewable: Timestamp? = nil
    ) {
        self.user = user
        self.secrets = secrets
        self.issued = issued
        self.expires = expires
        self.renewable = renewable
    }

    public func isValid(at time: Timestamp) -> Bool { expires.map { time < $0 } ?? true }
}
