import NIOConcurrencyHelpers
import SaudaBroker
import SaudaCore
import SaudaNet
import SaudaServer
import SaudaService
package import SaudaTestKit

/// Plays link cards over real sockets and TLS: libcurl and NIO on one side, the practice server on the other. Practice
/// time runs faster.
package struct WiredCardStage: Sendable {
    /// When a scenario begins here: its link has its instruments, and the market is open.
    private static let ready = TimeOfDay(9, 15, 10)

    private let cards: CardKit
    private let plan: PracticeDayPlan
    private let patience: Duration
    private let pause: @Sendable (Duration) async -> Void

    /// - Parameters:
    ///   - patience: how long a record that does not pass is waited for: a busy machine is late.
    ///   - pause: lets that much of the machine's time go by.
    package init(
        _ cards: CardKit,
        _ plan: PracticeDayPlan,
        patience: Duration,
        pause: @escaping @Sendable (Duration) async -> Void = { try? await Task.sleep(for: $0) }
    ) {
        self.cards = cards
        self.plan = plan
        self.patience = patience
        self.pause = pause
    }

    /// How much faster: no card takes long, and a round trip stays well below the seconds that cards time and the link's
    /// own time-outs. A crowd of orders has a round trip for each of them.
    private static func rate(of card: LinkCard) -> Int64 {
        if card.scenario.end > TimeOfDay(9, 25) { return 50 }
        return card.scenario.steps.count > 20 ? 4 : 8
    }

    /// Plays a card, once more and at half the speed when it does not begin or its record does not pass: some cards time
    /// what a busy machine delays.
    package func show(_ card: LinkCard) async throws -> (result: CardResult, record: LinkRecord) {
        let rate = Self.rate(of: card)
        do {
            let first = try await play(card, rate: rate)
            if card.check(first) == .passed { return (.passed, first) }
        } catch let error as BrokerError {
            // Not so much as the instruments came in time.
            guard !Task.isCancelled else { throw error }
        }
        let record = try await play(card, rate: rate / 2)
        return (card.check(record), record)
    }

    private func play(_ card: LinkCard, rate: Int64) async throws -> LinkRecord {
        let start = PracticeDayPlan.day.at(LinkScenario.start)
        let floor = plan.floor(cards, from: LinkScenario.start, seed: CardStage.seed)
        let server = try await PracticeServer.start(floor, at: start, rate: rate, tls: true)
        do {
            let authority = try AuthorityFile(server.authority ?? "")
            defer { authority.remove() }
            let clock = WireClock(server.now, rate: Double(rate))
            let record = try await play(card, server, clock, trust: .file(authority.path))
            try await server.stop()
            return record
        } catch {
            try await server.stop()
            throw error
        }
    }

    private func play(
        _ card: LinkCard,
        _ server: PracticeServer,
        _ clock: WireClock,
        trust: TrustRoots
    ) async throws -> LinkRecord {
        let control = PracticeFaultControl("127.0.0.1:\(server.port)", try CurlTransport(trust: trust))
        let adapter = cards.adapter(http: "https://\(control.host)", socket: "wss://\(control.host)")
        let day = PracticeDayPlan.day
        let desk = Desk(LinkDesk(adapter, share: InstrumentID(index: 0), price: plan.prices[0], day: day))
        let asked = Mailbox<Void>()
        let link = BrokerLink(
            LinkMachine(adapter, cards.credentials(server.makeCredentials()), settings: LinkDesk.settings),
            http: control.http,
            sockets: try NIOSocketTransport(trust: trust),
            clock: clock,
            outlets: BrokerLink.Outlets(
                events: { kinds in desk.use { desk in for kind in kinds { desk.hear(kind, at: clock.now) } } },
                notice: { notice in desk.use { $0.hear(notice, at: clock.now) } },
                openBrowser: { _ in asked.post(()) }
            )
        )
        link.post(.start)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await link.run() }
            group.addTask {
                while await asked.next() != nil {
                    link.post(.redirect(cards.end(ofLogin: server.makeCredentials())))
                }
            }
            defer {
                link.stop()
                asked.close()
            }
            guard case .instruments(let list) = try await link.ask(.instruments) else { throw CancellationError() }
            let listings = try plan.listings(list)
            for input in desk.use({ $0.opening(listings) }) { link.post(input) }
            group.addTask {
                // The link's own alarm stands in the line of all tasks.
                while !Task.isCancelled {
                    await pause(.milliseconds(20))
                    link.post(.timer)
                }
            }
            await wait(until: max(clock.now, day.at(Self.ready)), clock)
            let shift = clock.now.since(day.at(Self.ready))
            for (time, what) in Self.timeline(card.scenario) {
                await wait(until: day.at(time).advanced(by: shift), clock)
                switch what {
                case .fault(let fault): try await control.begin(fault)
                case .step(let action): await take(action, desk, link, clock)
                }
            }
            await wait(until: day.at(card.scenario.end).advanced(by: shift), clock)
            let begun = ContinuousClock.now
            while true {
                // A link that is out of sign-ins reads no book any more.
                let book: [OrderRow] = if case .orders(let rows) = try? await link.ask(.orderBook) { rows } else { [] }
                let happened = try await control.happened()
                let record = desk.use { desk in
                    desk.record.book = book
                    desk.record.happened = happened
                    desk.record.counts = server.counts
                    return desk.record
                }
                if card.check(record) == .passed || ContinuousClock.now - begun > patience {
                    group.cancelAll()
                    return record
                }
                await pause(.milliseconds(300))
            }
        }
    }

    private enum Moment {
        case fault(PracticeFault)
        case step(LinkScenario.Action)
    }

    /// What happens, in order; a fault before the step of its second.
    private static func timeline(_ scenario: LinkScenario) -> [(time: TimeOfDay, what: Moment)] {
        var moments: [(time: TimeOfDay, what: Moment)] = []
        for fault in scenario.faults {
            if case .at(let time) = fault.moment { moments.append((time, .fault(fault))) }
        }
        let steps = scenario.steps.map { (time: $0.time, what: Moment.step($0.action)) }
        return (moments + steps).enumerated().sorted {
            ($0.element.time, $0.offset) < ($1.element.time, $1.offset)
        }.map(\.element)
    }

    private func wait(until time: Timestamp, _ clock: WireClock) async {
        while clock.now < time, !Task.isCancelled { await pause(.milliseconds(5)) }
    }

    private func take(_ action: LinkScenario.Action, _ desk: Desk, _ link: BrokerLink, _ clock: WireClock) async {
        if case .ask(let count) = action {
            return await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<count { group.addTask { (try? await link.ask(.funds)) != nil } }
                for await isAnswered in group { desk.use { $0.hear(isAnswered: isAnswered) } }
            }
        }
        let begun = ContinuousClock.now
        while ContinuousClock.now - begun < patience, !Task.isCancelled {
            if let input = desk.use({ $0.input(for: action, at: clock.now) }) { return link.post(input) }
            await pause(.milliseconds(20))
        }
    }

    /// The link's outlets and the stage both write the record.
    private final class Desk: Sendable {
        private let desk: NIOLockedValueBox<LinkDesk>

        init(_ desk: LinkDesk) { self.desk = NIOLockedValueBox(desk) }

        func use<Result: Sendable>(_ body: (inout LinkDesk) -> Result) -> Result {
            desk.withLockedValue { desk in body(&desk) }
        }
    }
}
