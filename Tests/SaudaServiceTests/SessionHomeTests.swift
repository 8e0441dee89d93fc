import AMOBuyStrategy
import EMA9SellStrategy
import SaudaCore
import SaudaService
import SaudaStore
import Testing

/// Plans of a home that is played: what the plan said is what the day then did.
@Suite struct SessionHomeTests {
    private static func day(_ number: Int) -> Day { Day(year: 2026, month: 8, day: number)! }

    static func planner(_ home: String, _ strategies: String = standard, today: Day = day(3)) throws -> PaperPlanner {
        let plugins = [EMA9Sell.plugin, AMOBuy.plugin]
        let text = """
            version: 1
            mode: paper
            home: \(home)
            market: {history: {source: files, path: nowhere}}
            accounts:
              main:
                broker: paper
                capital: 900000
                limits: {order_value: 500000, daily_loss: 25000, orders_per_day: 500}
            feed: {account: main}
            universe: [INDIGO, JIOFIN, INFY]
            strategies:
            \(strategies)
            alerts: []
            """
        let config = try Config.check(
            ConfigSource(file: "config.yaml", bytes: Array(text.utf8)),
            catalogue: plugins.map { StrategyEntry(name: $0.name, parameters: $0.parameters) },
            brokers: ConfigFixture.brokers
        )
        return PaperPlanner(config: config, plugins: plugins, today: today, seed: 7, home: home)
    }

    static let standard = """
          exits: {use: ema9-sell, account: main}
          dips: {use: amo-buy, account: main}
        """

    /// Plays a day whole; returns what was placed.
    @discardableResult
    static func play(_ day: Day, _ planner: PaperPlanner) async throws -> [(at: Timestamp, request: OrderRequest)] {
        var placed: [(Timestamp, OrderRequest)] = []
        let plan = try await planner.plan(day: "\(day)", positions: nil, rehearse: false)
        let paper = try PaperDay(plan) { event, commands, _ in
            for case .place(let request) in commands { placed.append((event.time, request)) }
        }
        try paper.begin()
        while try paper.step() {}
        try paper.end()
        try paper.finish()
        return placed
    }

    /// Plays a day up to its analysis, and leaves the home.
    private static func analyse(_ day: Day, _ planner: PaperPlanner) async throws {
        let plan = try await planner.plan(day: "\(day)", positions: nil, rehearse: false)
        let begun = try PaperDay(plan) { _, _, _ in }
        try begun.begin()
        _ = try begun.run(.analysis)
        try begun.finish()
    }

    private func plan(_ planner: PaperPlanner, _ day: Day? = nil) async throws -> SessionPlan {
        let now = Self.day(3).at(TimeOfDay(8, 0))
        let (next, after) = try planner.nextSession(at: now)
        let basis = try await planner.basis(day ?? next, positions: nil, rehearse: false)
        return try SessionPlanner(basis).plan(after: after)
    }

    @Test func `after the analysis the plan has the buys that the evening then places`() async throws {
        let folder = ScratchFolder()
        let planner = try Self.planner(folder.path)
        for number in [3, 4] { try await Self.play(Self.day(number), planner) }
        try await Self.analyse(Self.day(5), planner)

        let before = try Self.chain(Self.day(5), folder.path)
        let said = try await plan(planner)
        #expect(said.session.day == "2026-08-05")
        #expect(said.session.begunUpTo != nil)
        #expect(said.inMind.contains { $0.code == "candidate" })
        #expect(try Self.chain(Self.day(5), folder.path) == before, "a plan writes nothing")

        let placed = try await Self.play(Self.day(5), planner).filter { $0.request.variety == .afterMarket }
        let done = placed.map { "\($0.at.time) \($0.request.instrument.index) \($0.request.terms.quantity)" }
        let symbols = ["INDIGO", "JIOFIN", "INFY"]
        let buys = said.accounts[0].expected.map { order in
            "\(order.at):00 \(symbols.firstIndex(of: order.symbol) ?? -1) \(order.quantity)"
        }
        #expect(buys == done)
        #expect(!done.isEmpty)
    }

    @Test func `the next morning's plan has the waiting buys, the one after it the sells of that day`() async throws {
        let folder = ScratchFolder()
        let planner = try Self.planner(folder.path)
        for number in [3, 4, 5] { try await Self.play(Self.day(number), planner) }
        let morning = try await plan(planner)
        #expect(morning.session.day == "2026-08-06")
        #expect(!morning.accounts[0].waiting.isEmpty)
        #expect(morning.accounts[0].waiting.allSatisfy { $0.variety == "after-market" })
        try await Self.play(Self.day(6), planner)

        let said = try await plan(planner)
        #expect(said.session.day == "2026-08-07")
        let placed = try await Self.play(Self.day(7), planner)
        let open = Self.day(7).at(TimeOfDay(9, 16))
        let sells = placed.filter { $0.request.side == .sell && $0.at < open }
        #expect(!sells.isEmpty)
        let expected = said.accounts[0].expected.filter { $0.side == "SELL" }
        #expect(expected.map(\.quantity).sorted() == sells.map(\.request.terms.quantity.units).sorted())
        #expect(expected.allSatisfy { $0.closesTo == "2026-08-06" })
    }

    @Test func `a day that the home has gone past is refused`() async throws {
        let folder = ScratchFolder()
        let planner = try Self.planner(folder.path)
        for number in [3, 4] { try await Self.play(Self.day(number), planner) }
        await #expect(throws: RequestError.self) {
            _ = try await planner.basis(Self.day(3), positions: nil, rehearse: false)
        }
    }

    @Test func `a begun day under other strategies is refused with what to do`() async throws {
        let folder = ScratchFolder()
        let planner = try Self.planner(folder.path)
        let begun = try PaperDay(try await planner.plan(day: "2026-08-03", positions: nil, rehearse: false)) {
            _,
            _,
            _ in
        }
        try begun.begin()
        try begun.finish()
        let other = try Self.planner(folder.path, "  exits: {use: ema9-sell, account: main}")
        let basis = try await other.basis(Self.day(3), positions: nil, rehearse: false)
        let error = #expect(throws: RequestError.self) { try SessionPlanner(basis) }
        #expect(error?.description.contains("its strategies were others") == true)
    }

    @Test func `without a home the next session is the calendar's, today until its evening is over`() throws {
        let folder = ScratchFolder()
        let planner = try Self.planner(folder.path)
        let friday = Day(year: 2026, month: 9, day: 11)!
        #expect(try planner.nextSession(at: friday.at(TimeOfDay(12, 0))).day == friday)
        let night = try planner.nextSession(at: friday.at(TimeOfDay(20, 0)))
        #expect(night.day == Day(year: 2026, month: 9, day: 15))
    }

    private static func chain(_ day: Day, _ home: String) throws -> String {
        var reader = try JournalReader(path: "\(home)/journal/\(day).journal")
        while try reader.next() != nil {}
        return "\(reader.chain) \(reader.byteCount)"
    }
}
