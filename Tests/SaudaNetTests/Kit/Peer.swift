import NIOCore
import NIOPosix

/// One accepted connection. Used by its script only.
final class Peer {
    /// Which connection this is, from 1.
    let index: Int
    let server: ScriptServer
    let channel: any Channel
    private let cutter: NIOLoopBound<ScriptServer.Cutter>
    private var bytes: AsyncStream<ByteBuffer>.Iterator
    var buffer: [UInt8] = []

    init(_ index: Int, _ server: ScriptServer, _ connection: ScriptServer.Connection) {
        (self.index, self.server, channel, cutter) = (index, server, connection.channel, connection.cutter)
        bytes = connection.bytes.makeAsyncIterator()
    }

    struct Ended: Error {}

    /// - Throws: `Ended` when the other side has closed.
    func read(atLeast count: Int) async throws {
        while buffer.count < count {
            guard let more = await bytes.next() else { throw Ended() }
            buffer += more.readableBytesView
        }
    }

    /// Waits until the other side closes; what comes until then is kept in `buffer`.
    func readToEnd() async {
        while let more = await bytes.next() { buffer += more.readableBytesView }
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
    func send(_ bytes: [UInt8]) async throws { try await channel.writeAndFlush(ByteBuffer(bytes: bytes)) }

    /// One segment a byte.
    func drip(_ bytes: some Sequence<UInt8>) async throws { for byte in bytes { try await send([byte]) } }

    func answer(_ status: String = "200 OK", _ body: String = "", headers: [String] = []) async throws {
        let lines = ["HTTP/1.1 \(status)", "Content-Length: \(body.utf8.count)"] + headers
        try await send(lines.joined(separator: "\r\n") + "\r\n\r\n" + body)
    }

    /// Closes without TLS's farewell.
    func cut() async throws {
        try await channel.eventLoop.submit { [cutter] in cutter.value.cut() }.get()
        await readToEnd()
    }

    /// Closes with a reset: what was sent and not yet read is lost to the other side.
    func reset() async throws {
        let provider = channel as? any SocketOptionProvider
        let lingers = Linger(isOn: 1, seconds: 0)
        try await provider?.unsafeSetSocketOption(level: .socket, name: .so_linger, value: lingers).get()
        try await cut()
    }

    /// As the kernel lays `struct linger` out.
    private struct Linger {
        var isOn: Int32
        var seconds: Int32
    }

    /// Passes bytes on to a port of this machine and back, until one side ends: what a proxy does.
    func relay(to port: Int) async throws {
        let near = channel
        let far = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelInitializer { channel in channel.pipeline.addHandler(Relay(to: near)) }
            .connect(host: "127.0.0.1", port: port).get()
        if !buffer.isEmpty { try await far.writeAndFlush(ByteBuffer(bytes: buffer)) }
        while let piece = await bytes.next() { try await far.writeAndFlush(piece) }
        far.close(promise: nil)
    }

    private final class Relay: ChannelInboundHandler, Sendable {
        typealias InboundIn = ByteBuffer
        private let other: any Channel

        init(to other: any Channel) { self.other = other }
        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            other.writeAndFlush(unwrapInboundIn(data), promise: nil)
        }
        func channelInactive(context: ChannelHandlerContext) { other.close(promise: nil) }
    }
}
