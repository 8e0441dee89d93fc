import NIOCore
import NIOHTTP1
import NIOWebSocket
import SaudaBroker

/// Reads the requests of one connection, whole, and hands them to the room.
final class PracticeHTTPHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    /// Larger bodies are refused: no call of any dialect needs them.
    static let bodyCap = 1 << 20

    private let room: PracticeRoom
    private var head: HTTPRequestHead?
    private var body: [UInt8] = []
    private var isTooLarge = false

    init(_ room: PracticeRoom) { self.room = room }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            self.head = head
            body.removeAll()
            isTooLarge = false
        case .body(let part):
            guard !isTooLarge, body.count + part.readableBytes <= Self.bodyCap else {
                isTooLarge = true
                body.removeAll()
                return
            }
            body += part.readableBytesView
        case .end:
            guard let head else { return }
            self.head = nil
            if isTooLarge {
                let text = "The body is larger than \(Self.bodyCap) bytes.\n"
                let response = PracticeResponse(413, type: "text/plain", text)
                return room.write(response, to: context.channel, isKeptAlive: false)
            }
            room.receive(head, body, on: context.channel)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        room.forget(context.channel)
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // A handshake that was turned down is answered as a plain request.
        if !(error is NIOWebSocketUpgradeError) { context.close(promise: nil) }
    }
}

extension IncomingRequest {
    /// Nil for a method that no dialect has.
    init?(_ head: HTTPRequestHead, _ body: [UInt8], from channel: any Channel) {
        guard let method = HTTPRequest.Method(rawValue: head.method.rawValue) else { return nil }
        self.init(
            method,
            head.uri,
            headers: head.headers.map { HTTPHeader($0.name, $0.value) },
            body: body,
            address: channel.remoteAddress?.ipAddress ?? "",
            isSecure: (try? channel.pipeline.syncOperations.context(name: PracticeServer.tlsName)) != nil
        )
    }
}
