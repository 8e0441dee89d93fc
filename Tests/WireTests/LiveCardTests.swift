import NIOConcurrencyHelpers
import SaudaCommand
import SaudaCore
import SaudaTestKit
import Testing

/// Every card once more over real sockets and TLS, as `sauda conformance` does. A machine that is busy may make a record
/// late, so a card is asked again until it passes. One broker after the other: time-outs run faster too.
@Suite(.serialized) struct LiveCardTests {
    private static let atOnce = 8

    @Test("every card about a link passes over TLS", arguments: PlayedBroker.allCases)
    func link(broker: PlayedBroker) async throws {
        let stage = WiredCardStage(
            broker.cards,
            try PracticeDayPlan(seed: CardStage.seed),
            patience: .seconds(60),
            pause: { OwnThreads.block(for: $0) }
        )
        let waiting = NIOLockedValueBox(LinkCard.all.sorted { $0.scenario.end > $1.scenario.end })
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<Self.atOnce {
                group.addTask {
                    while let card = waiting.withLockedValue({ $0.isEmpty ? nil : $0.removeFirst() }) {
                        try await Self.show(card, stage, broker)
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    private static func show(_ card: LinkCard, _ stage: WiredCardStage, _ broker: PlayedBroker) async throws {
        let threads = OwnThreads(4)
        defer { threads.stop() }
        let (result, record) = try await withTaskExecutorPreference(threads) { try await stage.show(card) }
        let seen = record.notices.map { "\($0.time.time) \($0.code)" }
        #expect(result == .passed, "\(broker) \(card) \(card.card.fix) \(seen)")
    }

    @Test("every card about an adapter passes with samples that came over TLS", arguments: PlayedBroker.allCases)
    func adapter(broker: PlayedBroker) async throws {
        var subject = try broker.cards.subject()
        subject.samples = try await SamplePost.carry(subject.samples)
        for card in AdapterCard.all {
            let result = card.check(subject)
            #expect(broker.isExpected(result, of: card.card), "\(broker) \(card) \(result) \(card.card.fix)")
        }
    }
}
