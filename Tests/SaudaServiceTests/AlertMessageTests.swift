import FoundationEssentials
import SaudaBroker
import SaudaCore
import Testing

@testable import SaudaService

@Suite struct AlertMessageTests {
    private static let time = Day("2026-11-20")!.at(TimeOfDay(10, 15, 2))
    private static let notice = Notice(
        .critical,
        "order-stuck",
        "no answer for 60 s",
        instrument: "RELIANCE",
        account: "main",
        at: time
    )

    /// Line breaks of every kind, quotes, a header, emoji of several scalars, a turned reading direction.
    private static let hostile =
        "a\r\nBcc: x@y.example\n\u{2028}\"q\\\u{0} \u{1F469}\u{200D}\u{1F4BB}\u{202E}gnp\u{7F}</script>₹"

    @Test func `telegram, byte for byte`() {
        let request = TelegramMessage.request(Self.notice, chat: "-100123", token: Secret("12:a-B_c"))
        #expect(request.method == .post && request.url == "https://api.telegram.org/bot12:a-B_c/sendMessage")
        #expect(request.headers == [HTTPHeader("Content-Type", "application/json")])
        #expect(
            String(decoding: request.body, as: UTF8.self)
                == #"{"chat_id":"-100123","text":"sauda: critical order-stuck, RELIANCE, main\u000a"#
                + #"2026-11-20 10:15:02  no answer for 60 s","disable_web_page_preview":true,"disable_notification":false}"#
        )
    }

    @Test func `a token that is none stays in its part of the address`() {
        let request = TelegramMessage.request(Self.notice, chat: "1", token: Secret("../x?y#z é"))
        #expect(request.url == "https://api.telegram.org/bot%2E%2E%2Fx%3Fy%23z%20%C3%A9/sendMessage")
    }

    @Test func `ntfy, byte for byte`() {
        let request = NtfyMessage.request(Self.notice, url: "https://ntfy.sh/desk", token: Secret("tk_1"))
        #expect(request.method == .post && request.url == "https://ntfy.sh/desk")
        #expect(
            request.headers == [
                HTTPHeader("Content-Type", "text/plain; charset=utf-8"),
                HTTPHeader("Title", "sauda: critical order-stuck, RELIANCE, main"),
                HTTPHeader("Priority", "5"), HTTPHeader("Tags", "rotating_light"),
                HTTPHeader("Authorization", "Bearer tk_1"),
            ]
        )
        #expect(String(decoding: request.body, as: UTF8.self) == "2026-11-20 10:15:02  no answer for 60 s")
    }

    @Test func `ntfy's title is ASCII whatever stands in it`() {
        let odd = Notice(.warning, "price-alert", "x", instrument: "₹-INFY", at: Self.time)
        let request = NtfyMessage.request(odd, url: "https://ntfy.sh/desk", token: nil)
        #expect(
            request.headers[1].value == "=?UTF-8?B?c2F1ZGE6IHdhcm5pbmcgcHJpY2UtYWxlcnQsIOKCuS1JTkZZ?="
        )
        #expect(request.headers.map(\.value)[2...] == ["4", "warning"])
    }

    @Test func `webhook, byte for byte, with the signature that openssl makes of it`() {
        let request = WebhookMessage.request(
            Self.notice,
            url: "https://hooks.example/a?b=c",
            secret: Secret("s3cret-of-mine")
        )
        #expect(
            String(decoding: request.body, as: UTF8.self)
                == #"{"time":"2026-11-20T10:15:02+05:30","level":"critical","code":"order-stuck","instrument":"RELIANCE","#
                + #""account":"main","count":1,"title":"sauda: critical order-stuck, RELIANCE, main","#
                + #""text":"2026-11-20 10:15:02  no answer for 60 s"}"#
        )
        #expect(
            request.headers == [
                HTTPHeader("Content-Type", "application/json"),
                HTTPHeader(
                    "X-Sauda-Signature",
                    "sha256=a8402d67eb8a3b97abd4d568b67cfe64b6ba869f6d81e7df44ed742092a249c7"
                ),
            ]
        )
        let open = WebhookMessage.request(Self.notice, url: "https://hooks.example/", secret: nil)
        #expect(open.headers.count == 1)
    }

    @Test func `mail, byte for byte`() {
        let mail = AlertChannel.Mail(
            server: "smtps://mail.example:465",
            sender: "desk@example.com",
            recipients: ["a@example.com", "b@example.com"]
        )
        let text = MailMessage.text(Self.notice, mail, at: Self.time.advanced(by: .seconds(3)))
        let expected = """
            Date: Fri, 20 Nov 2026 10:15:05 +0530
            From: desk@example.com
            To: a@example.com, b@example.com
            Subject: sauda: critical order-stuck, RELIANCE, main
            Message-ID: <bc48ce03456d73c74b3c243d23566697@example.com>
            MIME-Version: 1.0
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: base64
            Auto-Submitted: auto-generated
            Importance: high

            MjAyNi0xMS0yMCAxMDoxNTowMiAgbm8gYW5zd2VyIGZvciA2MCBzDQo=

            """
        #expect(String(decoding: text, as: UTF8.self) == expected.replacing("\n", with: "\r\n"))
    }

    @Test func `hostile texts bring no header and no line into a mail, and no line is long`() throws {
        let recipients = (0..<20).map { "somebody.with.a.long.name.\($0)@department.example.com" }
        let mail = AlertChannel.Mail(server: "smtps://m", sender: "desk@example.com", recipients: recipients)
        let odd = Notice(.warning, Self.hostile, Self.hostile, instrument: Self.hostile, at: Self.time)
        let text = String(decoding: MailMessage.text(odd, mail, at: Self.time), as: UTF8.self)
        let parts = text.components(separatedByBlankLine: ())
        #expect(parts.count == 2 && text.utf8.allSatisfy { $0 < 0x7F && ($0 >= 0x20 || $0 == 10 || $0 == 13) })
        let lines = parts[0].split(separator: "\r\n")
        #expect(lines.allSatisfy { $0.utf8.count <= 76 && !$0.utf8.contains(10) && !$0.utf8.contains(13) })
        let names = lines.filter { !$0.hasPrefix(" ") }.map { $0.prefix { $0 != ":" } }
        #expect(
            names == [
                "Date", "From", "To", "Subject", "Message-ID", "MIME-Version", "Content-Type",
                "Content-Transfer-Encoding", "Auto-Submitted",
            ]
        )
        let body = try #require(Data(base64Encoded: parts[1].replacing("\r\n", with: "")))
        #expect(String(decoding: body, as: UTF8.self).contains("\r\nBcc: x@y.example\r\n"))
    }

    @Test func `hostile texts leave headers and titles on one line`() {
        let odd = Notice(.warning, Self.hostile, Self.hostile, instrument: Self.hostile, at: Self.time)
        let text = NoticeText(odd)
        #expect(!text.title.unicodeScalars.contains { $0.properties.generalCategory == .control })
        #expect(text.title.contains("\u{1F469}\u{200D}\u{1F4BB}") && !text.title.contains("\u{202E}"))
        #expect(text.body.contains("a\nBcc: x@y.example\n") && !text.body.contains("\u{2028}"))
        for header in NtfyMessage.request(odd, url: "https://n/t", token: nil).headers {
            #expect(header.value.utf8.allSatisfy { (0x20...0x7E).contains($0) })
        }
    }

    @Test func `JSON of hostile texts is read back as they are`() throws {
        let odd = Notice(.warning, "c", Self.hostile, at: Self.time)
        let request = TelegramMessage.request(odd, chat: "1", token: Secret("1:a"))
        let read = try JSONDecoder().decode(JSONValue.self, from: Data(request.body))
        #expect(read["text"] == .string("\(NoticeText(odd).title)\n\(NoticeText(odd).body)"))
    }

    @Test("ten kilobytes are cut, between scalars, and said", arguments: ["x", "₹", "\u{1F4BB}"])
    func long(letter: String) {
        let text = String(repeating: letter, count: 10_240 / letter.utf8.count)
        let odd = Notice(.warning, text, text, at: Self.time)
        let short = NoticeText(odd)
        #expect(short.title.utf8.count <= NoticeText.longestTitle + 3)
        #expect(short.body.utf8.count < 3100 && short.body.hasSuffix("… (cut; it had \(text.utf8.count) bytes)"))
        #expect(!short.body.contains("\u{FFFD}"))
        let telegram = TelegramMessage.request(odd, chat: "1", token: Secret("1:a"))
        #expect(telegram.body.count < 4096)
    }

    @Test func `an address that is kept in the vault is used as it is there`() {
        var secrets = AlertSecrets()
        secrets.add(Credentials(user: "", secrets: ["url": Secret("https://chat.example/T0/B1")]), under: "chat")
        for target in [
            AlertChannel.Target.webhook(url: "vault:chat", secret: nil), .ntfy(url: "vault:chat", token: nil),
        ] {
            let channel = AlertChannel(name: "c", target: target)
            guard case .http(let request) = AlertRequest(Self.notice, to: channel, with: secrets, at: Self.time) else {
                Issue.record("no request")
                continue
            }
            #expect(request.url == "https://chat.example/T0/B1")
        }
    }

    @Test func `LOG-3: a request prints none of what it is sent with`() {
        var secrets = AlertSecrets()
        let token = Secret("777888:AAtoken-of-the-bot")
        secrets.add(Credentials(user: "u", secrets: ["token": token, "password": token]), under: "tg")
        let mail = AlertChannel.Mail(server: "smtps://m", sender: "a@b", recipients: ["c@d"], credentials: "tg")
        for target in [
            AlertChannel.Target.telegram(chat: "1", token: "tg"), .ntfy(url: "https://n/t", token: "tg"), .mail(mail),
        ] {
            let channel = AlertChannel(name: "c", target: target)
            let request = AlertRequest(Self.notice, to: channel, with: secrets, at: Self.time)
            var dumped = ""
            dump(request, to: &dumped)
            #expect(!"\(request) \(String(reflecting: request)) \(dumped)".contains("AAtoken"))
            switch request {
            case .http(let request): #expect("\(request.url) \(request.headers)".contains("AAtoken"))
            case .mail(let mail): #expect(mail.user?.reveal() == "u" && mail.password == token)
            }
        }
    }
}

extension String {
    fileprivate func components(separatedByBlankLine: Void) -> [String] {
        split(separator: "\r\n\r\n", omittingEmptySubsequences: false).map(String.init)
    }
}
