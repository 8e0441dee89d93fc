import NIOConcurrencyHelpers
package import SaudaBroker

/// The secrets that this process has come to know: credentials as they are read, tokens as they are signed for. One for
/// the process, handed to whatever writes text.
package final class KnownSecrets: Sendable {
    private let redactor: NIOLockedValueBox<Redactor>

    package init(_ secrets: [Secret] = []) { redactor = NIOLockedValueBox(Redactor(secrets)) }

    package func learn(_ secrets: some Sequence<Secret> & Sendable) { redactor.withLockedValue { $0.learn(secrets) } }
    package func learn(_ credentials: Credentials) { learn(Array(credentials.secrets.values)) }
    package func learn(_ session: BrokerSession) { learn(Array(session.secrets.values)) }

    /// As of now.
    package var current: Redactor { redactor.withLockedValue(\.self) }
    package func redact(_ text: String) -> String { current.redact(text) }
}
