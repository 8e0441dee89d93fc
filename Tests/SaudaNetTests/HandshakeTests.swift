import SaudaBroker
import SaudaCore
import Testing

@testable import SaudaNet

/// Connections that do not open.
@Suite struct HandshakeTests {
    private func failure(
        _ transport: NIOSocketTransport? = nil,
        _ request: SocketRequest,
        within limit: TimeSpan = .seconds(10),
        _ place: SourceLocation = #_sourceLocation
    ) async throws -> SocketFailure? {
        let transport = try transport ?? NIOSocketTransport()
        do throws(SocketFailure) {
            _ = try await transport.open(request, within: limit)
            Issue.record("opened", sourceLocation: place)
            return nil
        } catch {
            return error
        }
    }

    private func kind(_ failure: SocketFailure?) -> HTTPFailure.Kind? {
        if case .failed(let failure) = failure { failure.kind } else { nil }
    }

    @Test func `RFC 6455, 1.3: the answer to the sample key`() {
        let answer = Peer.acceptance("GET / HTTP/1.1\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
        #expect(answer.contains("sec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"))
    }

    @Test func `the request is the standard's, with the adapter's headers, and each key is new`() async throws {
        try await ScriptServer.run { peer in
            try await peer.request()
            try await peer.answer("403 Forbidden")
        } _: { server in
            let header = HTTPHeader("X-Version", "3")
            let request = SocketRequest(server.url("/feed?a=1", "ws"), headers: [header])
            for _ in 0..<2 { _ = try await failure(nil, request) }
            let lines = server.requests.map { $0.split(separator: "\r\n").map(String.init) }
            #expect(lines[0][0] == "GET /feed?a=1 HTTP/1.1")
            let fixed = lines[0].dropFirst().filter { !$0.hasPrefix("Sec-WebSocket-Key:") }.sorted()
            #expect(
                fixed == [
                    "Connection: Upgrade", "Host: localhost:\(server.port)", "Sec-WebSocket-Version: 13",
                    "Upgrade: websocket", "User-Agent: sauda", "X-Version: 3",
                ]
            )
            let keys = lines.compactMap { $0.first { $0.hasPrefix("Sec-WebSocket-Key: ") } }
            #expect(Set(keys).count == 2 && keys.allSatisfy { $0.utf8.count == 19 + 24 })
        }
    }

    @Test func `a refusal brings the HTTP answer with it`() async throws {
        try await ScriptServer.run { peer in
            try await peer.request()
            switch peer.index {
            case 1: try await peer.answer("403 Forbidden", "{\"error\":\"TokenException\"}", headers: ["X-A: 1"])
            case 2: try await peer.send("HTTP/1.1 429 Slow\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nyes\r\n0\r\n\r\n")
            case 3: try await peer.drip("HTTP/1.1 502 Bad\r\nConnection: close\r\n\r\nto the end".utf8)
            case 4: try await peer.send("HTTP/1.1 500 Oops\r\nContent-Length: 100\r\n\r\nhalf")
            default:
                try await peer.send("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
                while true { try await peer.send(String(repeating: "x", count: 10_000)) }
            }
        } _: { server in
            var answers: [HTTPResponse] = []
            for _ in 1...5 {
                guard case .refused(let answer) = try await failure(nil, SocketRequest(server.url("/", "ws"))) else {
                    Issue.record("not refused")
                    return
                }
                answers.append(answer)
            }
            #expect(answers.map(\.status) == [403, 429, 502, 500, 200])
            #expect(answers[0].header("x-a") == "1")
            let bodies = answers.map { String(decoding: $0.body, as: UTF8.self) }
            #expect(bodies[..<4] == ["{\"error\":\"TokenException\"}", "yes", "to the end", "half"])
            #expect(answers[4].body.count == 64 << 10)
            #expect(answers.allSatisfy { $0.timings.connect > .zero && $0.timings.firstByte <= $0.timings.total })
        }
    }

    @Test func `a refusal whose body does not come in time is a refusal still`() async throws {
        try await ScriptServer.run { peer in
            try await peer.request()
            try await peer.send("HTTP/1.1 403 Forbidden\r\nContent-Length: 100\r\n\r\nslow")
            await peer.readToEnd()
        } _: { server in
            // Long enough that even a busy machine brings the head of the answer in time.
            let failure = try await failure(nil, SocketRequest(server.url("/", "ws")), within: .seconds(8))
            guard case .refused(let answer) = failure else {
                Issue.record("\(failure as Any)")
                return
            }
            #expect(answer.status == 403 && answer.body == Array("slow".utf8))
        }
    }

    @Test(
        "answers that only look like an acceptance",
        arguments: [
            "wrong key", "no key", "extension", "protocol", "no upgrade", "no connection", "http/2", "no http",
            "silence",
            "cut", "endless",
        ]
    )
    func malformed(fault: String) async throws {
        try await ScriptServer.run { peer in
            let request = try await peer.request()
            let good = Peer.acceptance(request)
            switch fault {
            case "wrong key": try await peer.send(Peer.acceptance(request, accept: "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="))
            case "no key": try await peer.send(good.replacing("sec-websocket-accept", with: "x"))
            case "extension":
                try await peer.send(Peer.acceptance(request, headers: ["Sec-WebSocket-Extensions: permessage-deflate"]))
            case "protocol": try await peer.send(Peer.acceptance(request, headers: ["Sec-WebSocket-Protocol: chat"]))
            case "no upgrade": try await peer.send(good.replacing("upgrade: WebSocket", with: "upgrade: h2c"))
            case "no connection": try await peer.send(good.replacing(", Upgrade", with: ""))
            case "http/2": try await peer.send("HTTP/2 101 Switching\r\n\r\n")
            case "no http": try await peer.send("220 mail.example ESMTP\r\n")
            case "cut": return try await peer.send("HTTP/1.1 101 Swi")
            case "endless":
                try await peer.send("HTTP/1.1 101 Switching Protocols\r\nX: ")
                while true { try await peer.send(String(repeating: "x", count: 10_000)) }
            default: break
            }
            await peer.readToEnd()
        } _: { server in
            let limit = fault == "silence" ? TimeSpan.milliseconds(2500) : .seconds(10)
            let failure = try await failure(nil, SocketRequest(server.url("/", "ws")), within: limit)
            #expect(kind(failure) == (fault == "silence" ? .timedOut : fault == "cut" ? .cut : .malformed))
            if case .failed(let failure) = failure { #expect(failure.mayHaveArrived) }
        }
    }

    @Test func `a protocol that was offered may be chosen`() async throws {
        try await ScriptServer.run { peer in
            let request = try await peer.request()
            try await peer.send(Peer.acceptance(request, headers: ["Sec-WebSocket-Protocol: v2"]))
            await peer.readToEnd()
        } _: { server in
            let header = HTTPHeader("Sec-WebSocket-Protocol", "v1, v2")
            let request = SocketRequest(server.url("/", "ws"), headers: [header])
            let socket = try await NIOSocketTransport().open(request, within: .seconds(10))
            #expect(socket.ending == nil)
        }
    }

    @Test(
        "certificates that are not believed",
        arguments: [TestCertificates.Kind.otherHost, .expired, .stranger]
    )
    func certificate(kind: TestCertificates.Kind) async throws {
        let certificates = try TestCertificates.made.get()
        try await ScriptServer.run(tls: certificates.server(kind)) { peer in
            try await peer.shakeHands()
        } _: { server in
            let transport = try NIOSocketTransport(trust: certificates.authority)
            for host in ["localhost", "127.0.0.1"] {
                let request = SocketRequest(server.url("/?token=secret", "wss", host: host))
                let failure = try await failure(transport, request)
                #expect(self.kind(failure) == .certificate)
                #expect(!"\(failure as Any)".contains("secret"))
            }
            #expect(server.requests.isEmpty)
        }
    }

    @Test func `an authority of our own is believed only where it is named`() async throws {
        let certificates = try TestCertificates.made.get()
        try await ScriptServer.run(tls: certificates.server(.valid)) { peer in
            try await peer.shakeHands()
            await peer.readToEnd()
        } _: { server in
            #expect(kind(try await failure(nil, SocketRequest(server.url("/", "wss")))) == .certificate)
            let transport = try NIOSocketTransport(trust: certificates.authority)
            for host in ["localhost", "127.0.0.1"] {
                let request = SocketRequest(server.url("/", "wss", host: host))
                let socket = try await transport.open(request, within: .seconds(10))
                #expect(socket.ending == nil)
            }
        }
    }

    @Test func `no TLS, a hang-up in its handshake, nobody there, no such name, no such source, no time`() async throws
    {
        let trust = try TestCertificates.made.get().authority
        let transport = try NIOSocketTransport(trust: trust)
        let port = try await ScriptServer.run { peer in
            try await peer.read(atLeast: 1)
            if peer.index == 1 { try await peer.answer("400 Bad Request") }
            if peer.index == 3 { await peer.readToEnd() }
        } _: { server in
            let request = SocketRequest(server.url("/", "wss"))
            #expect(kind(try await failure(transport, request)) == .tls)
            #expect(kind(try await failure(transport, request)) == .tls)
            #expect(kind(try await failure(transport, request, within: .milliseconds(300))) == .timedOut)
            #expect(kind(try await failure(transport, request, within: .zero)) == .timedOut)
            let elsewhere = try NIOSocketTransport(egress: Egress(address: "203.0.113.7"))
            #expect(kind(try await failure(elsewhere, SocketRequest(server.url("/", "ws")))) == .connect)
            return server.port
        }
        #expect(kind(try await failure(nil, SocketRequest("ws://127.0.0.1:\(port)/"))) == .connect)
        #expect(kind(try await failure(nil, SocketRequest("wss://\(HTTPNotArrivedTests.noName)/"))) == .nameLookUp)
        #expect(kind(try await failure(nil, SocketRequest("ws://example.com/"))) == .badURL)
        #expect(kind(try await failure(nil, SocketRequest("https://localhost/"))) == .badURL)
        let injected = SocketRequest("ws://localhost/", headers: [HTTPHeader("X", "a\r\nb: c")])
        #expect(kind(try await failure(nil, injected)) == .badURL)
    }

    @Test func `opening is cancelled with its task`() async throws {
        let (reached, news) = AsyncStream.makeStream(of: Void.self)
        try await ScriptServer.run { peer in
            try await peer.request()
            news.yield()
            await peer.readToEnd()
        } _: { server in
            let task = Task { try await failure(nil, SocketRequest(server.url("/", "ws"))) }
            for await _ in reached { break }
            task.cancel()
            let taskFailure = try await task.value
            #expect(kind(taskFailure) == .cancelled)
            let early = Task {
                while !Task.isCancelled { await Task.yield() }
                return try await failure(nil, SocketRequest(server.url("/", "ws")))
            }
            early.cancel()
            let earlyFailure = try await early.value
            #expect(kind(earlyFailure) == .cancelled)
            #expect(server.requests.count == 1)
        }
    }

    @Test func `a proxy that refuses`() async throws {
        for (scheme, answer) in [("http", "HTTP/1.1 403 Forbidden\r\n\r\n"), ("socks5", "\u{5}\u{7F}"), ("socks5", "")]
        {
            try await ScriptServer.run { proxy in
                try await proxy.read(atLeast: 3)
                try await proxy.send(answer)
            } _: { proxy in
                let transport = try NIOSocketTransport(egress: Egress(proxy: "\(scheme)://127.0.0.1:\(proxy.port)"))
                #expect(kind(try await failure(transport, SocketRequest("wss://localhost:9/"))) == .connect)
            }
        }
    }
}
