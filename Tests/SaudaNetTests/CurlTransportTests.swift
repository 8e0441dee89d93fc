import NIOCore
import SaudaBroker
import SaudaCore
import Testing

@testable import SaudaNet

@Suite struct CurlTransportTests {
    @Test func `a request arrives as it was written, and its answer comes back whole`() async throws {
        try await ScriptServer.run { peer in
            try await peer.request()
            try await peer.answer("201 Created", "{\"ok\":true}", headers: ["X-A: 1", "x-b: two", "X-A: 3"])
        } _: { server in
            var request = server.post("/orders/regular?tag=a%20b")
            request.headers = [HTTPHeader("Authorization", "token k:s"), HTTPHeader("X-Empty", "")]
            let answer = try await CurlTransport().perform(request, within: .seconds(10))
            #expect(answer.status == 201 && answer.body == Array("{\"ok\":true}".utf8))
            #expect(answer.headers.filter { $0.name.lowercased() == "x-a" }.map(\.value) == ["1", "3"])
            #expect(answer.header("X-B") == "two")
            let lines = server.requests[0].split(separator: "\r\n", omittingEmptySubsequences: false)
            #expect(lines.first == "POST /orders/regular?tag=a%20b HTTP/1.1" && lines.last == "quantity=1")
            #expect(
                lines.dropFirst().dropLast(2).sorted() == [
                    "Accept-Encoding: gzip", "Accept: */*", "Authorization: token k:s", "Content-Length: 10",
                    "Host: localhost:\(server.port)", "User-Agent: sauda", "X-Empty:",
                ]
            )
        }
    }

    @Test("each method, with and without a body", arguments: HTTPRequest.Method.allCases, ["", "a=1"])
    func methods(method: HTTPRequest.Method, body: String) async throws {
        try await ScriptServer.run { peer in
            while true {
                try await peer.request()
                try await peer.answer()
            }
        } _: { server in
            let transport = try CurlTransport()
            for other in HTTPRequest.Method.allCases {
                // The handle is used again: what another method left behind must not show.
                let between = HTTPRequest(other, server.url(), body: [0x78], endpoint: "test")
                _ = try await transport.perform(between, within: .seconds(10))
                let request = HTTPRequest(method, server.url("/x"), body: Array(body.utf8), endpoint: "test")
                let answer = try await transport.perform(request, within: .seconds(10))
                #expect(answer.status == 200)
                let seen = try #require(server.requests.last)
                #expect(seen.hasPrefix("\(method.rawValue) /x HTTP/1.1\r\n") && seen.hasSuffix("\r\n\r\n" + body))
                let hasLength = seen.contains("Content-Length: \(body.utf8.count)\r\n")
                #expect(hasLength == (!body.isEmpty || method == .post || method == .put))
            }
        }
    }

    @Test func `1,000 requests at once are all answered, each with its own answer, over few connections`() async throws
    {
        try await ScriptServer.run { peer in
            while true {
                let request = try await peer.request()
                try await peer.answer("200 OK", String(request.split(separator: " ")[1]))
                #expect(peer.index <= 64)
            }
        } _: { server in
            let transport = try CurlTransport()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<1_000 {
                    group.addTask {
                        let answer = try await transport.perform(server.get("/\(number)"), within: .seconds(60))
                        #expect(answer.body == Array("/\(number)".utf8))
                    }
                }
                try await group.waitForAll()
            }
            #expect(server.requests.count == 1_000)
            #expect(Set(server.requests).count == 1_000)
        }
    }

    @Test func `a connection is kept for the next request, whose phases then take no time`() async throws {
        let certificates = try TestCertificates.made.get()
        try await ScriptServer.run(tls: certificates.server(.valid)) { peer in
            while true {
                try await peer.request()
                try await peer.answer("200 OK", "\(peer.index)")
            }
        } _: { server in
            let transport = try CurlTransport(trust: certificates.authority)
            let first = try await transport.perform(server.get("/", "https"), within: .seconds(10))
            let second = try await transport.perform(server.get("/", "https"), within: .seconds(10))
            #expect(first.body == [0x31] && second.body == [0x31])
            let (a, b) = (first.timings, second.timings)
            #expect(a.nameLookUp <= a.connect && a.connect < a.tls && a.tls < a.firstByte && a.firstByte <= a.total)
            #expect(b.nameLookUp <= b.connect && b.connect == b.tls && b.tls < b.firstByte && b.firstByte <= b.total)
        }
    }

    @Test func `redirects are answers like any other`() async throws {
        try await ScriptServer.run { peer in
            try await peer.request()
            try await peer.answer("302 Found", headers: ["Location: /elsewhere"])
        } _: { server in
            let answer = try await CurlTransport().perform(server.get(), within: .seconds(10))
            #expect(answer.status == 302 && server.requests.count == 1)
        }
    }

    @Test func `interim answers and trailers are not taken for the answer`() async throws {
        try await ScriptServer.run { peer in
            try await peer.request()
            try await peer.send("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n")
            try await peer.send(
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\nX-Late: 1\r\n\r\n"
            )
        } _: { server in
            let answer = try await CurlTransport().perform(server.get(), within: .seconds(10))
            #expect(answer.status == 200 && answer.body == Array("hi".utf8))
            #expect(answer.headers == [HTTPHeader("Transfer-Encoding", "chunked")])
        }
    }

    @Test func `two accounts on one machine come from their own addresses`() async throws {
        try await ScriptServer.run { peer in
            try await peer.request()
            try await peer.answer("200 OK", peer.channel.remoteAddress?.ipAddress ?? "")
        } _: { server in
            for address in ["127.0.0.2", "127.0.0.3"] {
                let transport = try CurlTransport(egress: Egress(address: address))
                let answer = try await transport.perform(server.get(), within: .seconds(10))
                #expect(String(decoding: answer.body, as: UTF8.self) == address)
            }
        }
    }

    @Test func `a header that would start a second line is refused before anything is sent`() async throws {
        let transport = try CurlTransport()
        for header in [
            HTTPHeader("X", "a\r\nY: b"), HTTPHeader("X", "a\nY: b"), HTTPHeader("X\r\nY", "b"), HTTPHeader("", "b"),
            HTTPHeader("X", "a\0b"), HTTPHeader("Content-Length", "3"), HTTPHeader("transfer-encoding", "chunked"),
            HTTPHeader("Expect", "100-continue"), HTTPHeader("X Y", "b"),
        ] {
            let request = HTTPRequest(.get, "http://127.0.0.1:1/", headers: [header], endpoint: "test")
            let failure = await transport.failure(request)
            #expect(failure?.kind == .badURL && failure?.mayHaveArrived == false)
        }
    }
}
