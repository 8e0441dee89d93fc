package import SaudaCore

/// Where alerts go, which of them and how many: an item under `alerts:`.
package struct AlertChannel: Hashable, Sendable {
    /// Tokens, secrets and credentials are names in the vault, without `vault:`; an address may be one, with it.
    package enum Target: Hashable, Sendable {
        case telegram(chat: String, token: String)
        case ntfy(url: String, token: String?)
        case webhook(url: String, secret: String?)
        case mail(Mail)
    }

    package struct Mail: Hashable, Sendable {
        /// `smtps://host:465`, or `smtp://` with STARTTLS.
        package var server: String
        package var sender: String
        /// One or more.
        package var recipients: [String]
        package var credentials: String?

        package init(server: String, sender: String, recipients: [String], credentials: String? = nil) {
            self.server = server
            self.sender = sender
            self.recipients = recipients
            self.credentials = credentials
        }
    }

    /// Told apart by it: the user's, or the word under `to`.
    package var name: String
    package var target: Target
    /// What is less than this is not sent.
    package var level: Alert.Level
    /// Messages in an hour; three times as many where they are critical.
    package var perHour: Int
    /// Whether the day's summary goes out whatever the level.
    package var takesSummary: Bool

    /// - Parameter takesSummary: Nil where nobody said: then it does not go to channels for what is critical.
    package init(
        name: String,
        target: Target,
        level: Alert.Level = .warning,
        perHour: Int = Self.standardPerHour,
        takesSummary: Bool? = nil
    ) {
        self.name = name
        self.target = target
        self.level = level
        self.perHour = perHour
        self.takesSummary = takesSummary ?? (level < .critical)
    }

    package static let standardPerHour = 20

    /// The word under `to`.
    package var kind: String {
        switch target {
        case .telegram: "telegram"
        case .ntfy: "ntfy"
        case .webhook: "webhook"
        case .mail: "mail"
        }
    }

    /// Where it goes, for people: of an address the host alone, for what follows may open the door.
    package var place: String {
        switch target {
        case .telegram(let chat, _): "chat \(chat)"
        case .ntfy(let url, _), .webhook(let url, _): Self.host(of: url)
        case .mail(let mail): mail.recipients.joined(separator: ", ")
        }
    }

    /// The name in the vault under which an address is kept that would open the door by itself; nil for one in words.
    static func vaultName(of url: String) -> String? {
        url.hasPrefix("vault:") ? String(url.dropFirst("vault:".count)) : nil
    }

    private static func host(of url: String) -> String {
        if vaultName(of: url) != nil { return url }
        let parts = url.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false)
        return parts.count > 2 ? String(parts[2].prefix { $0 != "/" && $0 != "?" }) : ""
    }
}

extension Alert.Level {
    package static let all: [Alert.Level] = [.info, .warning, .critical]

    package var word: String {
        switch self {
        case .info: "info"
        case .warning: "warning"
        case .critical: "critical"
        }
    }

    /// Nil for any other word.
    package init?(word: String) {
        guard let level = Self.all.first(where: { $0.word == word }) else { return nil }
        self = level
    }
}
