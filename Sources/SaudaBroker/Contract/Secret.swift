/// A text that no log, error, journal, report or debugger print may show. Read it with `reveal()`, where it goes on the
/// wire and nowhere else.
public struct Secret: Hashable, Sendable {
    private var text: String

    public init(_ text: String) { self.text = text }

    public func reveal() -> String { text }
    public var isEmpty: Bool { text.isEmpty }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "<secret>" }
    public var debugDescription: String { "<secret>" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// What an account signs in with: its user and the broker's own named secrets.
public struct Credentials: Hashable, Sendable {
    public var user: String
    /// By the names that the adapter's `credentialNames` declare.
    public var secrets: [String: Secret]

    public init(user: String, secrets: [String: Secret]) {
        self.user = user
        self.secrets = secrets
    }

    /// - Throws: `BrokerError` that names what is missing.
    public func require(_ name: String, broker: String) throws(BrokerError) -> Secret {
        guard let secret = secrets[name], !secret.isEmpty else {
            throw BrokerError(
                broker: broker,
                summary: "the credentials have no \(name)",
                nextStep: "Add \(name) to the account's credentials, then sign in again.",
                recovery: .stop
            )
        }
        return secret
    }
}
