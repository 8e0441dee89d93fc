import NIOCore
import NIOWebSocket
import SaudaBroker

/// RFC 6455 for one connection, as the client sees it: frames in, what they mean out. Knows no socket and no time.
struct FrameRules {
    enum Meaning: Equatable {
        case nothing
        case message(SocketMessage)
        /// To be answered with the same bytes.
        case ping([UInt8])
        case close(code: UInt16, reason: String)
        /// The connection must end with this code.
        case violation(String, code: UInt16)
    }

    /// For a whole message.
    let cap: Int
    private var kind: WebSocketOpcode?
    private var pieces = ByteBuffer()

    init(cap: Int) { self.cap = cap }

    mutating func take(_ frame: WebSocketFrame) -> Meaning {
        if frame.maskKey != nil { return .violation("a frame of the server is masked", code: 1002) }
        if frame.rsv1 || frame.rsv2 || frame.rsv3 {
            return .violation("a frame uses an extension that was not agreed on", code: 1002)
        }
        switch frame.opcode {
        case .text, .binary:
            if kind != nil { return .violation("a message begins inside another", code: 1002) }
            kind = frame.opcode
            return append(frame)
        case .continuation:
            if kind == nil { return .violation("a message goes on that never began", code: 1002) }
            return append(frame)
        case .ping, .pong, .connectionClose:
            guard frame.fin, frame.data.readableBytes <= 125 else {
                return .violation("a control frame is in pieces or longer than 125 bytes", code: 1002)
            }
            if frame.opcode == .ping { return .ping(Array(frame.data.readableBytesView)) }
            return frame.opcode == .pong ? .nothing : closing(frame.data)
        default: return .violation("a frame of a kind that does not exist", code: 1002)
        }
    }

    private mutating func append(_ frame: WebSocketFrame) -> Meaning {
        guard frame.data.readableBytes <= cap - pieces.readableBytes else {
            return .violation("a message is larger than \(cap) bytes", code: 1009)
        }
        // The common case, a message in one frame, is copied once.
        var data = frame.data
        if pieces.readableBytes == 0, frame.fin { pieces = data } else { pieces.writeBuffer(&data) }
        guard frame.fin else { return .nothing }
        defer {
            kind = nil
            pieces = ByteBuffer()
        }
        if kind == .binary { return .message(.binary(Array(pieces.readableBytesView))) }
        guard let text = String(validating: pieces.readableBytesView, as: UTF8.self) else {
            return .violation("a text message is no UTF-8", code: 1007)
        }
        return .message(.text(text))
    }

    private func closing(_ data: ByteBuffer) -> Meaning {
        var data = data
        if data.readableBytes == 0 { return .close(code: 1005, reason: "") }
        guard let code = data.readInteger(as: UInt16.self), Self.mayBeSent(code) else {
            return .violation("a close frame has a code that may not be sent", code: 1002)
        }
        guard let reason = String(validating: data.readableBytesView, as: UTF8.self) else {
            return .violation("the reason in a close frame is no UTF-8", code: 1007)
        }
        return .close(code: code, reason: reason)
    }

    /// RFC 6455, 7.4, and IANA's list of codes.
    static func mayBeSent(_ code: UInt16) -> Bool {
        switch code {
        case 1000...1003, 1007...1014, 3000...4999: true
        default: false
        }
    }
}
