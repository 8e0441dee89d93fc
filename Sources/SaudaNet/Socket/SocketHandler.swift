import NIOCore
import NIOSSL
import NIOWebSocket
import SaudaBroker
import SaudaCore

/// The end of an open connection's pipeline: carries out what `FrameRules` says.
final class SocketHandler: ChannelDuplexHandler {
    typealias InboundIn = WebSocketFrame
    typealias OutboundIn = SocketMessage
    typealias OutboundOut = WebSocketFrame

    /// How long a goodbye may take.
    private static let farewell = TimeAmount.seconds(3)

    private let mailbox: SocketMailbox
    private var rules: FrameRules
    private var context: ChannelHandlerContext?
    private var holdsRead = false
    private var hasSaidGoodbye = false

    init(_ mailbox: SocketMailbox, cap: Int) {
        self.mailbox = mailbox
        rules = FrameRules(cap: cap)
    }

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }
    /// A connection that ended while the handshake's handlers left tells it here alone: this one came too late to hear.
    func handlerRemoved(context: ChannelHandlerContext) {
        mailbox.end(.cut("the connection ended without a close frame"))
        self.context = nil
    }

    // MARK: In

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard mailbox.ending == nil else { return }
        switch rules.take(unwrapInboundIn(data)) {
        case .nothing: break
        case .message(let message): mailbox.put(message)
        case .ping(let bytes):
            write(.pong, ByteBuffer(bytes: bytes), context)
            mailbox.put(.ping(bytes))
        case .close(let code, let reason):
            mailbox.end(.closed(code: code, reason: reason))
            guard !hasSaidGoodbye else { return context.close(promise: nil) }
            sayGoodbye(code == 1005 ? nil : code, context)
            closeSoon(context)
        case .violation(let text, let code): end(.violated(text), code: code, context)
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event as? SilenceWatch.Event {
        case .ping: write(.ping, ByteBuffer(), context)
        case .silent: end(.silent, code: nil, context)
        case nil: context.fireUserInboundEventTriggered(event)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        switch error {
        case NIOWebSocketError.invalidFrameLength:
            end(.violated("a frame is larger than \(rules.cap) bytes"), code: 1009, context)
        case is NIOWebSocketError:
            end(.violated("a control frame is in pieces or longer than 125 bytes"), code: 1002, context)
        case NIOSSLError.uncleanShutdown: end(.cut("TLS ended without its farewell"), code: nil, context)
        default: end(.cut("\(error)"), code: nil, context)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        mailbox.end(.cut("the connection ended without a close frame"))
        context.fireChannelInactive()
    }

    // MARK: Back-pressure

    func read(context: ChannelHandlerContext) {
        holdsRead = !mailbox.mayRead()
        if !holdsRead { context.read() }
    }

    /// The reader took something.
    func goOn() {
        guard holdsRead, let context else { return }
        holdsRead = false
        context.read()
    }

    // MARK: Out

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        defer { promise?.succeed() }
        guard !hasSaidGoodbye, mailbox.ending == nil else { return }
        guard context.channel.isWritable else { return end(.cut("the peer takes nothing"), code: nil, context) }
        switch unwrapOutboundIn(data) {
        case .text(let text): write(.text, ByteBuffer(string: text), context)
        case .binary(let bytes): write(.binary, ByteBuffer(bytes: bytes), context)
        case .ping(let bytes): write(.ping, ByteBuffer(bytes: bytes.prefix(125)), context)
        }
    }

    /// Says goodbye, and ends whether or not an answer comes.
    func close(code: UInt16) {
        guard let context, mailbox.ending == nil, !hasSaidGoodbye else { return }
        sayGoodbye(FrameRules.mayBeSent(code) ? code : 1000, context)
        closeSoon(context)
    }

    private func end(_ ending: SocketEnding, code: UInt16?, _ context: ChannelHandlerContext) {
        guard mailbox.ending == nil else { return context.close(promise: nil) }
        mailbox.end(ending)
        if let code { sayGoodbye(code, context) }
        context.close(promise: nil)
    }

    private func sayGoodbye(_ code: UInt16?, _ context: ChannelHandlerContext) {
        guard !hasSaidGoodbye else { return }
        write(.connectionClose, code.map { ByteBuffer(integer: $0) } ?? ByteBuffer(), context)
        hasSaidGoodbye = true
    }

    private func closeSoon(_ context: ChannelHandlerContext) {
        let me = NIOLoopBound(self, eventLoop: context.eventLoop)
        context.eventLoop.scheduleTask(in: Self.farewell) {
            me.value.mailbox.end(.cut("no answer to our close frame"))
            me.value.context?.close(promise: nil)
        }
    }

    private func write(_ opcode: WebSocketOpcode, _ data: ByteBuffer, _ context: ChannelHandlerContext) {
        let frame = WebSocketFrame(fin: true, opcode: opcode, maskKey: .random(), data: data)
        context.writeAndFlush(wrapOutboundOut(frame), promise: nil)
    }
}
