import NIOCore
import SaudaBroker

/// An open WebSocket connection. Released without `close`, it says goodbye by itself.
final class NIOSocket: Socket {
    private let channel: any Channel
    private let handler: NIOLoopBound<SocketHandler>
    private let mailbox: SocketMailbox

    /// - Precondition: on the channel's event loop.
    init(_ channel: any Channel, _ handler: SocketHandler, _ mailbox: SocketMailbox) {
        self.channel = channel
        self.handler = NIOLoopBound(handler, eventLoop: channel.eventLoop)
        self.mailbox = mailbox
    }

    deinit { close(code: 1001) }

    var ending: SocketEnding? { mailbox.ending }

    func next() async -> SocketMessage? {
        while true {
            let (message, mayGoOn) = mailbox.takeAtOnce()
            if mayGoOn { channel.eventLoop.execute { [handler] in handler.value.goOn() } }
            if let message { return message }
            if case .message(let message) = await mailbox.wait() { return message }
        }
    }

    func write(_ message: SocketMessage) { channel.writeAndFlush(message, promise: nil) }

    func close(code: UInt16) { channel.eventLoop.execute { [handler] in handler.value.close(code: code) } }
}
