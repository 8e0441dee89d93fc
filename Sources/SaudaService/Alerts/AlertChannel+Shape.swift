import SaudaCore

/// The keys of an item under `alerts:`, and the channel of a checked one.
extension AlertChannel {
    /// The most channels.
    static let most = 20
    /// The keys whose values are, or may be, names in the vault.
    static let vaultKeys = ["url", "token", "secret", "credentials"]

    static let shape: Shape = .variants(
        tag: .init("to", .word(["telegram", "ntfy", "webhook", "mail"]), "What takes the alerts"),
        [
            .init(
                word: "telegram",
                keys: [
                    .init("chat", .text(.chat), "The chat's number, or @CHANNEL"),
                    .init("token", .text(.vault), "The bot's token"),
                ] + common
            ),
            .init(
                word: "ntfy",
                keys: [
                    .init("url", .text(.topic), "The topic's address"),
                    .init("token", .text(.vault), required: false, "The token of a topic that needs one"),
                ] + common
            ),
            .init(
                word: "webhook",
                keys: [
                    .init("url", .text(.webhook), "The address that takes a POST"),
                    .init("secret", .text(.vault), required: false, "What signs the body (HMAC-SHA256)"),
                ] + common
            ),
            .init(
                word: "mail",
                keys: [
                    .init("server", .text(.mailServer), "The server that takes the mail"),
                    .init("from", .text(.mailbox), "The sender"),
                    .init("recipients", .list(.mailbox, 1...20), "Who gets it"),
                    .init("credentials", .text(.vault), required: false, "User and password at the server"),
                ] + common
            ),
        ]
    )

    private static let common: [Shape.Key] = [
        .init("name", .text(.name), required: false, "Its name; the word under `to` unless given"),
        .init(
            "level",
            .word(Alert.Level.all.map(\.word)),
            required: false,
            standard: .string(Alert.Level.warning.word),
            "What is less is not sent"
        ),
        .init(
            "per_hour",
            .integer(1...1000),
            required: false,
            standard: .literal("\(standardPerHour)"),
            "Messages in an hour; three times as many critical ones"
        ),
        .init("summary", .bool, required: false, "The day's summary; it comes unless the level is critical"),
    ]

    /// Nil when something required is missing, which the checker has reported.
    static func all(in root: Checked) -> [AlertChannel]? {
        let items = root["alerts"]?.items ?? []
        let channels = items.compactMap(AlertChannel.init)
        return channels.count == items.count ? channels : nil
    }

    private init?(_ item: Checked) {
        guard let to = item["to"]?.text, let target = Target(to, item) else { return nil }
        self.init(name: item["name"]?.text ?? to, target: target)
        if let word = item["level"]?.text {
            guard let level = Alert.Level(word: word) else { return nil }
            self.level = level
        }
        if let count = item["per_hour"]?.integer { perHour = Int(count) }
        if case .bool(let isWanted)? = item["summary"]?.value {
            takesSummary = isWanted
        } else {
            takesSummary = level < .critical
        }
    }
}

extension AlertChannel.Target {
    fileprivate init?(_ to: String, _ item: Checked) {
        func kept(_ key: String) -> String? { (item[key]?.text).map { String($0.dropFirst("vault:".count)) } }
        switch to {
        case "telegram":
            guard let chat = item["chat"]?.text, let token = kept("token") else { return nil }
            self = .telegram(chat: chat, token: token)
        case "ntfy":
            guard let url = item["url"]?.text else { return nil }
            self = .ntfy(url: url, token: kept("token"))
        case "webhook":
            guard let url = item["url"]?.text else { return nil }
            self = .webhook(url: url, secret: kept("secret"))
        case "mail":
            guard let server = item["server"]?.text, let sender = item["from"]?.text,
                let recipients = item["recipients"]?.list, !recipients.isEmpty
            else { return nil }
            self = .mail(
                .init(server: server, sender: sender, recipients: recipients, credentials: kept("credentials"))
            )
        default: return nil
        }
    }
}
