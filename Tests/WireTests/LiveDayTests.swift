import Foundation
import SaudaBroker
import SaudaCommand
import SaudaCore
import SaudaNet
import SaudaServer
import SaudaService
import SaudaTestKit
import Testing
import ZerodhaKiteAdapter

/// Engine, journal, link, libcurl and NIO on one side, the practice server on the other: real sockets of this machine.
@Suite(.serialized) struct LiveDayTests {
    private struct Outcome {
        /// To the broker's books.
        var differences: [String]
        /// The broker's order book in the end.
        var book: [OrderRow]
        var notices: Set<String>
        var isWhole: Bool
        var ticks: Int
        var resumed: Int?
        /// When orders and changes left the engine, and when cancels.
        var orders: [Timestamp]
        var cancels: [Timestamp]
    }

    private struct Day {
        var plan: PracticeDayPlan
        var server: PracticeServer
        var folder: URL
        var rate: Int64

        func clock(_ http: CurlTransport) async throws -> WireClock {
            struct Clock: Decodable { var microseconds: Int64 }
            let request = HTTPRequest(.get, "http://127.0.0.1:\(server.port)/practice/clock", endpoint: "practice")
            var answer = try? await http.perform(request, within: .seconds(5))
            // On a machine that was busy for long the day may have come to its restart already.
            while answer == nil, !Task.isCancelled { answer = try? await http.perform(request, within: .seconds(5)) }
            let response = try #require(answer)
            let clock = try JSONDecoder().decode(Clock.self, from: Data(response.body))
            return WireClock(Timestamp(microseconds: clock.microseconds), rate: Double(rate))
        }

        /// Runs our side until `end`; returns the books' differences to the broker's and its order book.
        func run(
            seed: UInt64,
            wanting: TimeOfDay,
            until end: TimeOfDay,
            stopping: Bool = false,
            halted: Range<TimeOfDay>? = nil
        ) async throws -> Outcome {
            let http = try CurlTransport()
            let clock = try await clock(http)
            let mailbox = Mailbox<LiveDay.Input>()
            let asked = Mailbox<Void>()
            var secrets: [String: Secret] = [:]
            var user = ""
            for credential in server.makeCredentials() {
                if credential.name == "user" { user = credential.value }
                if credential.name.hasPrefix("api-") { secrets[credential.name] = Secret(credential.value) }
            }
            let root = "127.0.0.1:\(server.port)"
            let link = BrokerLink(
                LinkMachine(
                    ZerodhaKite(
                        endpoints: Endpoints([
                            "api": "http://\(root)", "login": "http://\(root)", "ticker": "ws://\(root)",
                        ])
                    ),
                    Credentials(user: user, secrets: secrets),
                    settings: LinkSettings(account: AccountID(index: 0), tagPrefix: "SD", seed: seed)
                ),
                http: http,
                sockets: try NIOSocketTransport(),
                clock: clock,
                outlets: BrokerLink.Outlets(
                    events: { mailbox.post(.events($0)) },
                    notice: { mailbox.post(.notice($0)) },
                    openBrowser: { _ in asked.post(()) }
                )
            )
            link.post(.start)
            return try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { await link.run() }
                group.addTask { [server] in
                    while await asked.next() != nil {
                        let token = server.makeCredentials().first { $0.name == "request-token" }?.value
                        link.post(.redirect(Secret(token ?? "")))
                    }
                }
                defer {
                    link.stop()
                    asked.close()
                }
                guard case .instruments(let list) = try await link.ask(.instruments) else { throw CancellationError() }
                link.post(.listings(try plan.listings(list)))
                let strategy = RestlessStrategy(seed: seed, prices: plan.prices, until: wanting)
                let live = LivePlan(
                    day: PracticeDayPlan.day,
                    instruments: plan.market.instruments,
                    accounts: [AccountSetup(name: "main", traits: ZerodhaKite().traits.venue)],
                    strategies: [
                        Engine.Entry(name: "restless", account: AccountID(index: 0), strategy: strategy)
                    ],
                    feed: AccountID(index: 0),
                    history: AccountID(index: 0),
                    fingerprint: "test",
                    home: folder.path
                )
                var notices: Set<String> = []
                var orders: [Timestamp] = []
                var cancels: [Timestamp] = []
                let day = try LiveDay(
                    live,
                    links: [link],
                    clock: clock,
                    mailbox: mailbox,
                    notices: { notice, _ in notices.insert(notice.code) },
                    observer: { event, commands, _ in
                        for command in commands {
                            switch command {
                            case .place, .modify: orders.append(event.time)
                            case .cancel: cancels.append(event.time)
                            default: break
                            }
                        }
                    }
                )
                if let halted {
                    group.addTask {
                        try await clock.sleep(until: PracticeDayPlan.day.at(halted.lowerBound))
                        try live.halt.set(at: clock.now, why: "a test")
                        try await clock.sleep(until: PracticeDayPlan.day.at(halted.upperBound))
                        try live.halt.remove()
                    }
                }
                if stopping {
                    group.addTask {
                        try await clock.sleep(until: PracticeDayPlan.day.at(end))
                        mailbox.post(.stop)
                    }
                }
                try await day.run(until: PracticeDayPlan.day.at(stopping ? TimeOfDay(15, 30) : end))
                try day.finish()
                let differences = try await BookComparison(day.desk, [link], live).differences()
                guard case .orders(let book) = try await link.ask(.orderBook) else { throw CancellationError() }
                return Outcome(
                    differences: differences,
                    book: book,
                    notices: notices,
                    isWhole: day.isWhole,
                    ticks: day.ticks,
                    resumed: day.resumed,
                    orders: orders,
                    cancels: cancels
                )
            }
        }
    }

    private func with(
        _ seed: UInt64,
        _ faults: [PracticeFault],
        rate: Int64,
        _ body: (Day) async throws -> Void
    ) async throws {
        let plan = try PracticeDayPlan(seed: seed)
        let start = PracticeDayPlan.day.at(TimeOfDay(9, 14, 50))
        let floor = PlayedBroker.kite.floor(plan, from: TimeOfDay(9, 14, 50), faults: faults, seed: seed)
        let server = try await PracticeServer.start(floor, at: start, rate: rate)
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("sauda-live-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        do {
            try await body(Day(plan: plan, server: server, folder: folder, rate: rate))
        } catch {
            try await server.stop()
            throw error
        }
        try await server.stop()
    }

    @Test func `a practice day over real sockets, every fault in it: books equal, nothing twice, journal replays`()
        async throws
    {
        var faults: [PracticeFault] = []
        for (index, kind) in PracticeFault.Kind.allCases.enumerated() {
            let second = 20 + index * 20
            faults.append(PracticeFault(kind, .at(TimeOfDay(9, 15 + second / 60, second % 60))))
        }
        try await with(5, faults, rate: 20) { day in
            let outcome = try await day.run(seed: 5, wanting: TimeOfDay(9, 22), until: TimeOfDay(9, 26))
            #expect(outcome.differences.isEmpty)
            let tags = outcome.book.compactMap(\.tag)
            #expect(tags.count > 10 && Set(tags).count == tags.count)
            #expect(outcome.book.allSatisfy { $0.isFinal })
            #expect(outcome.isWhole && outcome.ticks > 100)
            #expect(outcome.notices.contains("feed-lost"))
        }
    }

    @Test func `a day that is stopped is taken up by the next start with nothing sent twice`() async throws {
        try await with(6, [], rate: 20) { day in
            let first = try await day.run(
                seed: 6,
                wanting: TimeOfDay(9, 20),
                until: TimeOfDay(9, 17),
                stopping: true
            )
            #expect(!first.isWhole)
            let second = try await day.run(seed: 6, wanting: TimeOfDay(9, 20), until: TimeOfDay(9, 23))
            #expect(second.resumed ?? 0 > 100)
            #expect(second.differences.isEmpty)
            let tags = second.book.compactMap(\.tag)
            #expect(Set(tags).count == tags.count)
            #expect(second.book.allSatisfy { $0.isFinal })
        }
    }

    @Test func `halted by a file, a day that runs cancels what works and sends nothing until it is gone`() async throws
    {
        let halted = TimeOfDay(9, 17)..<TimeOfDay(9, 18, 30)
        try await with(7, [], rate: 20) { day in
            let outcome = try await day.run(seed: 7, wanting: TimeOfDay(9, 20), until: TimeOfDay(9, 23), halted: halted)
            // The file is looked at five times a second, by the practice clock at twenty times that speed.
            let still = halted.lowerBound.advanced(bySeconds: 20)..<halted.upperBound
            #expect(!outcome.orders.contains { still.contains($0.time) })
            #expect(outcome.cancels.contains { halted.contains($0.time) })
            #expect(outcome.orders.contains { $0.time < halted.lowerBound })
            #expect(outcome.orders.contains { $0.time >= halted.upperBound })
            #expect(outcome.differences.isEmpty)
            #expect(outcome.book.allSatisfy { $0.isFinal })
        }
    }
}
