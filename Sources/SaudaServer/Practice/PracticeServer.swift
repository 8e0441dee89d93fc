import NIOConcurrencyHelpers
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import NIOWebSocket
package import SaudaBroker
package import SaudaCore

/// A practice broker on a port of this machine: HTTP and WebSocket on one port, TLS or not.
package final class PracticeServer: Sendable {
    /// Practice seconds in a second.
    package static let rates: ClosedRange<Int64> = 1...100_000
    static let tlsName = "tls"

    package let port: Int
    /// The certificate authority in PEM, for clients to trust; nil without TLS.
    package let authority: String?
    private let group: MultiThreadedEventLoopGroup
    private let room: PracticeRoom
    private let context: NIOSSLContext?
    private let listener: NIOLockedValueBox<(any Channel)?>

    /// Begins to listen; the practice clock begins at the same moment.
    ///
    /// - Parameters:
    ///   - port: 0 for any that is free.
    ///   - quiet: what the clock jumps over.
    package static func start(
        _ floor: PracticeFloor,
        at start: Timestamp,
        rate: Int64 = 1,
        port: Int = 0,
        tls: Bool = false,
        quiet: PracticeQuiet = PracticeQuiet()
    ) async throws -> PracticeServer {
        let certificates = tls ? try PracticeCertificates() : nil
        let context = try certificates.map { try NIOSSLContext(configuration: configuration($0)) }
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let clock = PracticeClock(start, rate: rate, at: Int64(NIODeadline.now().uptimeNanoseconds))
        let room = PracticeRoom(floor, clock, quiet: quiet, on: group.next())
        do {
            let channel = try await bootstrap(group, room, context).bind(host: "127.0.0.1", port: port).get()
            let server = PracticeServer(channel, group, room, context, certificates?.authority)
            try await group.next().submit { room.start { [weak server] in server?.restart(after: $0) } }.get()
            return server
        } catch {
            try? await group.shutdownGracefully()
            throw error
        }
    }

    private init(
        _ channel: any Channel,
        _ group: MultiThreadedEventLoopGroup,
        _ room: PracticeRoom,
        _ context: NIOSSLContext?,
        _ authority: String?
    ) {
        port = channel.localAddress?.port ?? 0
        self.authority = authority
        self.group = group
        self.room = room
        self.context = context
        listener = NIOLockedValueBox(channel)
    }

    /// Ends every connection and stops listening. Once is enough; later calls do nothing.
    package func stop() async throws {
        let channel = listener.withLockedValue { listener in
            defer { listener = nil }
            return listener
        }
        guard let channel else { return }
        try? await channel.close().get()
        try await group.next().submit { [room] in room.end() }.get()
        try await group.shutdownGracefully()
    }

    /// The practice time.
    package var now: Timestamp { room.now }

    /// What the broker has counted of the requests that came.
    package var counts: [PracticeCount] { room.counts }

    /// What clients sign in with, with a new one-time token.
    package func makeCredentials() -> [PracticeCredential] { room.makeCredentials() }

    /// Closes everything and listens again on the same port after that long.
    private func restart(after span: TimeSpan) {
        guard let channel = listener.withLockedValue({ $0 }) else { return }
        channel.close(promise: nil)
        for channel in room.allChannels { channel.close(promise: nil) }
        room.loop.scheduleTask(in: .microseconds(span.microseconds)) { [weak self] in self?.listen(tries: 100) }
    }

    /// The port may still be held for a moment.
    private func listen(tries: Int) {
        guard listener.withLockedValue({ $0 }) != nil else { return }
        Self.bootstrap(group, room, context).bind(host: "127.0.0.1", port: port).whenComplete { [weak self] result in
            switch result {
            case .success(let channel):
                let isWanted = self?.listener.withLockedValue { listener in
                    guard listener != nil else { return false }
                    listener = channel
                    return true
                }
                if isWanted != true { channel.close(promise: nil) }
            case .failure:
                guard tries > 0, let self else { return }
                room.loop.scheduleTask(in: .milliseconds(50)) { [weak self] in self?.listen(tries: tries - 1) }
            }
        }
    }
}

// MARK: - Channels

extension PracticeServer {
    private static func configuration(_ made: PracticeCertificates) throws -> TLSConfiguration {
        let certificate = try NIOSSLCertificate(bytes: Array(made.certificate.utf8), format: .pem)
        let key = try NIOSSLPrivateKey(bytes: Array(made.key.utf8), format: .pem)
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: [.certificate(certificate)],
            privateKey: .privateKey(key)
        )
        configuration.minimumTLSVersion = .tlsv12
        configuration.applicationProtocols = ["http/1.1"]
        return configuration
    }

    private static func bootstrap(
        _ group: MultiThreadedEventLoopGroup,
        _ room: PracticeRoom,
        _ tls: NIOSSLContext?
    ) -> ServerBootstrap {
        ServerBootstrap(group: group)
            .serverChannelOption(ChannelOptions.backlog, value: 256)
            .serverChannelOption(ChannelOptions.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(ChannelOptions.tcpOption(.tcp_nodelay), value: 1)
            .childChannelOption(
                ChannelOptions.writeBufferWaterMark,
                value: ChannelOptions.Types.WriteBufferWaterMark(low: 4 << 20, high: 8 << 20)
            )
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    room.add(channel)
                    if let tls {
                        let handler = NIOSSLServerHandler(context: tls)
                        try channel.pipeline.syncOperations.addHandler(handler, name: tlsName)
                    }
                    try configure(channel, room)
                }
            }
    }

    private static func configure(_ channel: any Channel, _ room: PracticeRoom) throws {
        let handler = PracticeHTTPHandler(room)
        let accepted = NIOLoopBound<AcceptedSocket>(AcceptedSocket(), eventLoop: channel.eventLoop)
        let upgrader = NIOWebSocketServerUpgrader(
            maxFrameSize: 1 << 20,
            automaticErrorHandling: true,
            shouldUpgrade: { channel, head in
                guard let socket = room.upgrade(head, on: channel) else {
                    return channel.eventLoop.makeSucceededFuture(nil)
                }
                accepted.value.socket = socket
                return channel.eventLoop.makeSucceededFuture(["Date": room.now.httpDate])
            },
            upgradePipelineHandler: { channel, _ in
                channel.eventLoop.makeCompletedFuture {
                    guard let socket = accepted.value.socket else { return }
                    let pipeline = channel.pipeline.syncOperations
                    try pipeline.addHandler(
                        NIOWebSocketFrameAggregator(
                            minNonFinalFragmentSize: 0,
                            maxAccumulatedFrameCount: 1024,
                            maxAccumulatedFrameSize: 1 << 20
                        )
                    )
                    try pipeline.addHandler(PracticeSocketHandler(room, socket))
                    // After the answer to the handshake has gone out.
                    channel.eventLoop.execute { room.opened(socket) }
                }
            }
        )
        let bound = NIOLoopBound(handler, eventLoop: channel.eventLoop)
        try channel.pipeline.syncOperations.configureHTTPServerPipeline(
            withPipeliningAssistance: true,
            withServerUpgrade: (
                upgraders: [upgrader],
                completionHandler: { context in
                    context.pipeline.syncOperations.removeHandler(bound.value, promise: nil)
                }
            ),
            withErrorHandling: true
        )
        try channel.pipeline.syncOperations.addHandler(handler)
    }

    /// The socket of a connection whose handshake was taken.
    private final class AcceptedSocket {
        var socket: PracticeSocket?
    }
}
