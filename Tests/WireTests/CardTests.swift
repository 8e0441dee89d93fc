import Foundation
import SaudaBroker
import SaudaCore
import SaudaTestKit
import Testing

/// Every card about an adapter, for each that trades here.
@Suite struct CardTests {
    private static let docs = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../docs")
        .standardizedFileURL

    @Test("every card", arguments: PlayedBroker.allCases, AdapterCard.all)
    func card(broker: PlayedBroker, card: AdapterCard) throws {
        let result = card.check(try broker.cards.subject())
        #expect(broker.isExpected(result, of: card.card), "\(result) \(card.card.fix)")
    }

    @Test func `ids are given once, and every card says why and what to fix`() {
        let cards = CardTable.cards
        #expect(Set(cards.map(\.id)).count == cards.count && cards.count >= 120)
        for card in cards {
            let number = card.id.split(separator: "-").last.flatMap { Int($0) }
            let areas = ["AUTH", "SYM", "ORD", "FEED", "ERR", "LIM", "FLT"]
            #expect(number != nil && areas.contains(String(card.area)), "\(card.id)")
            #expect(card.shows.hasSuffix(".") && card.why.hasSuffix(".") && card.fix.hasSuffix("."), "\(card.id)")
        }
    }

    @Test func `every card states its source, and the section of the broker's protocol`() throws {
        for card in CardTable.cards {
            let isRule = card.source.wholeMatch(of: /rule [A-Z]+-\d+/) != nil
            let isSection = card.source.wholeMatch(of: /[a-z ]+, sections? \d+( and \d+)?/) != nil
            #expect(isRule || isSection, "\(card.id): \(card.source)")
        }
        for broker in PlayedBroker.allCases {
            #expect(Set(broker.cards.sections.keys) == Set(CardTable.cards.map(\.id)), "\(broker)")
            let own = Self.docs.appending(path: "brokers/\(broker.rawValue).md")
            let isOwn = FileManager.default.fileExists(atPath: own.path)
            guard let file = isOwn ? own : Shared.file("protocols/\(broker.rawValue).md") else { return }
            let headings = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").filter {
                $0.hasPrefix("#")
            }
            for (id, section) in broker.cards.sections {
                let isThere = headings.map { $0.drop { $0 == "#" } }.contains {
                    $0.hasPrefix(" \(section) ") || $0.hasPrefix(" \(section). ")
                }
                #expect(isThere, "\(broker) \(id): \(section)")
            }
        }
        guard let rules = Shared.file("design/strategy-rules.md") else { return }
        let ruleText = try String(contentsOf: rules, encoding: .utf8)
        for card in CardTable.cards where card.source.hasPrefix("rule ") {
            #expect(ruleText.contains("**\(card.source.dropFirst(5))"), "\(card.id): \(card.source)")
        }
    }

    @Test func `the documents have every card, word for word`() throws {
        let page = try String(contentsOf: Self.docs.appending(path: "cards.md"), encoding: .utf8)
        let rows = page.split(separator: "\n").filter { $0.contains("-") && $0.hasPrefix("| ") }.map(String.init)
        #expect(Set(rows) == Set(CardTable.lines), "a row of docs/cards.md and the cards differ")
        #expect(rows.count == CardTable.lines.count)
    }

    /// Each fault and the cards that must see it, all others aside.
    @Test("a broken adapter fails the right card", arguments: BrokenAdapter.Fault.allCases)
    func broken(fault: BrokenAdapter.Fault) throws {
        // Orders are found by their tag at one of them only.
        let broker = fault == .takesOtherTags ? PlayedBroker.dhan : .kite
        var subject = try broker.cards.subject()
        subject.adapter = BrokenAdapter(subject.adapter, fault)
        if fault == .believesAddresses { subject.samples.handedOut = HTTPResponse(status: 200, body: Array("{}".utf8)) }
        let failed = AdapterCard.all.filter {
            if case .failed = $0.check(subject) { true } else { false }
        }
        #expect(failed.map(\.card.id) == fault.cards)
    }

    @Test(
        "a card about what the broker says fails where nothing is shown of it",
        arguments: [
            "AUTH-6", "AUTH-7", "AUTH-8", "AUTH-16", "SYM-14", "SYM-15", "ORD-7", "ORD-27", "FEED-21", "FEED-24",
            "ERR-1",
            "ERR-2", "ERR-5", "ERR-6", "ERR-7", "ERR-9", "ERR-10", "ERR-11", "ERR-12", "LIM-1",
        ]
    )
    func unshown(id: String) throws {
        var subject = try PlayedBroker.kite.cards.subject()
        (subject.samples.reads, subject.samples.refusals) = ([], [])
        let card = try #require(AdapterCard.all.first { $0.card.id == id })
        guard case .failed(let seen) = card.check(subject) else {
            Issue.record("it passed")
            return
        }
        #expect(seen.hasPrefix("there is no sample of a re"))
    }

    @Test func `a card that no broken adapter fails is known`() {
        let failing = Set(BrokenAdapter.Fault.allCases.flatMap(\.cards))
        // Of the first cards; those that came later fail for a fault each.
        let unbroken = [
            "AUTH-1", "AUTH-2", "AUTH-3", "AUTH-4", "AUTH-5", "AUTH-7", "AUTH-8", "SYM-4", "ORD-3", "ORD-8", "ORD-9",
            "AUTH-12", "FEED-3", "FEED-5", "FEED-7", "ERR-2", "ERR-4", "LIM-3",
        ]
        #expect(AdapterCard.all.map(\.card.id).filter { !failing.contains($0) } == unbroken)
    }

    @Test func `what the samples do not show fails, and says so`() throws {
        var subject = try PlayedBroker.kite.cards.subject()
        subject.samples.frames = []
        subject.samples.clashingList = nil
        subject.samples.golden = ""
        subject.samples.emptyBook = nil
        let failed = AdapterCard.all.compactMap { card in
            if case .failed(let text) = card.check(subject) { (card.card.id, text) } else { nil as (String, String)? }
        }
        #expect(
            failed.map(\.0) == [
                "SYM-3", "SYM-5", "ORD-29", "AUTH-13", "ORD-16", "ORD-17", "ORD-18", "FEED-14", "FEED-1", "FEED-2",
                "FEED-3", "FEED-5", "FEED-15", "FEED-16", "FEED-22", "FEED-24",
            ]
        )
        #expect(failed.allSatisfy { $0.1.hasPrefix("there is no") || $0.1.hasPrefix("there are no") })
    }
}
