import Foundation
import NIOCore
import SaudaBroker

/// The server's side of RFC 6455, written from the standard and with no library, so that it may also break it.
extension Peer {
    struct Frame: Equatable {
        var opcode: UInt8
        var payload: [UInt8]
        var isMasked: Bool
        var isFinal: Bool
    }

    /// Reads the upgrade request and accepts it.
    func shakeHands(more: [UInt8] = []) async throws {
        let request = try await self.request()
        try await send(Array(Self.acceptance(request).utf8) + more)
    }

    static func acceptance(_ request: String, accept: String? = nil, headers: [String] = []) -> String {
        let lines = request.split(separator: "\r\n")
        let key = lines.first { $0.lowercased().hasPrefix("sec-websocket-key:") }?.split(separator: " ").last ?? ""
        let digest = Digests.sha1(Array((String(key) + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").utf8))
        let answer =
            [
                "HTTP/1.1 101 Switching Protocols", "upgrade: WebSocket", "connection: keep-alive, Upgrade",
                "sec-websocket-accept: \(accept ?? Data(digest).base64EncodedString())",
            ] + headers
        return answer.joined(separator: "\r\n") + "\r\n\r\n"
    }

    static func frame(_ opcode: UInt8, _ payload: [UInt8], final: Bool = true, masked: Bool = false, rsv: UInt8 = 0)
        -> [UInt8]
    {
        let first = (final ? 0x80 : 0) | rsv << 4 | opcode
        var bytes = [first]
        let mask: UInt8 = masked ? 0x80 : 0
        switch payload.count {
        case ...125: bytes.append(mask | UInt8(payload.count))
        case ...0xFFFF: bytes += [mask | 126, UInt8(payload.count >> 8), UInt8(payload.count & 255)]
        default: bytes += [mask | 127] + (0..<8).reversed().map { UInt8(truncatingIfNeeded: payload.count >> (8 * $0)) }
        }
        return masked ? bytes + [0, 0, 0, 0] + payload : bytes + payload
    }

    func send(frame opcode: UInt8, _ payload: [UInt8] = [], final: Bool = true) async throws {
        try await send(Self.frame(opcode, payload, final: final))
    }

    func frame() async throws -> Frame {
        let head = try await take(2)
        var count = Int(head[1] & 0x7F)
        if count >= 126 { count = try await take(count == 126 ? 2 : 8).reduce(0) { $0 << 8 | Int($1) } }
        let isMasked = head[1] & 0x80 != 0
        let mask = isMasked ? try await take(4) : [0, 0, 0, 0]
        let payload = try await take(count).enumerated().map { $1 ^ mask[$0 & 3] }
        return Frame(opcode: head[0] & 0x0F, payload: payload, isMasked: isMasked, isFinal: head[0] & 0x80 != 0)
    }
}
