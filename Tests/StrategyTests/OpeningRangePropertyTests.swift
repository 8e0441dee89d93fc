import OpeningRangeStrategy
import SaudaCore
import SaudaSimulation
import Testing

/// Whatever the prices and the settings: one entry an instrument and day at most, nothing held after the square-off.
@Suite struct OpeningRangePropertyTests {
    struct Play: Sendable, CustomTestStringConvertible {
        var seed: UInt64
        var latency = TimeSpan.zero
        var given: [String: Parameter.Value] = [:]

        var testDescription: String { "seed \(seed), \(latency.microseconds / 1000) ms, \(given.keys.sorted())" }
    }

    /// A range that made-up prices leave often, from which most closes are followed.
    private static let wide: [String: Parameter.Value] = [
        "min_range": .number(0.01), "max_range": .number(50), "chase": .number(5), "last_entry": .integer(20),
    ]

    static let plays = [
        Play(seed: 1), Play(seed: 2, given: ["short": .bool(true)]),
        Play(seed: 3, latency: .milliseconds(700), given: ["short": .bool(true), "stop": .number(0.3)]),
        Play(seed: 4, given: ["candle_minutes": .integer(1), "range_minutes": .integer(5), "target": .number(0.5)]),
        Play(seed: 5, latency: .seconds(20), given: ["max_positions": .integer(1), "protection": .number(0)]),
        Play(seed: 6, given: ["chase": .number(0.2), "capital_per_trade": .money(Money(rupees: 900_000))]),
    ]

    private static let symbols = ["ALPHA", "BETA", "GAMMA"]
    private static let days = (15...19).map { Day("2026-06-\($0)")! }

    private func setup(_ play: Play) throws -> BacktestSetup {
        var table = InstrumentTable()
        let generator = MarketGenerator(seed: play.seed)
        let tick = Price(paise: 5)
        var minutes: [[Candle]] = []
        for symbol in Self.symbols {
            try table.add(share(symbol))
            minutes.append(
                generator.history(of: symbol, tick: tick, on: Self.days).flatMap {
                    generator.minutes(of: symbol, in: $0, tick: tick, session: TimeOfDay(9, 15)..<TimeOfDay(15, 30))
                }
            )
        }
        let given = Self.wide.merging(play.given) { $1 }
        let strategy = OpeningRange(Parameters(OpeningRange.parameters, given: given))
        return BacktestSetup(
            title: "opening-range",
            instruments: table,
            accounts: [AccountSetup(name: "main")],
            capital: [Money(rupees: 1_000_000)],
            strategies: [Engine.Entry(name: "opening-range", account: AccountID(index: 0), strategy: strategy)],
            history: MarketHistory(daily: Self.symbols.map { _ in [] }, minutes: minutes),
            latency: play.latency
        )
    }

    @Test(arguments: plays)
    func `one entry a day, one exit order for it, and nothing held from the minute after the square-off`(
        _ play: Play
    ) throws {
        let setup = try setup(play)
        var simulator = Simulator(
            engine: setup.engine(),
            exchange: setup.exchange(),
            history: setup.history,
            recorder: CountingRecorder()
        )
        try simulator.fund(AccountID(index: 0), Money(rupees: 1_000_000), at: Self.days[0].at(TimeOfDay(8, 0)))
        let sellsShort = play.given["short"] == .bool(true)
        var met: Set<String> = []
        for day in Self.days {
            simulator.recorder.orders.removeAll()
            try simulator.begin(TradingDay(day, in: .builtIn, holdsPrices: false))
            while try simulator.step() {
                let account = simulator.exchange.accounts[0]
                for id in simulator.engine.desk.instruments.ids {
                    let held = account.position(id, .intraday).quantity
                    try #require(held >= .zero || sellsShort)
                    try #require(held == .zero || simulator.now < day.at(TimeOfDay(15, 16)))
                    try #require(account.position(id).quantity == .zero)
                }
            }
            var entries: [InstrumentID: OrderRequest] = [:]
            for case .place(let order) in simulator.recorder.orders {
                met.insert(order.reason)
                guard order.reason == "RANGE_BREAKOUT" else {
                    let entry = try #require(entries[order.instrument], "an exit without an entry")
                    try #require(order.side == entry.side.opposite)
                    try #require(order.terms.quantity <= entry.terms.quantity)
                    continue
                }
                try #require(entries[order.instrument] == nil, "a second entry on \(day)")
                try #require(order.terms.limit * order.terms.quantity <= Money(rupees: 900_000))
                entries[order.instrument] = order
            }
        }
        #expect(met.isSuperset(of: ["RANGE_BREAKOUT", "STOP"]), "the prices must have left a range")
    }

    @Test(arguments: plays)
    func `every rupee of a result is some trade's, and two runs are equal`(_ play: Play) throws {
        let outcome = try Backtest.run(setup(play), checks: true)
        #expect(outcome.result.unexplained == .zero)
        #expect(!outcome.result.trades.isEmpty)
        #expect(outcome.result.openTrades.isEmpty)
        for trade in outcome.result.trades {
            #expect(trade.entryTime.day == trade.exitTime.day)
            #expect(trade.exitTime.time <= TimeOfDay(15, 16))
            #expect(["STOP", "TARGET", "SQUARE_OFF"].contains(trade.exitReason))
        }
        #expect(outcome.result.checks.allSatisfy { $0.verdict != .failed })
        #expect(try Backtest.run(setup(play)).digest == outcome.digest)
    }
}
