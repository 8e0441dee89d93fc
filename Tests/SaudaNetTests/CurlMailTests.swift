import Foundation
import SaudaBroker
import SaudaCore
import Testing

@testable import SaudaNet

@Suite struct CurlMailTests {
    private static let word = Secret("hunter2-of-the-mailbox")
    private static let text = "Subject: x\r\n\r\nfirst\r\n.\r\n..second\r\n"

    private func mail(_ server: String, signsIn: Bool = false) -> MailRequest {
        MailRequest(
            server: server,
            sender: "desk@example.com",
            recipients: ["a@example.com", "b@example.com"],
            user: signsIn ? Secret("desk") : nil,
            password: signsIn ? Self.word : nil,
            message: Array(Self.text.utf8)
        )
    }

    /// The failure of a mail that must not be taken.
    private func failure(
        _ mail: MailRequest,
        within limit: TimeSpan = .seconds(10),
        trust: TrustRoots = .system
    ) async throws -> MailFailure? {
        let transport = try CurlMail(trust: trust)
        do throws(MailFailure) {
            try await transport.deliver(mail, within: limit)
            return nil
        } catch {
            return error
        }
    }

    @Test func `a mail arrives whole, dots and all, at each recipient`() async throws {
        try await ScriptServer.run {
            try await MailScript().play($0)
        } _: { server in
            try await CurlMail().deliver(mail("smtp://127.0.0.1:\(server.port)"), within: .seconds(10))
            let lines = server.requests
            #expect(lines.first?.hasPrefix("EHLO ") == true && lines.last == "QUIT")
            #expect(
                lines.dropFirst().dropLast() == [
                    "MAIL FROM:<desk@example.com>", "RCPT TO:<a@example.com>", "RCPT TO:<b@example.com>", "DATA",
                    "Subject: x\r\n\r\nfirst\r\n..\r\n...second\r\n.",
                ]
            )
        }
    }

    @Test func `over TLS it signs in before it sends`() async throws {
        let certificates = try TestCertificates.made.get()
        try await ScriptServer.run(tls: certificates.server(.valid)) {
            try await MailScript().play($0)
        } _: { server in
            let transport = try CurlMail(trust: certificates.authority)
            try await transport.deliver(mail("smtps://localhost:\(server.port)", signsIn: true), within: .seconds(10))
            let lines = server.requests
            let place = try #require(lines.firstIndex { $0.hasPrefix("AUTH PLAIN") })
            let said = try #require(
                lines[place...(place + 1)].joined(separator: " ").split(separator: " ").dropFirst(2).first
            )
            #expect(Data(base64Encoded: String(said)) == Data("\0desk\0hunter2-of-the-mailbox".utf8))
            #expect(place < lines.firstIndex { $0.hasPrefix("MAIL") } ?? 0)
        }
    }

    @Test("a certificate that is not trusted gets nothing", arguments: [TestCertificates.Kind.otherHost, .stranger])
    func certificates(kind: TestCertificates.Kind) async throws {
        let certificates = try TestCertificates.made.get()
        try await ScriptServer.run(tls: certificates.server(kind)) {
            try await MailScript().play($0)
        } _: { server in
            let letter = mail("smtps://localhost:\(server.port)", signsIn: true)
            let failure = try await failure(letter, trust: certificates.authority)
            #expect(failure?.isTemporary == false && server.requests.isEmpty)
        }
    }

    @Test func `LOG-3: a password that is refused is not tried again, and shows nowhere`() async throws {
        let script = MailScript(answers: ["WORD": "535 5.7.8 no: hunter2-of-the-mailbox"])
        try await ScriptServer.run {
            try await script.play($0)
        } _: { server in
            let failure = try await failure(mail("smtp://127.0.0.1:\(server.port)", signsIn: true))
            #expect(failure?.isTemporary == false)
            #expect(
                failure?.text
                    == "mail to 127.0.0.1: user or password were not taken; look at what the alert's credentials hold"
            )
            #expect(!server.requests.contains { $0.hasPrefix("MAIL") })
        }
    }

    @Test(
        "what the server says no to, and whether later may help",
        arguments: [
            ("RCPT", "550 5.1.1 nobody", false), ("RCPT", "451 later", true), ("MAIL", "553 not you", false),
            ("DATA", "452 no room", true), ("TEXT", "554 looks like spam", false), ("TEXT", "451 later", true),
        ]
    )
    func refusals(verb: String, answer: String, isTemporary: Bool) async throws {
        try await ScriptServer.run {
            try await MailScript(answers: [verb: answer]).play($0)
        } _: { server in
            let failure = try await failure(mail("smtp://127.0.0.1:\(server.port)"))
            #expect(failure?.isTemporary == isTemporary)
            #expect(failure?.text.contains(answer.prefix(3)) == true, "\(failure?.text ?? "sent")")
        }
    }

    @Test func `a server that says nothing, or is not there, is given up in time`() async throws {
        try await ScriptServer.run {
            await $0.readToEnd()
        } _: { server in
            let failure = try await failure(mail("smtp://127.0.0.1:\(server.port)"), within: .milliseconds(200))
            #expect(failure?.isTemporary == true)
        }
        #expect(try await failure(mail("smtp://127.0.0.1:1"))?.isTemporary == true)
    }

    @Test(
        "TLS may be missing on this machine only",
        arguments: [
            ("smtp://127.0.0.1:25", true), ("smtp://localhost", true), ("smtps://[::1]:465", true),
            ("smtp://mail.example:587", false), ("smtps://mail.example", false), ("smtp://localhost.example", false),
        ]
    )
    func places(server: String, isLoopback: Bool) throws {
        #expect(try MailPlace(server).isLoopback == isLoopback)
    }

    @Test(
        "addresses that are none",
        arguments: ["http://m", "smtp://u:p@m", "smtps://m/x", "smtps://", "m:25", "smtp://m:0"]
    )
    func addresses(server: String) async throws {
        let failure = try await failure(mail(server))
        #expect(failure?.isTemporary == false && failure?.text.contains("u:p") == false)
    }
}
