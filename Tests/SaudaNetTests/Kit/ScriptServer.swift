import NIOConcurrencyHelpers
import NIOCore
import NIOPosix
import NIOSSL

/// A server that plays a script on each connection, so that a test says byte for byte what the peer does.
final class ScriptServer: Sendable {
    typealias Script = @Sendable (Peer) async throws -> Void

    private let log = NIOLockedValueBox<[String]>([])
    let port: Int

    /// Everything that was read as a request, in the order it came.
    var requests: [String] { log.withLockedValue { $0 } }
    func note(_ request: String) { log.withLockedValue { $0.append(request) } }

    private init(port: Int) { self.port = port }

    /// Runs `body` beside a server whose connections run `script`, and takes the server down after it.
    static func run<Value: Sendable>(
        tls: NIOSSLContext? = nil,
        script: @escaping Script,
        _ body: @escaping @Sendable (ScriptServer) async throws -> Value
    ) async throws -> Value {
        let (accepted, door) = AsyncStream.makeStream(of: Connection.self)
        let listening = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let cutter = Cutter()
                    try channel.pipeline.syncOperations.addHandler(cutter)
                    if let tls { try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls)) }
                    let cut = NIOLoopBound(cutter, eventLoop: channel.eventLoop)
                    try channel.pipeline.syncOperations.addHandler(Feed(door, cut))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let server = ScriptServer(port: listening.localAddress?.port ?? 0)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                await withDiscardingTaskGroup { group in
                    var index = 0
                    for await connection in accepted {
                        index += 1
                        group.addTask { [index] in
                            try? await script(Peer(index, server, connection))
                            try? await connection.channel.close(mode: .all).get()
                        }
                    }
                    group.cancelAll()
                }
            }
            let value: Value
            do {
                value = try await body(server)
            } catch {
                group.cancelAll()
                try? await listening.close().get()
                throw error
            }
            group.cancelAll()
            try await listening.close().get()
            return value
        }
    }

    struct Connection: Sendable {
        let channel: any Channel
        let cutter: NIOLoopBound<Cutter>
        let bytes: AsyncStream<ByteBuffer>
    }

    /// Hands on what arrives.
    private final class Feed: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        private let door: AsyncStream<Connection>.Continuation
        private let cutter: NIOLoopBound<Cutter>
        private let (bytes, feed) = AsyncStream.makeStream(of: ByteBuffer.self)

        init(_ door: AsyncStream<Connection>.Continuation, _ cutter: NIOLoopBound<Cutter>) {
            (self.door, self.cutter) = (door, cutter)
        }

        func channelActive(context: ChannelHandlerContext) {
            door.yield(Connection(channel: context.channel, cutter: cutter, bytes: bytes))
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) { feed.yield(unwrapInboundIn(data)) }
        func channelInactive(context: ChannelHandlerContext) { feed.finish() }
        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
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
