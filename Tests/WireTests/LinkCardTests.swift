import SaudaBroker
import SaudaCommand
import SaudaCore
import SaudaTestKit
import Testing

/// Every card about a link, with the adapter and the practice broker of each on one thread.
@Suite struct LinkCardTests {
    @Test("every card", arguments: PlayedBroker.allCases, LinkCard.all)
    func card(broker: PlayedBroker, card: LinkCard) throws {
        let record = try Self.play(card.scenario, broker)
        let result = card.check(record)
        #expect(result == .passed, "\(card.card.fix) \(record.notices.map { "\($0.time.time) \($0.code)" })")
    }

    private static func play(
        _ scenario: LinkScenario,
        _ broker: PlayedBroker = .kite,
        with adapter: (any BrokerAdapter)? = nil
    ) throws -> LinkRecord {
        try CardStage(broker.cards, PracticeDayPlan(seed: CardStage.seed)).play(scenario, with: adapter)
    }

    @Test func `the same card gives the same record`() throws {
        let card = try #require(LinkCard.all.first { $0.card.id == "FLT-1" })
        let (one, two) = (
            try Self.play(card.scenario), try Self.play(card.scenario)
        )
        #expect(one.reports.map(\.report) == two.reports.map(\.report) && one.book == two.book)
        #expect(one.reports.map(\.time) == two.reports.map(\.time) && one.ticks.map(\.tick) == two.ticks.map(\.tick))
    }

    /// A fault of the adapter, some cards, and those of them that see it.
    @Test(
        "a broken adapter fails the right card",
        arguments: [
            // An order that is there is named by its message before it is sent again, so no second one comes of it here.
            (.retriesTheUnclear, ["FLT-3", "FLT-4", "ORD-11"], ["FLT-3"]),
            (.countsNothing, ["LIM-5", "ORD-11"], ["LIM-5"]), (.forgetsSessions, ["AUTH-9", "ORD-11"], ["AUTH-9"]),
            (.halvesPrices, ["FEED-8", "ORD-11"], ["FEED-8"]),
            (.losesTag, ["FLT-1", "FLT-2", "ORD-11"], ["FLT-1", "FLT-2", "ORD-11"]),
            // Without a tag no order of the book is ours.
            (
                .losesTag,
                [
                    "ORD-31", "ORD-33", "LIM-9", "LIM-10", "FLT-12", "FLT-13", "FLT-14", "FLT-15", "FLT-16", "FLT-17",
                    "FLT-18", "FLT-19", "FLT-20",
                ],
                [
                    "FLT-12", "FLT-13", "FLT-14", "FLT-15", "FLT-16", "FLT-17", "FLT-18", "FLT-19", "FLT-20", "LIM-10",
                    "LIM-9", "ORD-31", "ORD-33",
                ]
            ),
            (.keepsQuantities, ["ORD-32", "FLT-11"], ["FLT-11", "ORD-32"]),
            (.halvesPrices, ["FEED-25", "FEED-26"], ["FEED-25", "FEED-26"]),
            (.countsNothing, ["LIM-9", "LIM-10"], ["LIM-10", "LIM-9"]),
        ] as [(BrokenAdapter.Fault, [String], [String])]
    )
    func broken(fault: BrokenAdapter.Fault, ids: [String], cards: [String]) throws {
        let adapter = BrokenAdapter(PlayedBroker.kite.adapter, fault)
        var failed: [String] = []
        for card in LinkCard.all where ids.contains(card.card.id) {
            if case .failed = card.check(try Self.play(card.scenario, with: adapter)) { failed.append(card.card.id) }
        }
        #expect(failed.sorted() == cards)
    }

    @Test func `a fault that never happened fails its card`() throws {
        let card = try #require(LinkCard.all.first { $0.card.id == "FLT-9" })
        var scenario = card.scenario
        scenario.faults = []
        let result = card.check(try Self.play(scenario))
        #expect(result == .failed("duplicates@09:15:20/60 never happened"))
    }
}
