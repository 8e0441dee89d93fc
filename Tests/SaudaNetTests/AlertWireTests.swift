import NIOConcurrencyHelpers
import SaudaBroker
import SaudaCore
import SaudaService
import Testing

@testable import SaudaNet

/// Alerts over real sockets of this machine.
@Suite struct AlertWireTests {
    private static let time = Day("2026-11-20")!.at(TimeOfDay(10, 0))

    private func send(_ channel: AlertChannel, _ secrets: AlertSecrets, isPatient: Bool) async throws
        -> AlertSender.Outcome
    {
        let world = AlertSender.World(
            http: try CurlTransport(),
            mail: try CurlMail(),
            now: { Self.time },
            pause: { _ in }
        )
        let notice = Notice(.critical, "order-stuck", "no answer", instrument: "TCS", at: Self.time)
        return await AlertSender(channel, secrets, known: KnownSecrets(), world).send(notice, isPatient: isPatient)
    }

    @Test func `a webhook that is busy twice gets its signed message the third time`() async throws {
        try await ScriptServer.run { peer in
            while true {
                try await peer.request()
                let isBusy = peer.server.requests.count < 3
                try await peer.answer(isBusy ? "503 Busy" : "204 No Content", headers: isBusy ? ["Retry-After: 1"] : [])
            }
        } _: { server in
            var secrets = AlertSecrets()
            secrets.add(Credentials(user: "", secrets: ["secret": Secret("key-of-mine")]), under: "hook")
            let channel = AlertChannel(name: "w", target: .webhook(url: server.url("/in"), secret: "hook"))
            #expect(try await send(channel, secrets, isPatient: true) == .sent(tries: 3))
            #expect(server.requests.count == 3)
            let request = try #require(server.requests.last)
            let parts = request.split(separator: "\r\n\r\n", maxSplits: 1)
            let code = Digests.hmac(.sha256, key: Array("key-of-mine".utf8), Array(parts[1].utf8))
            #expect(parts[0].hasPrefix("POST /in HTTP/1.1\r\n"))
            #expect(parts[0].contains("X-Sauda-Signature: sha256=\(Digests.hex(code))"))
            #expect(parts[1].hasPrefix("{\"time\":\"2026-11-20T10:00:00+05:30\",\"level\":\"critical\""))
        }
    }

    @Test func `ntfy gets its headers, and its refusal is told without the token`() async throws {
        try await ScriptServer.run { peer in
            try await peer.request()
            try await peer.answer("403 Forbidden", "{\"error\":\"forbidden\"}")
        } _: { server in
            var secrets = AlertSecrets()
            secrets.add(Credentials(user: "", secrets: ["token": Secret("tk_hunter2")]), under: "n")
            let channel = AlertChannel(name: "n", target: .ntfy(url: server.url("/desk"), token: "n"))
            let outcome = try await send(channel, secrets, isPatient: true)
            #expect(
                outcome
                    == .failed(
                        "it answered 403: {\"error\":\"forbidden\"}; look at the token or secret it is sent with",
                        tries: 1
                    )
            )
            let request = try #require(server.requests.first)
            for line in ["Title: sauda: critical order-stuck, TCS", "Priority: 5", "Authorization: Bearer tk_hunter2"] {
                #expect(request.contains("\r\n\(line)\r\n"), "\(request)")
            }
        }
    }

    @Test func `mail goes to a server of this machine, with user and password`() async throws {
        try await ScriptServer.run {
            try await MailScript().play($0)
        } _: { server in
            var secrets = AlertSecrets()
            secrets.add(Credentials(user: "desk", secrets: ["password": Secret("hunter2")]), under: "post")
            let mail = AlertChannel.Mail(
                server: "smtp://localhost:\(server.port)",
                sender: "desk@example.com",
                recipients: ["a@example.com"],
                credentials: "post"
            )
            let channel = AlertChannel(name: "m", target: .mail(mail))
            let outcome = try await send(channel, secrets, isPatient: false)
            #expect(outcome == .sent(tries: 1))
            #expect(server.requests.contains { $0.hasPrefix("AUTH PLAIN") })
            #expect(server.requests.contains { $0.contains("\r\nSubject: sauda: critical order-stuck, TCS\r\n") })
        }
    }

    @Test func `LOG-3: a bot that cannot be reached shows no token`() async throws {
        let channel = AlertChannel(name: "n", target: .ntfy(url: "http://127.0.0.1:1/secret-topic", token: nil))
        let outcome = try await send(channel, AlertSecrets(), isPatient: true)
        guard case .failed(let why, tries: 4) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(why.hasPrefix("POST to 127.0.0.1: ") && !why.contains("topic"))
    }

    @Test func `trading hands over and goes on while a receiver is silent`() async throws {
        try await ScriptServer.run { peer in
            try await peer.request()
            await peer.readToEnd()
        } _: { server in
            let channel = AlertChannel(name: "w", target: .webhook(url: server.url("/in"), secret: nil))
            let log = NIOLockedValueBox<[String]>([])
            let world = AlertSender.World(http: try CurlTransport(), mail: try CurlMail(), now: { Self.time })
            let sender = AlertSender(channel, AlertSecrets(), known: KnownSecrets(), world)
            let notifier = Notifier([sender], world) { line in log.withLockedValue { $0.append(line) } }
            let running = Task { await notifier.run() }
            for number in 0..<100 {
                notifier.post(Notice(.critical, "c\(number)", "t", at: Self.time))
            }
            notifier.close()
            // The receiver never answers: whoever ends the run ends this too.
            running.cancel()
            await running.value
            let lines = log.withLockedValue { $0 }
            #expect(lines.last?.contains("did not go out") == true, "\(lines)")
        }
    }
}
