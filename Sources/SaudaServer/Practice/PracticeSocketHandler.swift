import NIOCore
import NIOWebSocket
import SaudaBroker

/// One open WebSocket: whole messages and pongs go to the room, pings are answered, a close is returned.
final class PracticeSocketHandler: ChannelInboundHandler {
    typealias InboundIn = WebSocketFrame
    typealias OutboundOut = WebSocketFrame

    private let room: PracticeRoom
    private let socket: PracticeSocket

    init(_ room: PracticeRoom, _ socket: PracticeSocket) {
        self.room = room
        self.socket = socket
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let frame = unwrapInboundIn(data)
        var content = frame.unmaskedData
        let bytes = content.readBytes(length: content.readableBytes) ?? []
        switch frame.opcode {
        case .text: room.receive(.text(String(decoding: bytes, as: UTF8.self)), from: socket)
        case .binary: room.receive(.binary(bytes), from: socket)
        case .ping:
            guard !room.isMute(socket) else { return }
            let pong = WebSocketFrame(fin: true, opcode: .pong, data: context.channel.allocator.buffer(bytes: bytes))
            context.writeAndFlush(wrapOutboundOut(pong), promise: nil)
        case .pong: room.receivePong(from: socket)
        case .connectionClose:
            guard !room.isMute(socket) else { return }
            let code = Array(bytes.prefix(2))
            let close = WebSocketFrame(
                fin: true,
                opcode: .connectionClose,
                data: context.channel.allocator.buffer(bytes: code)
            )
            context.write(wrapOutboundOut(close), promise: nil)
            context.flush()
            context.close(promise: nil)
        default: break
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        room.closed(socket)
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
