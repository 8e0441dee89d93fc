import SaudaBroker
import SaudaCore
import Testing

@testable import SaudaNet

/// HTTP/2 with a server that is written out frame by frame (RFC 9113).
@Suite struct HTTP2Tests {
    private enum Act: Sendable { case answer, refuseStream, goAway, cut }

    private static func frame(_ kind: UInt8, _ flags: UInt8, _ stream: UInt32, _ payload: [UInt8] = []) -> [UInt8] {
        let count = payload.count
        let head = [UInt8(count >> 16 & 255), UInt8(count >> 8 & 255), UInt8(count & 255), kind, flags]
        return head + (0..<4).reversed().map { UInt8(truncatingIfNeeded: stream >> (8 * $0)) } + payload
    }

    /// Answers each whole request with status 200 and the connection's number, or does `act` to it.
    private static func serve(_ peer: Peer, _ act: Act) async throws {
        _ = try await peer.take(24)
        try await peer.send(frame(4, 0, 0))
        while true {
            let head = try await peer.take(9)
            let payload = try await peer.take(Int(head[0]) << 16 | Int(head[1]) << 8 | Int(head[2]))
            let stream = head[5...].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
            if head[3] == 4, head[4] & 1 == 0 { try await peer.send(frame(4, 1, 0)) }
            guard head[3] == 1 || head[3] == 0, head[4] & 1 != 0 else { continue }
            peer.server.note("\(stream) \(payload.count)")
            switch act {
            case .answer:
                // 0x88 is ":status: 200" of the static table.
                let body = Array("\(peer.index)".utf8)
                try await peer.send(frame(1, 4, stream, [0x88]) + frame(0, 1, stream, body))
            case .refuseStream: try await peer.send(frame(3, 0, stream, [0, 0, 0, 7]))
            case .goAway:
                try await peer.send(frame(7, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]))
                return
            case .cut: return try await peer.cut()
            }
        }
    }

    private func run(
        _ act: Act,
        _ body: @escaping @Sendable (ScriptServer, CurlTransport) async throws -> Void
    ) async throws {
        let certificates = try TestCertificates.made.get()
        var policy = CurlPolicy()
        policy.http2Hosts = ["localhost"]
        let transport = try CurlTransport(trust: certificates.authority, policy: policy)
        try await ScriptServer.run(tls: certificates.server(.valid, protocols: ["h2", "http/1.1"])) { peer in
            try await Self.serve(peer, act)
        } _: { server in
            try await body(server, transport)
        }
    }

    @Test func `a host of the list is spoken to in HTTP/2, many requests on one connection`() async throws {
        try await run(.answer) { server, transport in
            _ = try await transport.perform(server.get("/", "https"), within: .seconds(10))
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<50 {
                    group.addTask {
                        let answer = try await transport.perform(server.post("/", "https"), within: .seconds(10))
                        #expect(answer.status == 200 && answer.body == Array("1".utf8))
                    }
                }
                try await group.waitForAll()
            }
            #expect(server.requests.count == 51)
        }
    }

    @Test func `an order is sent once, also where HTTP/2 would allow a second sending`() async throws {
        for act in [Act.refuseStream, .goAway, .cut] {
            try await run(act) { server, transport in
                let failure = await transport.failure(server.post("/", "https"))
                #expect(failure?.mayHaveArrived == true, "\(act): \(failure as Any)")
                #expect(server.requests.count == 1, "\(act)")
            }
        }
    }

    @Test func `a host that is not of the list is spoken to in HTTP/1.1`() async throws {
        let certificates = try TestCertificates.made.get()
        try await ScriptServer.run(tls: certificates.server(.valid, protocols: ["h2", "http/1.1"])) { peer in
            try await peer.request()
            try await peer.answer()
        } _: { server in
            let transport = try CurlTransport(trust: certificates.authority)
            _ = try await transport.perform(server.get("/", "https"), within: .seconds(10))
            #expect(server.requests[0].hasPrefix("GET / HTTP/1.1\r\n"))
        }
    }
}
