import NIOCore
import NIOPosix
import SaudaBroker
import SaudaCore
import Testing

@testable import SaudaNet

/// Failures before the first byte of the request: an order is not in doubt after them.
@Suite struct HTTPNotArrivedTests {
    private let limit = TimeSpan.milliseconds(150)

    private func expect(
        _ kind: HTTPFailure.Kind,
        _ failure: HTTPFailure?,
        _ place: SourceLocation = #_sourceLocation
    ) {
        #expect(failure?.kind == kind && failure?.mayHaveArrived == false, "\(failure as Any)", sourceLocation: place)
    }

    /// A name with a label that no resolver asks for: its look-up fails on this machine.
    static let noName = String(repeating: "a", count: 64) + ".example"

    @Test func `a name that does not exist`() async throws {
        let request = HTTPRequest(.post, "https://\(Self.noName)/?token=secret", endpoint: "test")
        let failure = await (try CurlTransport()).failure(request)
        expect(.nameLookUp, failure)
        #expect(failure?.text.contains("secret") == false)
    }

    @Test func `a port on which nobody listens`() async throws {
        let port = try await ScriptServer.run { _ in
        } _: {
            $0.port
        }
        expect(
            .connect,
            await (try CurlTransport()).failure(HTTPRequest(.post, "http://127.0.0.1:\(port)/", endpoint: "t"))
        )
    }

    @Test func `a source address that this machine does not have`() async throws {
        try await ScriptServer.run { _ in
        } _: { server in
            let transport = try CurlTransport(egress: Egress(address: "203.0.113.7"))
            expect(.connect, await transport.failure(server.post()))
        }
    }

    @Test func `an egress or an authority that cannot be used is refused when the transport is made`() {
        func kind(_ egress: Egress = Egress(), _ trust: TrustRoots = .system) -> HTTPFailure.Kind? {
            #expect(throws: HTTPFailure.self) { try CurlTransport(egress: egress, trust: trust) }?.kind
        }
        for address in ["", "localhost", "1.2.3", "eth0", "1.2.3.4!x"] {
            #expect(kind(Egress(address: address)) == .connect)
        }
        for proxy in [
            "", "host:80", "ftp://host:80", "http://host", "http://u:p@host:80", "http://host:80/x", "http://:80",
        ] {
            #expect(kind(Egress(proxy: proxy)) == .badURL)
        }
        #expect(kind(Egress(), .file("/nowhere/ca.pem")) == .certificate)
        #expect(kind(Egress(), .file("/dev/null")) == .certificate)
    }

    @Test(
        "certificates that are not believed",
        arguments: [TestCertificates.Kind.otherHost, .expired, .stranger]
    )
    func certificate(kind: TestCertificates.Kind) async throws {
        let certificates = try TestCertificates.made.get()
        try await ScriptServer.run(tls: certificates.server(kind)) { peer in
            try await peer.request()
        } _: { server in
            let transport = try CurlTransport(trust: certificates.authority)
            expect(.certificate, await transport.failure(server.post("/", "https")))
            #expect(server.requests.isEmpty)
        }
    }

    @Test func `an authority of our own is believed only where it is named, and then no other is`() async throws {
        let certificates = try TestCertificates.made.get()
        try await ScriptServer.run(tls: certificates.server(.valid)) { peer in
            try await peer.request()
            try await peer.answer()
        } _: { server in
            expect(.certificate, await (try CurlTransport()).failure(server.get("/", "https")))
            let other = TrustRoots.file("\(certificates.folder)/unknown.pem")
            expect(.certificate, await (try CurlTransport(trust: other)).failure(server.get("/", "https")))
            let transport = try CurlTransport(trust: certificates.authority)
            for host in ["localhost", "127.0.0.1"] {
                let answer = try await transport.perform(server.get("/", "https", host: host), within: .seconds(10))
                #expect(answer.status == 200)
            }
        }
    }

    @Test func `a server that speaks no TLS, and one that hangs up during its handshake`() async throws {
        let trust = try TestCertificates.made.get().authority
        try await ScriptServer.run { peer in
            try await peer.read(atLeast: 1)
            if peer.index == 1 { try await peer.answer("400 Bad Request", "plain HTTP here") }
        } _: { server in
            let transport = try CurlTransport(trust: trust)
            expect(.tls, await transport.failure(server.post("/", "https")))
            expect(.tls, await transport.failure(server.post("/", "https")))
        }
    }

    @Test func `time runs out, or the task is cancelled, during the handshake`() async throws {
        let trust = try TestCertificates.made.get().authority
        let (connected, news) = AsyncStream.makeStream(of: Int.self)
        try await ScriptServer.run { peer in
            try await peer.read(atLeast: 1)
            news.yield(peer.index)
            await peer.readToEnd()
        } _: { server in
            let transport = try CurlTransport(trust: trust)
            expect(.timedOut, await transport.failure(server.post("/", "https"), within: limit))
            var policy = CurlPolicy()
            policy.connectWithin = limit
            let impatient = try CurlTransport(trust: trust, policy: policy)
            expect(.timedOut, await impatient.failure(server.post("/", "https")))
            let task = Task { await transport.failure(server.post("/", "https")) }
            for await index in connected where index == 3 { break }
            task.cancel()
            expect(.cancelled, await task.value)
        }
    }

    @Test func `a request that waits for its turn is cancelled, or runs out of time`() async throws {
        let (reached, news) = AsyncStream.makeStream(of: Void.self)
        try await ScriptServer.run { peer in
            try await peer.request()
            news.yield()
            await peer.readToEnd()
        } _: { server in
            var policy = CurlPolicy()
            policy.requestsAtOnce = 1
            let transport = try CurlTransport(policy: policy)
            let first = Task { await transport.failure(server.post()) }
            for await _ in reached { break }
            expect(.timedOut, await transport.failure(server.post("/late"), within: limit))
            let second = Task { await transport.failure(server.post("/second")) }
            second.cancel()
            expect(.cancelled, await second.value)
            first.cancel()
            #expect(await first.value?.mayHaveArrived == true)
            #expect(server.requests.count == 1)
        }
    }

    @Test func `a task that was cancelled before, a limit of nothing, a transport that was shut down`() async throws {
        try await ScriptServer.run { peer in
            try await peer.request()
        } _: { server in
            let transport = try CurlTransport()
            let task = Task {
                while !Task.isCancelled { await Task.yield() }
                return await transport.failure(server.post())
            }
            task.cancel()
            expect(.cancelled, await task.value)
            expect(.timedOut, await transport.failure(server.post(), within: .zero))
            transport.shutDown()
            expect(.cancelled, await transport.failure(server.post()))
            #expect(server.requests.isEmpty)
        }
    }

    @Test func `a proxy that refuses the way`() async throws {
        let trust = try TestCertificates.made.get().authority
        try await ScriptServer.run { proxy in
            #expect(try await proxy.request().hasPrefix("CONNECT localhost:9 HTTP/1.1\r\n"))
            try await proxy.answer("403 Forbidden", "not you")
        } _: { proxy in
            let transport = try CurlTransport(
                egress: Egress(proxy: proxy.url("").replacing("localhost", with: "127.0.0.1")),
                trust: trust
            )
            expect(.connect, await transport.failure(HTTPRequest(.post, "https://localhost:9/", endpoint: "t")))
        }
    }
}
