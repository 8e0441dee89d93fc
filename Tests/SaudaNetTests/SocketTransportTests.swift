import NIOConcurrencyHelpers
import NIOCore
import SaudaBroker
import SaudaCore
import Testing

@testable import SaudaNet

/// Open connections, over real sockets.
@Suite struct SocketTransportTests {
    /// Runs `body` on a connection whose peer plays `script` after the handshake.
    private func connected(
        tls: Bool = false,
        cap: Int = 16 << 20,
        egress: Egress = Egress(),
        script: @escaping @Sendable (Peer) async throws -> Void,
        _ body: @escaping @Sendable (any Socket) async throws -> Void
    ) async throws {
        let certificates = try TestCertificates.made.get()
        let context = tls ? try certificates.server(.valid) : nil
        try await ScriptServer.run(tls: context) { peer in
            try await peer.shakeHands()
            try await script(peer)
        } _: { server in
            let transport = try NIOSocketTransport(egress: egress, trust: certificates.authority)
            let request = SocketRequest(server.url("/?token=x", tls ? "wss" : "ws"), messageCap: cap)
            try await body(transport.open(request, within: .seconds(10)))
        }
    }

    @Test("messages go both ways, masked by us", arguments: [false, true])
    func echo(tls: Bool) async throws {
        try await connected(tls: tls) { peer in
            while true {
                let frame = try await peer.frame()
                #expect(frame.isMasked && frame.isFinal)
                try await peer.send(frame: frame.opcode, frame.payload)
            }
        } _: { socket in
            let messages: [SocketMessage] = [
                .text("नमस्ते"), .binary([]), .binary([UInt8](repeating: 7, count: 126)),
                .binary((0..<70_000).map { UInt8($0 & 255) }), .text(""),
            ]
            for message in messages { socket.write(message) }
            for message in messages { #expect(await socket.next() == message) }
            socket.close(code: 1000)
            #expect(await socket.next() == nil)
            #expect(socket.ending == .closed(code: 1000, reason: ""))
        }
    }

    @Test("frames that come a byte at a time, and many in one segment", arguments: [false, true])
    func drips(tls: Bool) async throws {
        let bytes =
            Peer.frame(1, Array("one".utf8)) + Peer.frame(9, [1]) + Peer.frame(2, [2, 2], final: false)
            + Peer.frame(0, [UInt8](repeating: 3, count: 300), final: false) + Peer.frame(9, []) + Peer.frame(0, [4])
        try await connected(tls: tls) { peer in
            try await peer.drip(bytes)
            try await peer.send(bytes)
            var pongs: [[UInt8]] = []
            while pongs.count < 4 { pongs.append(try await peer.frame().payload) }
            #expect(pongs == [[1], [], [1], []])
            try await peer.send(frame: 8, [0x03, 0xE9] + Array("moving".utf8))
            #expect(try await peer.frame().payload == [0x03, 0xE9])
            await peer.readToEnd()
        } _: { socket in
            for _ in 0..<2 {
                #expect(await socket.next() == .text("one"))
                // A ping is a sign of life, also one that comes between the pieces of a message.
                #expect(await socket.next() == .ping([1]))
                #expect(await socket.next() == .ping([]))
                #expect(await socket.next() == .binary([2, 2] + [UInt8](repeating: 3, count: 300) + [4]))
            }
            #expect(await socket.next() == nil)
            #expect(socket.ending == .closed(code: 1001, reason: "moving"))
        }
    }

    @Test func `frames in the same segment as the handshake's answer are not lost`() async throws {
        try await ScriptServer.run { peer in
            try await peer.shakeHands(more: Peer.frame(1, Array("at once".utf8)))
            await peer.readToEnd()
        } _: { server in
            let socket = try await NIOSocketTransport().open(SocketRequest(server.url("/", "ws")), within: .seconds(10))
            #expect(await socket.next() == .text("at once"))
        }
    }

    @Test(
        "a connection that is cut: between frames, in a frame, with and without TLS",
        arguments: [0, 1, 4],
        [false, true]
    )
    func cut(sent: Int, tls: Bool) async throws {
        try await connected(tls: tls) { peer in
            // Before it, the connection may end while it is opened.
            _ = try await peer.frame()
            try await peer.send(frame: 2, [1])
            try await peer.send(Array(Peer.frame(2, [1, 2, 3, 4]).prefix(sent)))
            try await peer.cut()
        } _: { socket in
            socket.write(.text("ready"))
            #expect(await socket.next() == .binary([1]))
            #expect(await socket.next() == nil)
            #expect(socket.ending?.cut != nil)
            #expect(await socket.next() == nil)
        }
    }

    @Test(
        "what breaks the rules ends the connection with the right code",
        arguments: [
            (Peer.frame(2, [1], masked: true), 1002), (Peer.frame(2, [1], rsv: 4), 1002), (Peer.frame(3, []), 1002),
            (Peer.frame(0, [1]), 1002), (Peer.frame(9, [], final: false), 1002),
            (Peer.frame(9, [UInt8](repeating: 1, count: 126)), 1002), (Peer.frame(8, [1]), 1002),
            (Peer.frame(1, [0xFF]), 1007),
            // Lengths that lie: 4 GiB, and one with the sign bit.
            ([0x82, 127, 0, 0, 0, 1, 0, 0, 0, 0], 1009), ([0x82, 127, 0x80, 0, 0, 0, 0, 0, 0, 1], 1009),
        ] as [([UInt8], UInt16)]
    )
    func violations(bytes: [UInt8], code: UInt16) async throws {
        let codes = NIOLockedValueBox<[UInt8]>([])
        try await connected { peer in
            try await peer.send(frame: 1, [0x61])
            try await peer.send(bytes)
            let frame = try await peer.frame()
            codes.withLockedValue { $0 = [frame.opcode] + frame.payload }
            await peer.readToEnd()
        } _: { socket in
            #expect(await socket.next() == .text("a"))
            #expect(await socket.next() == nil)
            #expect(socket.ending?.violated != nil)
            while codes.withLockedValue(\.isEmpty) { await Task.yield() }
            #expect(codes.withLockedValue { $0 } == [8, UInt8(code >> 8), UInt8(code & 255)])
        }
    }

    @Test("16 MiB are taken, in one frame and in pieces; a byte more is not", arguments: [1, 4])
    func cap(pieces: Int) async throws {
        let cap = 16 << 20
        let piece = [UInt8](repeating: 9, count: cap / pieces)
        for extra in [0, 1] {
            try await connected { peer in
                for number in 0..<pieces {
                    let isLast = number == pieces - 1
                    let payload = isLast ? piece + [UInt8](repeating: 9, count: extra) : piece
                    try await peer.send(frame: number == 0 ? 2 : 0, payload, final: isLast)
                }
                await peer.readToEnd()
            } _: { socket in
                let message = await socket.next()
                if extra == 0 {
                    #expect(message == .binary([UInt8](repeating: 9, count: cap)))
                } else {
                    #expect(message == nil)
                    #expect(socket.ending?.violated != nil)
                }
            }
        }
    }

    @Test func `a peer is held back while nobody reads, and then nothing is lost`() async throws {
        let total = 400
        let sent = NIOLockedValueBox(0)
        let payload = [UInt8](repeating: 5, count: 100_000)
        try await ScriptServer.run { peer in
            try await peer.shakeHands()
            if peer.index == 1 {
                while true { try await peer.send(frame: 1, peer.frame().payload) }
            }
            for number in 0..<total {
                try await peer.send(frame: 2, [UInt8(number & 255)] + payload)
                sent.withLockedValue { $0 += 1 }
            }
            await peer.readToEnd()
        } _: { server in
            let transport = try NIOSocketTransport()
            let clock = try await transport.open(SocketRequest(server.url("/", "ws")), within: .seconds(10))
            let socket = try await transport.open(SocketRequest(server.url("/", "ws")), within: .seconds(10))
            // Until the sender stands still for 300 round trips on the other connection. What the two kernels and we
            // hold is far less than 40 MB.
            var (last, still) = (-1, 0)
            while still < 300 {
                clock.write(.text("tick"))
                #expect(await clock.next() == .text("tick"))
                let now = sent.withLockedValue { $0 }
                still = now == last ? still + 1 : 0
                last = now
            }
            #expect(last < total)
            for number in 0..<total {
                #expect(await socket.next() == .binary([UInt8(number & 255)] + payload))
            }
        }
    }

    @Test func `a peer that reads nothing is given up before our memory is`() async throws {
        let (over, news) = AsyncStream.makeStream(of: Void.self)
        try await connected { peer in
            // No more reading than what was asked for already: the kernels' buffers fill up.
            try await peer.channel.setOption(.autoRead, value: false).get()
            for await _ in over { break }
        } _: { socket in
            let piece = SocketMessage.binary([UInt8](repeating: 1, count: 1 << 20))
            for _ in 0..<64 { socket.write(piece) }
            #expect(await socket.next() == nil)
            #expect(socket.ending == .cut("the peer takes nothing"))
            news.yield()
        }
    }

    @Test func `1,000 small messages at once arrive in order`() async throws {
        try await connected { peer in
            try await peer.send((0..<1000).flatMap { Peer.frame(1, Array(String($0).utf8)) })
            await peer.readToEnd()
        } _: { socket in
            for number in 0..<1000 { #expect(await socket.next() == .text(String(number))) }
        }
    }

    @Test func `a reader that is cancelled gets nothing, and the connection stays`() async throws {
        try await connected { peer in
            let frame = try await peer.frame()
            try await peer.send(frame: 1, frame.payload)
            await peer.readToEnd()
        } _: { socket in
            let reader = Task { await socket.next() }
            reader.cancel()
            #expect(await reader.value == nil)
            #expect(socket.ending == nil)
            socket.write(.text("still here"))
            #expect(await socket.next() == .text("still here"))
        }
    }

    @Test func `a connection that is let go says goodbye`() async throws {
        let (farewell, news) = AsyncStream.makeStream(of: Peer.Frame.self)
        try await ScriptServer.run { peer in
            try await peer.shakeHands()
            news.yield(try await peer.frame())
        } _: { server in
            do {
                let socket = try await NIOSocketTransport().open(
                    SocketRequest(server.url("/", "ws")),
                    within: .seconds(10)
                )
                #expect(socket.ending == nil)
            }
            var frames = farewell.makeAsyncIterator()
            #expect(await frames.next() == Peer.Frame(opcode: 8, payload: [0x03, 0xE9], isMasked: true, isFinal: true))
        }
    }

    @Test func `the account's source address and proxy hold for sockets too`() async throws {
        let certificates = try TestCertificates.made.get()
        try await connected(egress: Egress(address: "127.0.0.2")) { peer in
            try await peer.send(frame: 1, Array((peer.channel.remoteAddress?.ipAddress ?? "").utf8))
            await peer.readToEnd()
        } _: { socket in
            #expect(await socket.next() == .text("127.0.0.2"))
        }
        try await ScriptServer.run(tls: certificates.server(.valid)) { peer in
            try await peer.shakeHands(more: Peer.frame(1, Array("through".utf8)))
            await peer.readToEnd()
        } _: { server in
            for scheme in ["http", "socks5"] {
                try await ScriptServer.run { proxy in
                    if scheme == "http" {
                        #expect(try await proxy.request().hasPrefix("CONNECT localhost:\(server.port) HTTP/1.1\r\n"))
                        try await proxy.drip("HTTP/1.1 200 Connection established\r\n\r\n".utf8)
                    } else {
                        #expect(try await proxy.take(3) == [5, 1, 0])
                        try await proxy.drip([5, 0])
                        let head = try await proxy.take(5)
                        #expect(head[..<4] == [5, 1, 0, 3])
                        #expect(try await proxy.take(Int(head[4])) == Array("localhost".utf8))
                        #expect(try await proxy.take(2) == [UInt8(server.port >> 8), UInt8(server.port & 255)])
                        try await proxy.drip([5, 0, 0, 1, 127, 0, 0, 1, 0, 0])
                    }
                    try await proxy.relay(to: server.port)
                } _: { proxy in
                    let egress = Egress(proxy: "\(scheme)://127.0.0.1:\(proxy.port)")
                    let transport = try NIOSocketTransport(egress: egress, trust: certificates.authority)
                    let request = SocketRequest(server.url("/", "wss"))
                    let socket = try await transport.open(request, within: .seconds(10))
                    #expect(await socket.next() == .text("through"))
                }
            }
        }
    }
}

extension SocketEnding {
    fileprivate var cut: String? { if case .cut(let text) = self { text } else { nil } }
    fileprivate var violated: String? { if case .violated(let text) = self { text } else { nil } }
}
