package import SaudaCore

/// The way out by mail. Declared here, beside HTTP's, so that whoever sends needs no network room.
package protocol MailTransport: Sendable {
    /// Hands one mail to its server, once.
    ///
    /// - Parameter limit: for the whole of it, look-up and sign-in included.
    func deliver(_ mail: MailRequest, within limit: TimeSpan) async throws(MailFailure)
}

/// One mail and the server that takes it. It may hold a password, so it prints without.
package struct MailRequest: Hashable, Sendable {
    /// `smtps://host:465`, or `smtp://` with STARTTLS, which is left out on this machine only.
    package var server: String
    package var sender: String
    package var recipients: [String]
    /// Nil for a server that asks for nobody.
    package var user: Secret?
    package var password: Secret?
    /// RFC 5322, whole, lines ending with `\r\n`.
    package var message: [UInt8]

    package init(
        server: String,
        sender: String,
        recipients: [String],
        user: Secret?,
        password: Secret?,
        message: [UInt8]
    ) {
        self.server = server
        self.sender = sender
        self.recipients = recipients
        self.user = user
        self.password = password
        self.message = message
    }
}

/// Why a mail was not taken.
package struct MailFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// Whether another try may help: the network, or a server that says "not now".
    package var isTemporary: Bool
    /// For people; holds no secret.
    package var text: String

    package init(isTemporary: Bool, text: String) {
        self.isTemporary = isTemporary
        self.text = text
    }

    package var description: String { text }
}
