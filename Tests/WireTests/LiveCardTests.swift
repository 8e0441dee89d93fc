import Foundation
import NIOConcurrencyHelpers
import SaudaBroker
import SaudaCore
import SaudaNet
import SaudaServer
import SaudaService
import SaudaTestKit
import Testing

/// Every card once more over real sockets and TLS: libcurl and NIO on one side, the practice server on the other. Practice
/// time runs faster; a machine that is busy may make a record late, so a card is asked again until it passes.
@Suite struct LiveCardTests {
    /// How much faster: no card takes long, and a round trip stays well below the seconds that cards time.
    private static func rate(of card: LinkCard) -> Int64 { card.card.id == "AUTH-11" ? 60 : 8 }
    private static let atOnce = 6
    private static let patience = Duration.seconds(60)
    /// When a scenario begins here: its link has its instruments, and the market is open.
    private static let ready = TimeOfDay(9, 15, 10)

    @Test("every card about a link passes over TLS", arguments: PlayedBroker.allCases)
    func link(broker: PlayedBroker) async throws {
        let waiting = NIOLockedValueBox(LinkCard.all.sorted { $0.scenario.end > $1.scenario.end })
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<Self.atOnce {
                group.addTask {
                    while let card = waiting.withLockedValue({ $0.isEmpty ? nil : $0.removeFirst() }) {
                        try await Self.show(card, broker)
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    /// Twice when the first record does not pass: some cards time what a busy machine delays.
    private static func show(_ card: LinkCard, _ broker: PlayedBroker) async throws {
        let threads = OwnThreads(4)
        defer { threads.stop() }
        func record() async throws -> LinkRecord {
            try await withTaskExecutorPreference(threads) { try await play(card, broker) }
        }
        if card.check(try await record()) == .passed { return }
        let again = try await record()
        let seen = again.notices.map { "\($0.time.time) \($0.code)" }
        #expect(card.check(again) == .passed, "\(broker) \(card) \(card.card.fix) \(seen)")
    }

    @Test("every card about an adapter passes with samples that came over TLS", arguments: PlayedBroker.allCases)
    func adapter(broker: PlayedBroker) async throws {
        var subject = try broker.subject()
        subject.samples = try await SamplePost.carry(subject.samples)
        for card in AdapterCard.all {
            #expect(card.check(subject) == broker.expected(card), "\(broker) \(card) \(card.card.fix)")
        }
    }

    private static func play(_ card: LinkCard, _ broker: PlayedBroker) async throws -> LinkRecord {
        let plan = try PracticeDayPlan(seed: 3)
        let start = PracticeDayPlan.day.at(LinkScenario.start)
        let floor = broker.floor(plan, from: LinkScenario.start, seed: 3)
        let server = try await PracticeServer.start(floor, at: start, rate: rate(of: card), tls: true)
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("sauda-card-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            let authority = folder.appendingPathComponent("authority.pem")
            try Data(try #require(server.authority).utf8).write(to: authority)
            let record = try await play(card, broker, plan, server, trust: .file(authority.path))
            try await server.stop()
            return record
        } catch {
            try await server.stop()
            throw error
        }
    }

    private static func play(
        _ card: LinkCard,
        _ broker: PlayedBroker,
        _ plan: PracticeDayPlan,
        _ server: PracticeServer,
        trust: TrustRoots
    ) async throws -> LinkRecord {
        let root = "127.0.0.1:\(server.port)"
        let adapter = broker.adapter(http: "https://\(root)", sockets: "wss://\(root)")
        let day = PracticeDayPlan.day
        let clock = WireClock(server.now, rate: Double(rate(of: card)))
        let desk = Desk(LinkDesk(adapter, share: InstrumentID(index: 0), price: plan.prices[0], day: day))
        let asked = Mailbox<Void>()
        let http = try CurlTransport(trust: trust)
        let link = BrokerLink(
            LinkMachine(adapter, broker.credentials(server.makeCredentials()), settings: LinkDesk.settings),
            http: http,
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
                    link.post(.redirect(broker.redirect(server.makeCredentials())))
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
                // The link's own alarm stands in the line of all tests.
                while !Task.isCancelled {
                    OwnThreads.block(for: .milliseconds(20))
                    link.post(.timer)
                }
            }
            block(until: max(clock.now, day.at(ready)), clock)
            let shift = clock.now.since(day.at(ready))
            for (time, what) in timeline(card.scenario) {
                block(until: day.at(time).advanced(by: shift), clock)
                switch what {
                case .fault(let fault): try await add(fault, http, root)
                case .step(let action): try await take(action, desk, link, clock)
                }
            }
            block(until: day.at(card.scenario.end).advanced(by: shift), clock)
            let begun = ContinuousClock.now
            while true {
                // A link that is out of sign-ins reads no book any more.
                let book: [OrderRow] = if case .orders(let rows) = try? await link.ask(.orderBook) { rows } else { [] }
                let happened = try await happened(http, root)
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
                OwnThreads.block(for: .milliseconds(300))
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

    private static func block(until time: Timestamp, _ clock: WireClock) {
        while clock.now < time { OwnThreads.block(for: .milliseconds(5)) }
    }

    /// Lets it begin at once.
    private static func add(_ fault: PracticeFault, _ http: CurlTransport, _ root: String) async throws {
        let text = PracticeFault(fault.kind, .now, duration: fault.duration).description
        let request = HTTPRequest(
            .post,
            "https://\(root)/practice/faults",
            headers: [HTTPHeader("Content-Type", "application/x-www-form-urlencoded")],
            body: Array("fault=\(text.replacing("@", with: "%40").replacing("/", with: "%2F"))".utf8),
            endpoint: "practice"
        )
        let response = try await http.perform(request, within: .seconds(20))
        try #require(response.status == 200, "\(text)")
    }

    /// How often each fault did something, as the server says.
    private static func happened(_ http: CurlTransport, _ root: String) async throws -> [PracticeFault.Kind: Int] {
        struct Faults: Decodable { var happened: [String: Int] }
        let request = HTTPRequest(.get, "https://\(root)/practice/faults", endpoint: "practice")
        let response = try await http.perform(request, within: .seconds(20))
        let faults = try JSONDecoder().decode(Faults.self, from: Data(response.body))
        var counts: [PracticeFault.Kind: Int] = [:]
        for (name, count) in faults.happened {
            if let kind = PracticeFault.Kind(rawValue: name) { counts[kind] = count }
        }
        return counts
    }

    private static func take(
        _ action: LinkScenario.Action,
        _ desk: Desk,
        _ link: BrokerLink,
        _ clock: WireClock
    ) async throws {
        if case .ask(let count) = action {
            return await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<count { group.addTask { (try? await link.ask(.funds)) != nil } }
                for await isAnswered in group { desk.use { $0.hear(isAnswered: isAnswered) } }
            }
        }
        let begun = ContinuousClock.now
        while ContinuousClock.now - begun < patience {
            if let input = desk.use({ $0.input(for: action, at: clock.now) }) { return link.post(input) }
            OwnThreads.block(for: .milliseconds(20))
        }
    }

    /// The link's outlets and the test both write the record.
    private final class Desk: Sendable {
        private let desk: NIOLockedValueBox<LinkDesk>

        init(_ desk: LinkDesk) { self.desk = NIOLockedValueBox(desk) }

        func use<Result: Sendable>(_ body: (inout LinkDesk) -> Result) -> Result {
            desk.withLockedValue { desk in body(&desk) }
        }
    }
}
