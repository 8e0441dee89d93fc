import NIOConcurrencyHelpers
import SaudaCore
import SaudaTestKit

/// Plays a broker's cards: those about its adapter, those about a link without a wire, and these once more over TLS.
struct ConformanceRun: Sendable {
    /// Played over sockets at the same time: they mostly wait.
    private static let atOnce = 16
    private static let patience = Duration.seconds(20)

    let broker: String
    let kit: CardKit
    let isOffline: Bool

    /// - Parameter progress: how many of how many are done; from any thread, one after the other.
    func score(
        _ selection: CardSelection,
        progress: @escaping @Sendable (_ done: Int, _ total: Int) -> Void
    ) async throws -> ScoreCard {
        let notes = Notes(total: selection.adapter.count + selection.link.count * (isOffline ? 1 : 2), progress)
        let subject = Result { try kit.subject() }
        try await Self.each(selection.adapter, atOnce: 2) { card in
            switch subject {
            case .success(let subject): notes.note(card.card, card.check(subject))
            case .failure(let error): notes.note(card.card, .failed("the samples cannot be made: \(error)"))
            }
        }
        let plan = try PracticeDayPlan(seed: CardStage.seed)
        let stage = CardStage(kit, plan)
        try await Self.each(selection.link, atOnce: 2) { card in
            do {
                notes.note(card.card, card.check(try stage.play(card.scenario)))
            } catch {
                notes.note(card.card, .failed("\(error)"))
            }
        }
        if !isOffline {
            // One that fails without a wire only takes longer with one.
            let cards = selection.link.filter { notes.results[$0.card.id] == .passed }
            notes.leaveOut(selection.link.count - cards.count)
            try await playOverTLS(cards, WiredCardStage(kit, plan, patience: Self.patience), notes)
        }
        let results = notes.results
        return ScoreCard(
            broker,
            selection.cards.map {
                ScoreCard.Row($0, results[$0.id] ?? .failed("it was not played"), section: kit.sections[$0.id])
            }
        )
    }

    private func playOverTLS(_ cards: [LinkCard], _ stage: WiredCardStage, _ notes: Notes) async throws {
        // The longest first, so that none is left over at the end.
        try await Self.each(cards.sorted { $0.length > $1.length }, atOnce: Self.atOnce) { card in
            do {
                let result = try await stage.show(card).result
                if case .failed(let seen) = result {
                    notes.note(card.card, .failed("over TLS: \(seen)"))
                } else {
                    notes.note(card.card, result)
                }
            } catch {
                notes.note(card.card, .failed("over TLS: \(error)"))
            }
        }
    }

    /// So many at a time, in their order.
    private static func each<Item: Sendable>(
        _ items: [Item],
        atOnce: Int,
        _ body: @escaping @Sendable (Item) async throws -> Void
    ) async throws {
        let waiting = NIOLockedValueBox(items[...])
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<min(atOnce, items.count) {
                group.addTask {
                    while !StopSignal.isRaised, let item = waiting.withLockedValue({ $0.popFirst() }) {
                        try await body(item)
                    }
                }
            }
            try await group.waitForAll()
        }
        if StopSignal.isRaised { throw CommandFailure(.failed, "interrupted; there is no score.") }
    }

    /// What came of each card; of one that is played twice, the first that is no pass.
    private final class Notes: Sendable {
        private struct State {
            var done = 0
            var total: Int
            var results: [String: CardResult] = [:]
        }

        private let progress: @Sendable (_ done: Int, _ total: Int) -> Void
        private let state: NIOLockedValueBox<State>

        init(total: Int, _ progress: @escaping @Sendable (_ done: Int, _ total: Int) -> Void) {
            state = NIOLockedValueBox(State(total: total))
            self.progress = progress
        }

        var results: [String: CardResult] { state.withLockedValue { $0.results } }

        func leaveOut(_ count: Int) { state.withLockedValue { $0.total -= count } }

        func note(_ card: Card, _ result: CardResult) {
            state.withLockedValue { state in
                state.done += 1
                if state.results[card.id] ?? .passed == .passed { state.results[card.id] = result }
                progress(state.done, state.total)
            }
        }
    }
}

extension LinkCard {
    /// Seconds of a practice day; crowds go at a slower pace.
    fileprivate var length: Int32 { scenario.end.seconds + 60 * Int32(scenario.steps.count / 20) }
}
