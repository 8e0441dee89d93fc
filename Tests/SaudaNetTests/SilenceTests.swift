import NIOCore
import NIOEmbedded
import NIOWebSocket
import SaudaBroker
import SaudaCore
import Testing

@testable import SaudaNet

/// Pings and silence, in virtual time.
@Suite struct SilenceTests {
    /// An open connection without a network: bytes in, bytes out.
    private struct Line {
        let channel = EmbeddedChannel()
        let mailbox = SocketMailbox()
        let handler: SocketHandler

        init(pingAfter: TimeSpan = .seconds(10)) throws {
            handler = SocketHandler(mailbox, cap: 1000)
            try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
            let handlers: [any ChannelHandler] = [
                SilenceWatch(pingAfter: pingAfter), WebSocketFrameEncoder(),
                ByteToMessageHandler(WebSocketFrameDecoder(maxFrameSize: 1000)), handler,
            ]
            try channel.pipeline.syncOperations.addHandlers(handlers)
            channel.read()
        }

        func receive(_ bytes: [UInt8], thenRead: Bool = true) throws {
            try channel.writeInbound(ByteBuffer(bytes: bytes))
            if thenRead { channel.read() }
        }

        func pass(_ seconds: Int64) { channel.embeddedEventLoop.advanceTime(by: .seconds(seconds)) }

        /// The opcodes of the frames that went out since the last look.
        func sent() throws -> [UInt8] {
            var bytes: [UInt8] = []
            while let more = try channel.readOutbound(as: ByteBuffer.self) { bytes += more.readableBytesView }
            var opcodes: [UInt8] = []
            while bytes.count >= 6 {
                opcodes.append(bytes[0] & 15)
                bytes.removeFirst(6 + Int(bytes[1] & 127))
            }
            return opcodes
        }
    }

    @Test func `a ping after ten seconds of silence, and the end after ten more`() throws {
        let line = try Line()
        line.pass(9)
        #expect(try line.sent() == [])
        line.pass(1)
        #expect(try line.sent() == [9])
        line.pass(9)
        #expect(line.mailbox.ending == nil && line.channel.isActive)
        line.pass(1)
        #expect(line.mailbox.ending == .silent && !line.channel.isActive)
        #expect(try line.sent() == [])
    }

    @Test func `a pong, a message, or a single byte ends the silence`() throws {
        for bytes in [Peer.frame(10, []), Peer.frame(2, [1]), [0x82]] {
            let line = try Line()
            line.pass(15)
            #expect(try line.sent() == [9])
            try line.receive(bytes)
            line.pass(9)
            #expect(try line.sent() == [])
            line.pass(1)
            #expect(try line.sent() == [9])
            line.pass(9)
            #expect(line.mailbox.ending == nil)
            line.pass(1)
            #expect(line.mailbox.ending == .silent)
        }
    }

    @Test func `a lively connection is never pinged`() throws {
        let line = try Line()
        for _ in 0..<100 {
            line.pass(9)
            try line.receive(Peer.frame(2, [1]))
            _ = line.mailbox.takeAtOnce()
        }
        #expect(try line.sent() == [])
    }

    @Test func `time in which we hold the peer back is no silence of the peer`() throws {
        let line = try Line()
        for _ in 0..<SocketMailbox.mostMessages { try line.receive(Peer.frame(2, [1]), thenRead: false) }
        line.channel.read()
        line.pass(100)
        #expect(try line.sent() == [] && line.mailbox.ending == nil)
        var mayGoOn = false
        for _ in 0..<SocketMailbox.mostMessages { mayGoOn = line.mailbox.takeAtOnce().mayGoOn || mayGoOn }
        #expect(mayGoOn)
        line.handler.goOn()
        line.pass(9)
        #expect(try line.sent() == [])
        line.pass(1)
        #expect(try line.sent() == [9])
        line.pass(10)
        #expect(line.mailbox.ending == .silent)
    }

    @Test func `pings are answered with their own bytes, and handed on, also inside a message`() throws {
        let line = try Line()
        try line.receive(Peer.frame(1, [0x68], final: false) + Peer.frame(9, [1, 2, 3]) + Peer.frame(0, [0x69]))
        #expect(line.mailbox.takeAtOnce().message == .ping([1, 2, 3]))
        #expect(line.mailbox.takeAtOnce().message == .text("hi"))
        let pong = try #require(try line.channel.readOutbound(as: ByteBuffer.self))
        let head = Array(pong.readableBytesView)
        #expect(head[0] == 0x8A && head[1] == 0x83)
    }

    @Test func `a goodbye that is not answered ends after three seconds`() throws {
        let line = try Line()
        line.handler.close(code: 1000)
        #expect(try line.sent() == [8])
        try line.receive(Peer.frame(2, [1]))
        line.pass(2)
        #expect(line.mailbox.ending == nil && line.channel.isActive)
        line.pass(1)
        #expect(line.mailbox.ending == .cut("no answer to our close frame") && !line.channel.isActive)
        #expect(line.mailbox.takeAtOnce().message == .binary([1]))
        #expect(line.mailbox.takeAtOnce().message == .some(nil))
    }

    @Test func `the peer's goodbye is answered with its own code, once, and the connection ends`() throws {
        let line = try Line()
        try line.receive(Peer.frame(8, [0x0F, 0xA0] + Array("bye".utf8)) + Peer.frame(2, [1]))
        #expect(line.mailbox.ending == .closed(code: 4000, reason: "bye"))
        #expect(try line.sent() == [8])
        line.channel.writeAndFlush(SocketMessage.text("late"), promise: nil)
        line.handler.close(code: 1000)
        #expect(try line.sent() == [])
        line.pass(3)
        #expect(!line.channel.isActive)
    }
}
