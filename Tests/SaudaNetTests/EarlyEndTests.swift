import NIOCore
import NIOEmbedded
import SaudaBroker
import SaudaCore
import Testing

@testable import SaudaNet

/// A peer that accepts, sends and is gone before the handshake's handlers have left. What it sent goes with it: the
/// decoder of the answer lets go of bytes behind it once the connection has ended.
@Suite struct EarlyEndTests {
    @Test("the connection's end is heard by whoever reads it", arguments: [0, 1, 3])
    func gone(messages: Int) async throws {
        let outcome = await withCheckedContinuation { (answer: CheckedContinuation<SocketOpening.Outcome, Never>) in
            do { try Self.open(answer, messages) } catch { Issue.record("\(error)") }
        }
        let socket = try outcome.get()
        #expect(await socket.next() == nil)
        let isCut = if case .cut? = socket.ending { true } else { false }
        #expect(isCut, "\(String(describing: socket.ending))")
    }

    private static func open(
        _ answer: CheckedContinuation<SocketOpening.Outcome, Never>,
        _ messages: Int
    ) throws {
        let channel = EmbeddedChannel()
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
        let request = SocketRequest("ws://127.0.0.1:1/")
        let address = try WebAddress(request.url, [.wss, .ws])
        let opening = SocketOpening(request, address, .seconds(10), on: channel.embeddedEventLoop)
        #expect(opening.begin(answer))
        opening.connected(channel, through: nil, nil)
        var asked = ""
        while let more = try channel.readOutbound(as: ByteBuffer.self) { asked += String(buffer: more) }
        var bytes = Array(Peer.acceptance(asked).utf8)
        for number in 0..<messages { bytes += Peer.frame(2, [UInt8(number)]) }
        try channel.writeInbound(ByteBuffer(bytes: bytes))
        // The decoder leaves in the next turn of the loop; the end comes in this one.
        channel.pipeline.fireChannelInactive()
        channel.embeddedEventLoop.run()
        try? channel.close().wait()
        channel.embeddedEventLoop.run()
    }
}
