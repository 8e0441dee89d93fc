package import SaudaBroker
package import SaudaCore

/// One message as it leaves. It holds tokens in its address and its headers, so it prints as nothing but where it goes.
package enum AlertRequest: Hashable, Sendable {
    case http(HTTPRequest)
    case mail(MailRequest)

    /// - Parameters:
    ///   - secrets: what the channel's names in the vault stand for; see `AlertSecrets`.
    ///   - now: for the date of a mail.
    package init(_ notice: Notice, to channel: AlertChannel, with secrets: AlertSecrets, at now: Timestamp) {
        switch channel.target {
        case .telegram(let chat, let token):
            self = .http(TelegramMessage.request(notice, chat: chat, token: secrets.value(token, "token")))
        case .ntfy(let url, let token):
            self = .http(
                NtfyMessage.request(notice, url: secrets.address(url), token: token.map { secrets.value($0, "token") })
            )
        case .webhook(let url, let secret):
            self = .http(
                WebhookMessage.request(
                    notice,
                    url: secrets.address(url),
                    secret: secret.map { secrets.value($0, "secret") }
                )
            )
        case .mail(let mail):
            let user = mail.credentials.map { secrets.value($0, SecretName.user) }
            let password = mail.credentials.map { secrets.value($0, "password") }
            self = .mail(MailMessage.request(notice, mail, user: user, password: password, at: now))
        }
    }
}

extension AlertRequest: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String {
        switch self {
        case .http: "an alert over HTTP"
        case .mail: "an alert by mail"
        }
    }

    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
