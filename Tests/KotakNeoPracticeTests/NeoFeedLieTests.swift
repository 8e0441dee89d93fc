import KotakNeoPractice
import SaudaBroker
import SaudaCore
import Testing

/// Frames that do not tell the truth, and the paths of the three sockets.
@Suite struct NeoFeedLieTests {
    @Test(arguments: [nil, 1] as [UInt32?]) func `each lie of HSM is another one`(_ number: UInt32?) {
        var data = NeoHSMData(number: number)
        data.snapshot(3, .scrip, NeoFeedDesk.share, Array(repeating: 7, count: 25))
        data.update(3, [1, 2, 3])
        let lies = (0..<8).map { NeoFeedLies.lie(data.bytes, choice: $0) }
        #expect(Set(lies).count == 8)
        #expect(!lies.contains(data.bytes))
        #expect(lies.filter { $0.count == data.bytes.count }.count == 7)
        let packet = number == nil ? 5 : 9
        #expect(lies[3][packet + 2] == UInt8(ascii: "X"))
        #expect(Array(lies[6][(packet + 3)...(packet + 6)]) == [0x7F, 0xFF, 0, 3])
        #expect(lies[7][packet + 2] == UInt8(ascii: "U"))
    }

    @Test func `each lie of SFeed is another one`() {
        var frame = NeoSFeedFrame()
        frame.picture(NeoFeedDesk.share, NeoFeedTick(), .touch, sequence: 1)
        let lies = (0..<6).map { NeoFeedLies.lie(frame.bytes, choice: $0) }
        #expect(Set(lies).count == 6)
        #expect(!lies.contains(frame.bytes))
        #expect(lies[4][5] == 1)
    }

    @Test func `what is no frame stays as it is`() {
        for choice in 0..<20 { #expect(NeoFeedLies.lie([1, 2, 3], choice: UInt64(choice)) == [1, 2, 3]) }
    }

    @Test func `each socket has its path`() {
        func kind(_ path: String) -> NeoFeed.Kind? { NeoFeed.kind(of: IncomingRequest(.get, path)) }
        #expect(kind("/") == .hsm)
        #expect(kind("/apifeed") == .sfeed)
        #expect(kind("/wsfeed") == .sfeed)
        #expect(kind("/betafeed") == .sfeed)
        #expect(kind("/realtime") == .orders)
        #expect(kind("/realtime?sId=server1") == .orders)
        #expect(kind("/other") == nil)
    }

    @Test func `handshakes are answered with 503 where that is wanted`() {
        var desk = NeoFeedDesk { $0.refusesHandshakes = true }
        let socket = PracticeSocket(number: 1)
        desk.feed.open(socket, .hsm, at: desk.time, into: &desk.actions)
        guard case .refuse(socket, let response) = desk.actions.first else {
            Issue.record("not refused: \(desk.actions)")
            return
        }
        #expect(response.status == 503)
        #expect(!desk.feed.owns(socket))
    }
}
