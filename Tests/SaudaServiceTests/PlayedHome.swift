import EMA9SellStrategy
import OpeningRangeStrategy
import SaudaCore
import SaudaService
import SaudaSimulation

/// A home in which some paper days were played, with everything that was ordered.
final class PlayedHome {
    let folder = ScratchFolder()
    private(set) var days: [Day] = []
    /// What was placed, by day.
    private(set) var orders: [(day: Day, request: OrderRequest)] = []
    /// The last word on each order, and whether it was filled.
    private(set) var outcomes: [OrderID: Report.Kind] = [:]
    /// What the days said they could not write.
    private(set) var unwritten: [String] = []
    private(set) var planner: PaperPlanner?
    static let symbols = [
        "ALPHA", "BETA", "GAMMA", "DELTA", "EPSILON", "ZETA", "ETA", "THETA", "IOTA", "KAPPA",
    ]

    var path: String { folder.path }

    /// Buys in the evening for the next opening and sells by day; and trades within the day.
    ///
    /// - Parameter prepare: What is done to the empty home before.
    init(days count: Int, seed: UInt64, prepare: (String) throws -> Void = { _ in }) async throws {
        var entry = EMA9Sell.plugin
        entry.name = "plain-entry"
        entry.make = EMA9Sell.plugin.entry
        entry.entry = nil
        entry.opensPositions = true
        try prepare(path)
        planner = try makePlanner([entry, EMA9Sell.plugin, OpeningRange.plugin], seed: seed)
        var day = Day(year: 2024, month: 6, day: 3)!
        while days.count < count {
            if MarketCalendar.builtIn.isTradingDay(day) {
                try await play(day)
                days.append(day)
            }
            day = day.advanced(by: 1)
        }
    }

    /// Plays a day, or one that was played once more.
    @discardableResult
    func play(_ day: Day) async throws -> PaperDay? {
        guard let plan = try await planner?.plan(day: "\(day)", positions: nil, rehearse: false) else { return nil }
        let paper = try PaperDay(plan) { [self] event, commands, isNew in if isNew { note(event, commands) } }
        try paper.begin()
        while try paper.step() {}
        try paper.end()
        unwritten += try paper.finish()
        return paper
    }

    private func note(_ event: Event, _ commands: [Command]) {
        if case .report(let report) = event.kind { outcomes[report.order] = report.kind }
        for case .place(let request) in commands { orders.append((event.time.day, request)) }
    }

    private func makePlanner(_ strategies: [StrategyPlugin], seed: UInt64) throws -> PaperPlanner {
        let lines = strategies.map { "  \($0.name): {use: \($0.name), account: main}" }.joined(separator: "\n")
        let text = """
            version: 1
            mode: paper
            home: \(path)
            market: {history: {source: files, path: nowhere}}
            accounts:
              main:
                broker: paper
                capital: 2000000
                limits: {order_value: 500000, daily_loss: 25000, orders_per_day: 500}
            feed: {account: main}
            universe: [\(Self.symbols.joined(separator: ", "))]
            strategies:
            \(lines)
            alerts: []
            """
        let config = try Config.check(
            ConfigSource(file: "config.yaml", bytes: Array(text.utf8)),
            catalogue: strategies.map { StrategyEntry(name: $0.name, parameters: $0.parameters) },
            brokers: ConfigFixture.brokers
        )
        let today = Day(year: 2024, month: 6, day: 3)!
        return PaperPlanner(config: config, plugins: strategies, today: today, seed: seed, home: path)
    }
}
