import EMA9SellStrategy
import SaudaCore
import SaudaService
import SaudaSimulation
import Testing

/// Days that join: what one process plays through in one go, and what a process a day makes of the same days with
/// nothing but journals and books between them.
@Suite struct CutDaysTests {
    /// What happened, in the order it did.
    final class Log: Recorder {
        var lines: [String] = []
        private var orders: [OrderID: OrderRequest] = [:]

        func record(_ event: Event, _ commands: [Command]) {
            switch event.kind {
            case .carriedOrder(let carried): orders[carried.request.id] = carried.request
            case .report(let report): lines.append("\(event.time) \(report.order.number) \(report.kind)")
            default: break
            }
            for command in commands where command.isIntent {
                if case .place(let request) = command { orders[request.id] = request }
                lines.append("\(event.time) \(command)")
            }
        }
    }

    private struct Books: Equatable {
        var log: [String]
        var closed: [[Trade]]
        var open: [[Trade]]
        var holdings: [[CarriedHolding]]
        var cash: [Money]
        /// By the exchange's own books.
        var held: [String]

        init(_ log: Log, _ desk: Desk, closed: [[Trade]], _ exchange: [AccountBook]) {
            self.log = log.lines
            self.closed = closed
            open = desk.books.map(\.openTrades)
            holdings = desk.books.map(\.holdings)
            cash = desk.books.map(\.cash) + exchange.map(\.cash)
            // The exchange knows no reasons, so its trades are not compared.
            held = exchange.flatMap(\.holdings).map { "\($0.instrument) \($0.quantity) \($0.cost) \($0.unsettled)" }
        }
    }

    private func planner(_ strategies: [StrategyPlugin], home: String, seed: UInt64) throws -> PaperPlanner {
        let lines = strategies.map { "  \($0.name): {use: \($0.name), account: main}" }.joined(separator: "\n")
        let text = """
            version: 1
            mode: paper
            home: \(home)
            market: {history: {source: files, path: nowhere}}
            accounts:
              main:
                broker: paper
                capital: 2000000
                limits: {order_value: 500000, daily_loss: 25000, orders_per_day: 500}
            feed: {account: main}
            universe: [ALPHA, BETA, GAMMA, DELTA, EPSILON, ZETA, ETA, THETA, IOTA, KAPPA]
            strategies:
            \(lines)
            alerts: []
            """
        let entries = strategies.map { StrategyEntry(name: $0.name, parameters: $0.parameters) }
        let config = try Config.check(
            ConfigSource(file: "config.yaml", bytes: Array(text.utf8)),
            catalogue: entries,
            brokers: ConfigFixture.brokers
        )
        return PaperPlanner(config: config, plugins: strategies, today: Self.first, seed: seed, home: home)
    }

    private static let first = Day(year: 2024, month: 6, day: 3)!

    private static func days(_ count: Int) -> [Day] {
        (0..<200).map { first.advanced(by: $0) }.filter { MarketCalendar.builtIn.isTradingDay($0) }.prefix(count)
            .map(\.self)
    }

    private func check(_ strategies: [StrategyPlugin], days count: Int, seed: UInt64) async throws -> Books {
        let folder = ScratchFolder()
        let planner = try planner(strategies, home: folder.path, seed: seed)
        let days = Self.days(count)
        let log = Log()
        var closed: [[Trade]] = [[]]
        var plans: [PaperPlan] = []
        var cut: Books?
        for day in days {
            let plan = try await planner.plan(day: "\(day)", positions: nil, rehearse: false)
            let paper = try PaperDay(plan) { event, commands, _ in log.record(event, commands) }
            try paper.begin()
            while try paper.step() {}
            try paper.finish()
            plans.append(plan)
            for index in paper.desk.books.indices { closed[index] += paper.desk.books[index].closedTrades }
            cut = Books(log, paper.desk, closed: closed, paper.exchangeAccounts)
        }
        let whole = try through(plans)
        let cutBooks = try #require(cut)
        let differing = zip(cutBooks.log, whole.log).first { $0 != $1 }
        #expect(differing == nil)
        #expect(cutBooks == whole)
        return whole
    }

    /// The same days in one simulator that never stops.
    private func through(_ plans: [PaperPlan]) throws -> Books {
        let log = Log()
        var setup = plans[plans.count - 1].setup
        for index in setup.history.minutes.indices {
            setup.history.minutes[index] = plans.flatMap { $0.setup.history.minutes[index] }
        }
        var simulator = Simulator(
            engine: setup.engine(),
            exchange: setup.exchange(),
            history: setup.history,
            recorder: log
        )
        let opening = plans[0].opening
        for (plan, isFirst) in zip(plans, [true] + plans.dropFirst().map { _ in false }) {
            let morning = plan.day.at(TimeOfDay(8, 0))
            if isFirst {
                for (index, cash) in opening.cash.enumerated() {
                    try simulator.fund(AccountID(index: UInt16(index)), cash, at: morning)
                }
            }
            for index in setup.history.daily.indices {
                guard let last = setup.history.daily[index].last(where: { $0.start.day < plan.day }) else { continue }
                let id = InstrumentID(index: UInt32(index))
                try simulator.refer(id, to: last.close, of: last.start.day, at: morning)
            }
            if isFirst { for holding in opening.holdings { try simulator.carry(holding, at: morning) } }
            try simulator.begin(TradingDay(plan.day, in: setup.calendar, holdsPrices: false))
            while try simulator.step() {}
        }
        let desk = simulator.engine.desk
        return Books(log, desk, closed: desk.books.map(\.closedTrades), simulator.exchange.accounts)
    }

    @Test func `SVC-7: buying in the evening and selling by day joins over the nights, order by order`() async throws {
        var entry = EMA9Sell.plugin
        entry.name = "plain-entry"
        entry.make = EMA9Sell.plugin.entry
        entry.entry = nil
        entry.opensPositions = true
        var bought = 0
        for seed in [3, 8] as [UInt64] {
            let books = try await check([entry, EMA9Sell.plugin], days: 20, seed: seed)
            bought += books.log.count { $0.contains("afterMarket") }
        }
        #expect(bought > 1)
    }

    @Test func `BUY-9: random evening orders, restated in the morning, join over the nights`() async throws {
        var restated = 0
        for seed in 1...4 as ClosedRange<UInt64> {
            let restless = StrategyPlugin(name: "restless", summary: "", parameters: []) { _ in Restless(seed: seed) }
            let books = try await check([restless], days: 12, seed: seed)
            restated += books.log.count { $0.contains("modified") }
        }
        #expect(restated > 3)
    }
}

/// States random targets for the next opening and, the morning after, some of them again: as they were, changed, or
/// not at all. What it did last evening it knows from its memo only.
private struct Restless: Strategy {
    let seed: UInt64
    private var yesterday: Day?

    init(seed: UInt64) { self.seed = seed }

    /// Last evening's targets that came to an end at once: over for good, in this process or the next.
    private var ended: [InstrumentID: Day] = [:]

    mutating func remembered(_ memo: Memo, on desk: inout Desk) {
        if memo.topic == "last" { yesterday = Day(memo.text) } else { ended[memo.instrument] = Day(memo.text) }
    }

    mutating func targetChanged(_ key: TargetKey, on desk: inout Desk) {
        guard case .ended? = desk.status(of: key) else { return }
        note(key, on: &desk)
    }

    private mutating func note(_ key: TargetKey, on desk: inout Desk) {
        guard ended[key.instrument] != key.day else { return }
        ended[key.instrument] = key.day
        desk.remember("ended", key.instrument, "\(key.day)")
    }

    mutating func dayStarted(_ day: TradingDay, on desk: inout Desk) {
        if let yesterday { state(of: yesterday, isMorning: true, on: &desk) }
        desk.wake(at: day.day.at(TimeOfDay(16, 5)))
    }

    mutating func woke(_ label: UInt32, on desk: inout Desk) {
        yesterday = desk.day
        desk.remember("last", InstrumentID(index: 0), "\(desk.day)")
        state(of: desk.day, isMorning: false, on: &desk)
    }

    private mutating func state(of day: Day, isMorning: Bool, on desk: inout Desk) {
        var dice = SplitMix64(seed: seed &+ UInt64(day.number))
        for id in desk.instruments.ids {
            let roll = dice.next() % 12
            let shift = Int64(dice.next() % 41) - 20
            let units = Int64(dice.next() % 20) + 1
            let later = dice.next() % 3
            guard roll < 7, ended[id] != day else { continue }
            let isSell = roll < 2 && desk.quantity(of: id) > .zero
            if isMorning, isSell || roll < 2 || later == 0 { continue }
            let base = desk.market[id].previousClose
            let last = isMorning ? base : desk.market[id].last
            let limit = Price(raw: last.raw * (1000 + shift) / 1000).roundedUp(toTick: Price(paise: 5))
            var target = Target(
                desk.key(id, day: day),
                isSell ? .sell : .buy,
                Quantity(units),
                roll == 6 ? .market : .limit(limit),
                timing: .nextOpen,
                persistence: roll == 5 ? .rest : .once,
                reason: "DICE"
            )
            if isMorning, later == 1 { target.quantity = Quantity(units + 1) }
            if case .ended = desk.set(target) { note(target.key, on: &desk) }
        }
    }
}
