import SaudaBroker
import SaudaTestKit
import Testing

@Suite struct GoldenRequestsTests {
    @Test("what is written is read back the same", arguments: PlayedBroker.allCases)
    func roundTrip(broker: PlayedBroker) throws {
        let now = GoldenRequests(of: try broker.cards.subject())
        let read = GoldenRequests(reading: now.text(of: broker.rawValue))
        #expect(read.entries == now.entries)
        #expect(now.entries.count > 60)
        #expect(Set(now.entries.map(\.name)).count == now.entries.count)
    }

    @Test("a golden file holds no secret", arguments: PlayedBroker.allCases)
    func secrets(broker: PlayedBroker) throws {
        let subject = try broker.cards.subject()
        let text = GoldenRequests(of: subject).text(of: broker.rawValue)
        let secrets = [subject.context.credentials.secrets, subject.context.session?.secrets ?? [:]]
        for (name, secret) in secrets.flatMap({ $0 }) where secret.reveal().utf8.count >= 4 {
            #expect(!text.contains(secret.reveal()), "\(name)")
        }
    }

    @Test func `a difference names the call, the line and both texts`() throws {
        let now = GoldenRequests(of: try PlayedBroker.kite.cards.subject())
        let text = now.text(of: "zerodha-kite")
        let other = GoldenRequests(reading: text.replacing("quantity=10&", with: "quantity=11&"))
        let difference = try #require(now.difference(to: other, in: .place))
        #expect(difference.hasPrefix("'place MARKET day BUY': line "))
        #expect(difference.contains("quantity=10&") && difference.contains("quantity=11&"))
        #expect(now.difference(to: other, in: .signIn) == nil)
        let fewer = GoldenRequests(reading: text.replacing("== change cancel\n", with: "== change none\n"))
        #expect(now.difference(to: fewer, in: .change) == "the golden file has no 'change cancel'")
        let more = GoldenRequests(reading: text + "\n== feed of news\nGET it\n")
        #expect(now.difference(to: more, in: .feed) == "nobody writes 'feed of news' any more")
    }
}
