import NIOCore
import SaudaBroker
import SaudaCore
import Testing

@testable import SaudaNet

/// Connections that are kept, and die between two requests or under one.
@Suite struct KeptConnectionTests {
    @Test(
        "a kept connection dies after it took an order: in doubt, and not sent again",
        arguments: HTTPRequest.Method.allCases,
        [false, true]
    )
    func diesUnderARequest(method: HTTPRequest.Method, byReset: Bool) async throws {
        try await ScriptServer.run { peer in
            try await peer.request()
            try await peer.answer()
            try await peer.request()
            if byReset { try await peer.reset() }
        } _: { server in
            let transport = try CurlTransport()
            _ = try await transport.perform(server.get("/first"), within: .seconds(10))
            let failure = await transport.failure(
                HTTPRequest(method, server.url("/order"), body: method == .get ? [] : [0x78], endpoint: "test")
            )
            #expect(failure?.kind == .cut && failure?.mayHaveArrived == true)
            // A third would be libcurl's own retry; the transport is still good, on a new connection.
            #expect(server.requests.count == 2)
            _ = try await transport.perform(server.get("/next"), within: .seconds(10))
            #expect(server.requests.map { $0.split(separator: " ")[1] } == ["/first", "/order", "/next"])
        }
    }

    @Test func `a kept connection that the server closed in between is left, and the request goes out once`()
        async throws
    {
        let (closed, news) = AsyncStream.makeStream(of: Void.self)
        try await ScriptServer.run { peer in
            try await peer.request()
            try await peer.answer("200 OK", "\(peer.index)")
            if peer.index == 1 {
                try await peer.channel.close(mode: .all).get()
                news.yield()
            }
        } _: { server in
            let transport = try CurlTransport()
            _ = try await transport.perform(server.get(), within: .seconds(10))
            for await _ in closed { break }
            let answer = try await transport.perform(server.post(), within: .seconds(10))
            #expect(answer.body == [0x32] && server.requests.count == 2)
        }
    }

    @Test(
        "a kept connection in which something lies already is left: it would be taken for the next answer",
        arguments: [
            "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil",
            // What some servers say before they close an idle connection.
            "HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
        ],
        [nil, TestCertificates.Kind.valid]
    )
    func unasked(bytes: String, tls: TestCertificates.Kind?) async throws {
        let certificates = try TestCertificates.made.get()
        let (sent, news) = AsyncStream.makeStream(of: Void.self)
        try await ScriptServer.run(tls: tls.map { try certificates.server($0) }) { peer in
            try await peer.request()
            try await peer.answer("200 OK", "\(peer.index)")
            try await peer.send(bytes)
            news.yield()
            await peer.readToEnd()
        } _: { server in
            let transport = try CurlTransport(trust: certificates.authority)
            var signals = sent.makeAsyncIterator()
            for number in 1...5 {
                let answer = try await transport.perform(
                    server.get("/", tls == nil ? "http" : "https"),
                    within: .seconds(10)
                )
                #expect(answer.body == Array("\(number)".utf8))
                await signals.next()
            }
            #expect(server.requests.count == 5)
        }
    }

    @Test func `an answer that comes a byte at a time is one answer`() async throws {
        let certificates = try TestCertificates.made.get()
        for tls in [false, true] {
            let context = tls ? try certificates.server(.valid) : nil
            try await ScriptServer.run(tls: context) { peer in
                try await peer.request()
                try await peer.drip("HTTP/1.1 200 OK\r\nX-Slow: yes\r\nContent-Length: 5\r\n\r\nwhole".utf8)
            } _: { server in
                let transport = try CurlTransport(trust: certificates.authority)
                let answer = try await transport.perform(server.get("/", tls ? "https" : "http"), within: .seconds(30))
                #expect(answer.body == Array("whole".utf8) && answer.header("x-slow") == "yes")
            }
        }
    }

    @Test func `a packed body is unpacked, also from single bytes`() async throws {
        let packed = try Gzip.text("sixteen hundred shares")
        try await ScriptServer.run { peer in
            try await peer.request()
            try await peer.send("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: \(packed.count)\r\n\r\n")
            for byte in packed { try await peer.send([byte]) }
        } _: { server in
            let answer = try await CurlTransport().perform(server.get(), within: .seconds(10))
            #expect(answer.body == Array("sixteen hundred shares".utf8))
        }
    }

    @Test func `a transport that its owner lets go while requests are under way still answers them`() async throws {
        let (reached, news) = AsyncStream.makeStream(of: Void.self)
        let (proceed, go) = AsyncStream.makeStream(of: Void.self)
        try await ScriptServer.run { peer in
            try await peer.request()
            news.yield()
            for await _ in proceed { break }
            try await peer.answer()
        } _: { server in
            var transport: CurlTransport? = try CurlTransport()
            let task = Task { [transport] in try await transport?.perform(server.get(), within: .seconds(10)) }
            for await _ in reached { break }
            transport = nil
            go.yield()
            #expect(try await task.value?.status == 200)
        }
    }

    @Test func `100 transports come and go, half of them with a request that is never answered`() async throws {
        try await ScriptServer.run { peer in
            try await peer.request()
            await peer.readToEnd()
        } _: { server in
            for round in 0..<100 {
                let transport = try CurlTransport()
                guard round.isMultiple(of: 2) else { continue }
                let task = Task { await transport.failure(server.post()) }
                if round.isMultiple(of: 4) { task.cancel() } else { transport.shutDown() }
                #expect(await task.value?.kind == .cancelled)
            }
        }
    }

    @Test func `nothing is kept of requests that are over, nor of a loop that was stopped`() async throws {
        try await ScriptServer.run { peer in
            while true {
                try await peer.request()
                if peer.server.requests.count.isMultiple(of: 3) { return }
                try await peer.answer()
            }
        } _: { server in
            var setup: CurlSetup? = try CurlSetup(egress: Egress(), trust: .system, policy: CurlPolicy())
            var loop: CurlLoop? = try setup.map { setup throws(HTTPFailure) in try CurlLoop(setup) }
            setup = nil
            weak let watchedLoop = loop
            var watched: [() -> CurlTransfer?] = []
            for _ in 0..<9 {
                let transfer = try CurlTransfer(server.post(), within: .seconds(10))
                weak let weakly = transfer
                watched.append { weakly }
                _ = await withCheckedContinuation { loop?.submit(transfer, $0) }
            }
            #expect(server.requests.count == 9)
            loop?.stop(andWait: true)
            loop = nil
            #expect(watchedLoop == nil)
            #expect(watched.allSatisfy { $0() == nil })
        }
    }

    @Test func `an account's proxy carries its requests, through a tunnel that sees no byte of them`() async throws {
        let certificates = try TestCertificates.made.get()
        try await ScriptServer.run(tls: certificates.server(.valid)) { peer in
            while true {
                try await peer.request()
                try await peer.answer("200 OK", "through")
            }
        } _: { server in
            for scheme in ["http", "socks5"] {
                try await ScriptServer.run { proxy in
                    if scheme == "http" {
                        #expect(try await proxy.request().hasPrefix("CONNECT localhost:\(server.port) HTTP/1.1\r\n"))
                        try await proxy.send("HTTP/1.1 200 Connection established\r\nX-Proxy: 1\r\n\r\n")
                    } else {
                        let count = try await Int(proxy.take(2)[1])
                        _ = try await proxy.take(count)
                        try await proxy.send([5, 0])
                        #expect(try await proxy.take(4)[..<2] == [5, 1])
                        try await proxy.read(atLeast: 6)
                        proxy.buffer.removeAll()
                        try await proxy.send([5, 0, 0, 1, 127, 0, 0, 1, 0, 0])
                    }
                    try await proxy.relay(to: server.port)
                } _: { proxy in
                    let egress = Egress(address: "127.0.0.2", proxy: "\(scheme)://127.0.0.1:\(proxy.port)")
                    let transport = try CurlTransport(egress: egress, trust: certificates.authority)
                    for _ in 0..<2 {
                        let answer = try await transport.perform(server.get("/", "https"), within: .seconds(10))
                        #expect(answer.body == Array("through".utf8) && answer.header("x-proxy") == nil)
                    }
                    #expect(proxy.requests.count == (scheme == "http" ? 1 : 0))
                }
            }
        }
    }
}
