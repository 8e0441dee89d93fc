import NIOCore
import SaudaBroker
import SaudaCore
import Testing

@testable import SaudaNet

/// Failures after the first byte of the request: an order is in doubt after each of them.
@Suite struct HTTPMayHaveArrivedTests {
    private func expect(
        _ kind: HTTPFailure.Kind,
        tls: TestCertificates.Kind? = nil,
        policy: CurlPolicy = CurlPolicy(),
        within limit: TimeSpan = .seconds(10),
        _ place: SourceLocation = #_sourceLocation,
        script: @escaping @Sendable (Peer) async throws -> Void
    ) async throws {
        let certificates = try TestCertificates.made.get()
        let context = try tls.map { try certificates.server($0) }
        try await ScriptServer.run(tls: context) { peer in
            try await peer.request()
            try await script(peer)
        } _: { server in
            let transport = try CurlTransport(trust: tls == nil ? .system : certificates.authority, policy: policy)
            let failure = await transport.failure(server.post("/", tls == nil ? "http" : "https"), within: limit, place)
            #expect(
                failure?.kind == kind && failure?.mayHaveArrived == true,
                "\(failure as Any)",
                sourceLocation: place
            )
            #expect(server.requests.count == 1, sourceLocation: place)
        }
    }

    @Test func `the server reads the request and closes without an answer`() async throws {
        try await expect(.cut) { _ in }
        try await expect(.cut) { try await $0.reset() }
        try await expect(.cut, tls: .valid) { _ in }
        try await expect(.cut, tls: .valid) { try await $0.cut() }
    }

    @Test func `half a status line, half a header`() async throws {
        try await expect(.cut) { try await $0.send("HTTP/1.1 2") }
        try await expect(.cut) { try await $0.send("HTTP/1.1 200 OK\r\nContent-Le") }
    }

    @Test func `half a body, by length and by chunks`() async throws {
        try await expect(.cut) { try await $0.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf") }
        try await expect(.cut) { try await $0.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\na\r\nhalf") }
        try await expect(.cut) {
            try await $0.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n")
        }
    }

    @Test func `TLS that is cut in the middle of a body without a length is no whole body`() async throws {
        try await expect(.cut, tls: .valid) { peer in
            try await peer.send("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nhalf of it")
            try await peer.cut()
        }
    }

    @Test(
        "no answer in time, and one that does not end in time",
        arguments: ["", "HTTP/1.1 200 OK\r\nX-Slow: ", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nslow"]
    )
    func timesOut(beginning: String) async throws {
        try await expect(.timedOut, within: .milliseconds(2500)) { peer in
            try await peer.send(beginning)
            await peer.readToEnd()
        }
    }

    @Test func `the task is cancelled after the request arrived`() async throws {
        let (reached, news) = AsyncStream.makeStream(of: Void.self)
        try await ScriptServer.run { peer in
            try await peer.request()
            news.yield()
            await peer.readToEnd()
        } _: { server in
            let transport = try CurlTransport()
            let task = Task { await transport.failure(server.post()) }
            for await _ in reached { break }
            task.cancel()
            let failure = await task.value
            #expect(failure?.kind == .cancelled && failure?.mayHaveArrived == true)
        }
    }

    @Test func `the transport is shut down under a request`() async throws {
        let (reached, news) = AsyncStream.makeStream(of: Void.self)
        try await ScriptServer.run { peer in
            try await peer.request()
            news.yield()
            await peer.readToEnd()
        } _: { server in
            let transport = try CurlTransport()
            let task = Task { await transport.failure(server.post()) }
            for await _ in reached { break }
            transport.shutDown()
            let failure = await task.value
            #expect(failure?.kind == .cancelled && failure?.mayHaveArrived == true)
        }
    }

    @Test func `an answer over the cap: announced, in chunks, without a length, in headers`() async throws {
        var policy = CurlPolicy()
        policy.responseCap = 100_000
        policy.headerCap = 10_000
        let piece = String(repeating: "x", count: 10_000)
        try await expect(.tooLarge, policy: policy) { peer in
            try await peer.send("HTTP/1.1 200 OK\r\nContent-Length: 100001\r\n\r\n")
            await peer.readToEnd()
        }
        try await expect(.tooLarge, policy: policy) { peer in
            try await peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
            while true { try await peer.send("2710\r\n\(piece)\r\n") }
        }
        try await expect(.tooLarge, policy: policy) { peer in
            try await peer.send("HTTP/1.1 200 OK\r\n\r\n")
            while true { try await peer.send(piece) }
        }
        try await expect(.tooLarge, policy: policy) { peer in
            try await peer.send("HTTP/1.1 200 OK\r\n")
            while true { try await peer.send("X: \(piece.prefix(900))\r\n") }
        }
        try await expect(.tooLarge, policy: policy) { peer in
            while true { try await peer.send("HTTP/1.1 103 Early Hints\r\nX: \(piece.prefix(900))\r\n\r\n") }
        }
        try await expect(.tooLarge) { peer in
            try await peer.send("HTTP/1.1 200 OK\r\nX: ")
            while true { try await peer.send(piece) }
        }
    }

    @Test func `a body that unpacks to more than the cap`() async throws {
        let bomb = try Gzip.zeros(100_000_000)
        var policy = CurlPolicy()
        policy.responseCap = 1_000_000
        try await expect(.tooLarge, policy: policy) { peer in
            try await peer.send("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: \(bomb.count)\r\n\r\n")
            try await peer.send(bomb)
            await peer.readToEnd()
        }
    }

    @Test func `bytes that are not what they say`() async throws {
        try await expect(.malformed) { try await $0.send("220 mail.example ESMTP\r\n") }
        try await expect(.malformed) { try await $0.answer("200 OK", "no gzip", headers: ["Content-Encoding: gzip"]) }
        try await expect(.malformed) { try await $0.answer("200 OK", "?", headers: ["Content-Encoding: rot13"]) }
        try await expect(.malformed) {
            try await $0.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")
        }
        try await expect(.malformed) { try await $0.send("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n") }
        let packed = try Gzip.text("a whole text")
        try await expect(.malformed) { peer in
            let half = packed.dropLast(12)
            try await peer.send("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: \(half.count)\r\n\r\n")
            try await peer.send(Array(half))
            await peer.readToEnd()
        }
    }
}
