import SaudaBroker
import SaudaCore
import Testing
import UpstoxAdapter

/// Addresses that are handed out, sections 8.1 and 9.1.
@Suite struct SocketPlaceTests {
    private typealias Address = (question: HTTPRequest, place: (HTTPResponse) throws -> SocketRequest)

    private func parts(_ plan: StreamPlan) throws -> Address {
        guard case .handedOut(let question, let place) = plan.address else { throw Unexpected() }
        return (question, { try place($0) })
    }

    private func feed(_ upstox: Upstox = Kit.upstox) throws -> Address {
        try parts(try upstox.feed(in: try Kit.context()))
    }

    private struct Unexpected: Error {}

    private static let feedPlace = "wss://wsfeeder-api.upstox.com/market-data-feeder/v3/feeds?requestId=1&code=aB-3"

    private static func answer(_ place: String, name: String = "authorized_redirect_uri") -> HTTPResponse {
        Kit.success(#"{"\#(name)":"\#(place)"}"#)
    }

    @Test func `both streams ask for an address with the token, and open it without`() throws {
        let feed = try feed()
        #expect(feed.question.url == "https://api.upstox.com/v3/feed/market-data-feed/authorize")
        #expect(feed.question.header("Authorization") == "Bearer demo.access.token")
        let depth = try parts(try Kit.upstox.depthFeed(in: try Kit.context()))
        #expect(depth.question == feed.question)
        guard case .socket(let plan) = try Kit.upstox.orderStream(in: try Kit.context()) else { throw Unexpected() }
        let updates = try parts(plan)
        #expect(
            updates.question.url == "https://api.upstox.com/v2/feed/portfolio-stream-feed/authorize?update_types=order"
        )
        for name in ["authorized_redirect_uri", "authorizedRedirectUri"] {
            let request = try feed.place(Self.answer(Self.feedPlace, name: name))
            #expect(request.url == Self.feedPlace)
            #expect(request.headers.isEmpty)
            #expect(!"\(request)".contains("aB-3"))
        }
    }

    @Test(
        "an address that is not the broker's over TLS stops, and is not shown",
        arguments: [
            "ws://wsfeeder-api.upstox.com/feeds?code=aB-3", "wss://upstox.com.example.org/feeds?code=aB-3",
            "wss://x@example.org:1.upstox.com/feeds?code=aB-3", "wss://exampleupstox.com/feeds?code=aB-3",
            "https://api.upstox.com/feeds?code=aB-3", "wss:///feeds?code=aB-3",
        ]
    )
    func stranger(place: String) throws {
        let feed = try feed()
        let error = #expect(throws: BrokerError.self) { try feed.place(Self.answer(place)) }
        #expect(error?.recovery == .stop)
        #expect(error?.description.contains("aB-3") == false)
    }

    @Test(
        "an answer without an address is asked for again",
        arguments: ["{}", "null", "[]", #"{"authorized_redirect_uri":7}"#, #"{"authorized_redirect_uri":""}"#]
            + ["nowhere", "wss://a.upstox.com", "wss://a.upstox.com/a b", "wss://a.upstox.com/\\r\\nb"]
            .map { #"{"authorized_redirect_uri":"\#($0)"}"# }
    )
    func noAddress(data: String) throws {
        let feed = try feed()
        let error = #expect(throws: BrokerError.self) { try feed.place(Kit.success(data)) }
        #expect(error?.recovery == .checkOrderBook)
    }

    @Test func `a refusal has the recovery of any read`() throws {
        let feed = try feed()
        for (refusal, recovery) in [
            (Kit.refusal(401, "UDAPI100050"), Recovery.signInAgain), (Kit.refusal(403, "UDAPI100067"), .stop),
            (HTTPResponse(status: 429), .slowDown(after: .seconds(2))), (HTTPResponse(status: 502), .checkOrderBook),
        ] {
            let error = #expect(throws: BrokerError.self) { try feed.place(refusal) }
            #expect(error?.recovery == recovery)
        }
    }

    @Test func `where sockets are another server's, its own root is opened`() throws {
        let upstox = Upstox(endpoints: Endpoints(["sockets": "ws://127.0.0.1:9000"]))
        let request = try feed(upstox).place(Self.answer("ws://elsewhere/feeds?code=x"))
        #expect(request.url == "ws://127.0.0.1:9000/feeds?code=x")
    }

    @Test func `without a session no address is asked for`() throws {
        let error = #expect(throws: BrokerError.self) { try Kit.upstox.feed(in: try Kit.context(session: nil)) }
        #expect(error?.recovery == .signInAgain)
    }
}
