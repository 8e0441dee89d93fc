import NIOCore
import SaudaBroker

/// Carries a `ProxyTunnel` out on a connection, then leaves.
final class ProxyHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer

    private var tunnel: ProxyTunnel
    private let opening: SocketOpening
    private let whenOpen: () throws -> Void

    init(_ tunnel: ProxyTunnel, _ opening: SocketOpening, whenOpen: @escaping () throws -> Void) {
        (self.tunnel, self.opening, self.whenOpen) = (tunnel, opening, whenOpen)
    }

    func handlerAdded(context: ChannelHandlerContext) { send(tunnel.opening, context) }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch tunnel.take(Array(unwrapInboundIn(data).readableBytesView)) {
        case .wait: break
        case .send(let bytes): send(bytes, context)
        case .refused(let text): opening.fail(.connect, text)
        case .open:
            context.pipeline.syncOperations.removeHandler(self, promise: nil)
            do { try whenOpen() } catch { opening.fail(.tls, "\(error)") }
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        opening.fail(.connect, "the proxy hung up")
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { opening.fail(.connect, "\(error)") }

    private func send(_ bytes: [UInt8], _ context: ChannelHandlerContext) {
        context.writeAndFlush(NIOAny(ByteBuffer(bytes: bytes)), promise: nil)
    }
}
