import NIOCore
import NIOWebSocket
import SaudaBroker
import Testing

@testable import SaudaNet

@Suite struct FrameRulesTests {
    private func frame(
        _ opcode: WebSocketOpcode,
        _ bytes: [UInt8] = [],
        fin: Bool = true,
        rsv: Bool = false,
        mask: WebSocketMaskingKey? = nil
    ) -> WebSocketFrame {
        WebSocketFrame(fin: fin, rsv2: rsv, opcode: opcode, maskKey: mask, data: ByteBuffer(bytes: bytes))
    }

    private func code(_ meaning: FrameRules.Meaning) -> UInt16? {
        if case .violation(_, let code) = meaning { code } else { nil }
    }

    @Test func `three pieces with a ping between make one message`() {
        var rules = FrameRules(cap: 100)
        #expect(rules.take(frame(.text, Array("शे".utf8.prefix(4)), fin: false)) == .nothing)
        #expect(rules.take(frame(.ping, [7])) == .ping([7]))
        #expect(rules.take(frame(.continuation, Array("शे".utf8.suffix(2)), fin: false)) == .nothing)
        #expect(rules.take(frame(.pong, [1, 2, 3])) == .nothing)
        #expect(rules.take(frame(.continuation, Array("यर".utf8))) == .message(.text("शेयर")))
        #expect(rules.take(frame(.binary)) == .message(.binary([])))
        #expect(rules.take(frame(.text)) == .message(.text("")))
    }

    @Test func `the order of pieces is kept to`() {
        var rules = FrameRules(cap: 100)
        #expect(code(rules.take(frame(.continuation, [1]))) == 1002)
        #expect(rules.take(frame(.binary, [1], fin: false)) == .nothing)
        #expect(code(rules.take(frame(.binary, [1]))) == 1002)
        #expect(code(rules.take(frame(.text, [1]))) == 1002)
    }

    @Test func `masked frames, extensions and kinds that do not exist are violations`() {
        var rules = FrameRules(cap: 100)
        #expect(code(rules.take(frame(.binary, [1], mask: [1, 2, 3, 4]))) == 1002)
        #expect(code(rules.take(frame(.binary, [1], rsv: true))) == 1002)
        for opcode: UInt8 in [3, 4, 5, 6, 7, 11, 12, 13, 14, 15] {
            let kind = WebSocketOpcode(encodedWebSocketOpcode: opcode)
            #expect(code(rules.take(frame(kind ?? .text, [], rsv: kind == nil))) == 1002)
        }
    }

    @Test func `control frames are whole and at most 125 bytes`() {
        for kind in [WebSocketOpcode.ping, .pong, .connectionClose] {
            var rules = FrameRules(cap: 1000)
            #expect(code(rules.take(frame(kind, [], fin: false))) == 1002)
            #expect(code(rules.take(frame(kind, [UInt8](repeating: 0x41, count: 126)))) == 1002)
        }
    }

    @Test func `the cap holds for the message, not the frame`() {
        var rules = FrameRules(cap: 10)
        #expect(
            rules.take(frame(.binary, [UInt8](repeating: 1, count: 10)))
                == .message(.binary(Array(repeating: 1, count: 10)))
        )
        #expect(code(rules.take(frame(.binary, [UInt8](repeating: 1, count: 11)))) == 1009)
        rules = FrameRules(cap: 10)
        #expect(rules.take(frame(.binary, [UInt8](repeating: 1, count: 6), fin: false)) == .nothing)
        #expect(code(rules.take(frame(.continuation, [UInt8](repeating: 1, count: 5)))) == 1009)
    }

    @Test func `text is UTF-8 as a whole`() {
        for bytes: [UInt8] in [[0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xE0, 0xA4], [0xFF]] {
            var rules = FrameRules(cap: 100)
            #expect(code(rules.take(frame(.text, bytes))) == 1007)
        }
    }

    @Test(
        "close codes",
        arguments: [
            ([], 1005, nil), ([0x03, 0xE8], 1000, nil), ([0x0F, 0xA0, 0x6F, 0x6B], 4000, nil), ([0x03], nil, 1002),
            ([0, 0], nil, 1002), ([0x03, 0xED], nil, 1002), ([0x03, 0xEE], nil, 1002), ([0x03, 0xF7], nil, 1002),
            ([0x07, 0xD0], nil, 1002), ([0x13, 0x88], nil, 1002), ([0x03, 0xE8, 0xFF], nil, 1007),
        ] as [([UInt8], UInt16?, UInt16?)]
    )
    func closeCodes(bytes: [UInt8], closes: UInt16?, violates: UInt16?) {
        var rules = FrameRules(cap: 100)
        let meaning = rules.take(frame(.connectionClose, bytes))
        #expect(code(meaning) == violates)
        if let closes {
            #expect(meaning == .close(code: closes, reason: String(decoding: bytes.dropFirst(2), as: UTF8.self)))
        }
    }
}
