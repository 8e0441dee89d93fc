import SaudaCore
import Testing

@testable import SaudaService

@Suite struct ConfigAlertsTests {
    @Test func `each kind of channel is read, with what holds without a word`() throws {
        let mail = AlertChannel.Mail(
            server: "smtps://mail.example:465",
            sender: "desk@example.com",
            recipients: ["a@example.com", "b.c+d@example.org"],
            credentials: "post"
        )
        #expect(
            try ConfigFixture.check(ConfigFixture.whole).alerts == [
                AlertChannel(name: "telegram", target: .telegram(chat: "-100123", token: "tg")),
                AlertChannel(name: "ntfy", target: .ntfy(url: "https://ntfy.sh/my-desk", token: "ntfy"), level: .info),
                AlertChannel(
                    name: "mine",
                    target: .webhook(url: "http://127.0.0.1:9000/in?a=b", secret: "hook"),
                    perHour: 5
                ),
                AlertChannel(name: "mail", target: .mail(mail), level: .critical),
            ]
        )
        for text in ["alerts: []", "alerts: [{to: ntfy, url: 'https://ntfy.sh/a'}]"] {
            let config = try ConfigFixture.check(ConfigFixture.small(line: 2, "mode: paper\n\(text)"))
            #expect(config.alerts.allSatisfy { $0.level == .warning && $0.perHour == 20 })
            #expect(config.unsupported(by: Abilities(brokers: ["paper"], features: [])).isEmpty)
        }
        #expect(try ConfigFixture.check(ConfigFixture.small).alerts.isEmpty)
    }

    @Test(
        "plain http is for this machine",
        arguments: [
            ("https://n.example/a", true), ("vault:my-chat", true), ("vault:", false),
            ("https://n.example:8443/a", true), ("http://127.0.0.1/a", true),
            ("http://127.4.5.6:80/a", true), ("http://localhost:8080/a", true), ("http://[::1]:1/a", true),
            ("http://n.example/a", false), ("http://localhost.example/a", false), ("http://127.0.0.1.example/a", false),
            ("http://10.0.0.1/a", false), ("http://localhost@n.example/a", false), ("ftp://n.example/a", false),
            ("https://n.example/a b", false), ("https://n.example/a#b", false), ("https://n.example:0/a", false),
            ("https://u:p@n.example/a", false),
        ]
    )
    func addresses(url: String, isAllowed: Bool) {
        for to in ["ntfy", "webhook"] {
            let text = ConfigFixture.small(line: 2, "mode: paper\nalerts: [{to: \(to), url: \"\(url)\"}]")
            #expect(ConfigFixture.errors(in: text).isEmpty == isAllowed, "\(to) \(url)")
        }
    }

    @Test func `a name in the vault is an account's or an alert's`() {
        let text = ConfigFixture.whole.replacing("token: vault:tg", with: "token: vault:lead")
        let errors = ConfigFixture.errors(in: text)
        #expect(
            errors == [
                "c.yaml:34:44: an account's credentials have the name under 'token'; "
                    + "keep the alert's under a name of their own"
            ]
        )
    }

    @Test func `all mistakes of a list come in one go, those of what an overlay replaces too`() {
        let text = ConfigFixture.small(line: 2, "mode: paper\nalerts: [{to: ntfy}, {to: telegram, chat: x}]")
        #expect(ConfigFixture.errors(in: text).count == 3)
        #expect(ConfigFixture.errors(in: text, overlay: "alerts: []").count == 3)
        let many = Array(repeating: "{to: ntfy, url: 'https://n.example/a'}", count: 21).enumerated()
            .map { $1.dropLast() + ", name: n\($0)}" }
        let long = ConfigFixture.small(line: 2, "mode: paper\nalerts: [\(many.joined(separator: ", "))]")
        #expect(ConfigFixture.errors(in: long) == ["c.yaml:3:1: 'alerts' has 21 items; allowed: at most 20"])
    }

    @Test func `LOG-3: an address or a token that does not fit is not quoted`() {
        for item in [
            "{to: webhook, url: 'http://hooks.example/hunter2'}", "{to: ntfy, url: 'https://ntfy.sh/hunter2/'}",
            "{to: telegram, chat: '1', token: 'hunter2:x'}", "{to: mail, server: 'smtps://u:hunter2@m.example'}",
            "{to: telegram, bot_token: hunter2}",
        ] {
            let errors = ConfigFixture.errors(in: ConfigFixture.small(line: 2, "mode: paper\nalerts: [\(item)]"))
            #expect(!errors.isEmpty && !errors.joined().contains("hunter2"), "\(errors)")
        }
    }

    @Test func `what has to be looked up is each name once, with all that is kept under it`() throws {
        var channels = try ConfigFixture.check(ConfigFixture.whole).alerts
        channels.append(AlertChannel(name: "x", target: .webhook(url: "https://h", secret: "tg")))
        #expect(
            AlertSecrets.wants(of: channels) == [
                .init("tg", names: ["token", "secret"], required: ["token", "secret"]),
                .init("ntfy", names: ["token"], required: ["token"]),
                .init("hook", names: ["secret"], required: ["secret"]),
                .init("post", names: ["password"], required: ["user", "password"]),
            ]
        )
        let kept = [AlertChannel(name: "w", target: .webhook(url: "vault:chat", secret: nil))]
        #expect(AlertSecrets.wants(of: kept) == [.init("chat", names: ["url"], required: ["url"])])
        #expect(kept[0].place == "vault:chat")
        let free = [AlertChannel(name: "n", target: .ntfy(url: "https://n/t", token: nil))]
        #expect(AlertSecrets.wants(of: free).isEmpty)
    }

    @Test func `where it goes is shown without what opens the door`() throws {
        let places = try ConfigFixture.check(ConfigFixture.whole).alerts.map(\.place)
        #expect(places == ["chat -100123", "ntfy.sh", "127.0.0.1:9000", "a@example.com, b.c+d@example.org"])
    }

    @Test func `each example of docs/alerts.md is a configuration that holds`() throws {
        let page = String(decoding: try SmallFile.read("\(ConfigFixture.root)/docs/alerts.md"), as: UTF8.self)
        let blocks = page.split(separator: "```yaml\n").dropFirst().map { $0.prefix { $0 != "`" } }
        #expect(blocks.count == 4)
        for block in blocks {
            let config = try ConfigFixture.check(ConfigFixture.small(line: 2, "mode: paper\n\(block)"))
            #expect(config.alerts.count == 1 && page.contains("to: \(config.alerts[0].kind)"))
        }
    }
}
