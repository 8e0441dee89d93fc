import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// A server that plays a script on each connection, so that a test says byte for byte what the peer does.
final class ScriptServer: Sendable {
    typealias Script = @Sendable (Peer) async throws -> Void

    private let log = Mutex<[String]>([])
    let port: Int

    /// Everything that was read as a request, in the order it came.
    var requests: [String] { log.withLock { $0 } }
    func note(_ request: String) { log.withLock { $0.append(request) } }

    private init(port: Int) { self.port = port }

    /// Runs `body` beside a server whose connections run `script`, and takes the server down after it.
    static func run<Value: Sendable>(
        tls: NIOSSLContext? = nil,
        script: @escaping Script,
        _ body: @escaping @Sendable (ScriptServer) async throws -> Value
    ) async throws -> Value {
        let listening = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
            .bind(host: "127.0.0.1", port: 0) { channel in
                channel.eventLoop.makeCompletedFuture {
                    let cutter = Cutter()
                    try channel.pipeline.syncOperations.addHandler(cutter)
                    if let tls { try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls)) }
                    let stream = try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                    return (stream, NIOLoopBound(cutter, eventLoop: channel.eventLoop))
                }
            }
        let server = ScriptServer(port: listening.channel.localAddress?.port ?? 0)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await listening.executeThenClose { connections in
                    await withDiscardingTaskGroup { group in
                        var index = 0
                        do {
                            for try await (stream, cutter) in connections {
                                index += 1
                                group.addTask { [index] in
                                    try? await stream.executeThenClose { bytes, out in
                                        try await script(Peer(index, server, stream.channel, cutter, bytes, out))
                                    }
                                }
                            }
                        } catch {}
                        group.cancelAll()
                    }
                }
            }
            let value = try await body(server)
            group.cancelAll()
            return value
        }
    }

    /// Sits between the socket and TLS, and can close without a word of farewell.
    final class Cutter: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        private var context: ChannelHandlerContext?

        func handlerAdded(context: ChannelHandlerContext) { self.context = context }
        func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }
        func cut() { context?.close(mode: .all, promise: nil) }
    }
}

/// One accepted connection. Used by its script only.
final class Peer {
    /// Which connection this is, from 1.
    let index: Int
    let server: ScriptServer
    let channel: any Channel
    private let cutter: NIOLoopBound<ScriptServer.Cutter>
    private var bytes: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    private let out: NIOAsyncChannelOutboundWriter<ByteBuffer>
    var buffer: [UInt8] = []

    init(
        _ index: Int,
        _ server: ScriptServer,
        _ channel: any Channel,
        _ cutter: NIOLoopBound<ScriptServer.Cutter>,
        _ bytes: NIOAsyncChannelInboundStream<ByteBuffer>,
        _ out: NIOAsyncChannelOutboundWriter<ByteBuffer>
    ) {
        (self.index, self.server, self.channel, self.cutter, self.out) = (index, server, channel, cutter, out)
        self.bytes = bytes.makeAsyncIterator()
    }

    struct Ended: Error {}

    /// - Throws: `Ended` when the other side has closed.
    func read(atLeast count: Int) async throws {
        while buffer.count < count {
            guard let more = try await bytes.next() else { throw Ended() }
            buffer += more.readableBytesView
        }
    }

    /// Waits until the other side closes; what comes until then is kept in `buffer`.
    func readToEnd() async {
        while let more = try? await bytes.next() { buffer += more.readableBytesView }
    }

    func take(_ count: Int) async throws -> [UInt8] {
        try await read(atLeast: count)
        defer { buffer.removeFirst(count) }
        return Array(buffer[..<count])
    }

    /// One HTTP request, head and body.
    @discardableResult
    func request() async throws -> String {
        var head = ""
        while !head.hasSuffix("\r\n\r\n") { head += String(decoding: try await take(1), as: UTF8.self) }
        let length = head.split(separator: "\r\n").first { $0.lowercased().hasPrefix("content-length:") }
        let count = length.flatMap { Int($0.dropFirst(15).drop { $0 == " " }) } ?? 0
        let request = head + String(decoding: try await take(count), as: UTF8.self)
        server.note(request)
        return request
    }

    func send(_ text: String) async throws { try await send(Array(text.utf8)) }
    func send(_ bytes: [UInt8]) async throws { try await out.write(ByteBuffer(bytes: bytes)) }

    /// One segment a byte.
    func drip(_ text: String) async throws { for byte in text.utf8 { try await send([byte]) } }

    func answer(_ status: String = "200 OK", _ body: String = "", headers: [String] = []) async throws {
        let lines = ["HTTP/1.1 \(status)", "Content-Length: \(body.utf8.count)"] + headers
        try await send(lines.joined(separator: "\r\n") + "\r\n\r\n" + body)
    }

    /// Closes without TLS's farewell.
    func cut() async throws {
        try await channel.eventLoop.submit { [cutter] in cutter.value.cut() }.get()
        await readToEnd()
    }
}
