import Foundation
import SaudaTestKit
import Testing

/// The score cards of the documents. What they say of each card, `CardTests` and `LinkCardTests` show.
@Suite struct ScoreCardTests {
    private static let docs = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../docs")
        .standardizedFileURL

    private static func expected(_ broker: PlayedBroker) throws -> ScoreCard {
        let subject = try broker.cards.subject()
        let silent = AdapterCard.all.filter { broker.notApplicable.contains($0.card.id) }
        let results = Dictionary(uniqueKeysWithValues: silent.map { ($0.card.id, $0.check(subject)) })
        return ScoreCard(
            broker.rawValue,
            CardTable.cards.map {
                ScoreCard.Row($0, results[$0.id] ?? .passed, section: broker.cards.sections[$0.id])
            }
        )
    }

    @Test("the documents have each broker's score card as it is", arguments: PlayedBroker.allCases)
    func page(broker: PlayedBroker) throws {
        let file = Self.docs.appending(path: "score-cards/\(broker.rawValue).md")
        let page = try String(contentsOf: file, encoding: .utf8)
        let lines = page.split(separator: "\n", omittingEmptySubsequences: false)
        let wanted = try Self.expected(broker).markdown.split(separator: "\n", omittingEmptySubsequences: false)
        let place = zip(lines, wanted).prefix { $0 == $1 }.count
        let remedy = "keep what `sauda conformance \(broker) --offline --format markdown` prints"
        #expect(lines == wanted, "line \(place + 1): \(remedy)")
    }

    @Test("at least 120 cards, in every group as many as were asked for", arguments: PlayedBroker.allCases)
    func counts(broker: PlayedBroker) throws {
        let score = try Self.expected(broker)
        let least: [CardGroup: Int] = [
            .auth: 15, .symbols: 15, .orders: 30, .feed: 25, .errors: 15, .limits: 10, .faults: 20,
        ]
        for group in CardGroup.allCases { #expect(score.count(group).all >= least[group] ?? 0, "\(group)") }
        #expect(score.count().all >= 120)
        #expect(score.count().notApplicable == broker.notApplicable.count)
    }

    @Test func `a score counts by group, in the order of groups and numbers`() throws {
        let results = [("FEED-2", CardResult.failed("no")), ("AUTH-10", .passed), ("AUTH-9", .notApplicable("traits"))]
        let score = ScoreCard(
            "demo",
            results.map { id, result in
                let card = Card(id, "It shows.", why: "Why.", fix: "Fix.", source: "rule X-1")
                return ScoreCard.Row(card, result, section: nil)
            }
        )
        #expect(score.rows.map(\.card.id) == ["AUTH-9", "AUTH-10", "FEED-2"])
        #expect(score.failed.map(\.card.id) == ["FEED-2"])
        #expect(score.count(.auth).passed == 1)
        #expect(score.count(.auth).notApplicable == 1)
        #expect(score.count().all == 3)
        #expect(score.markdown.contains("| FEED-2 | fail: no | It shows. | - |"))
    }
}
