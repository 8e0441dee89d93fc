import AMOBuyStrategy
import EMA9SellStrategy
import SaudaCore
import SaudaSimulation
import Testing

/// Signal, after-market order, fill at the open, re-entry, exit: both strategies in one account, candles drawn by hand.
@Suite struct AMOScenarioTests {
    /// The signal's day, a Thursday.
    private let first = Day("2026-06-18")!

    private struct Drawn {
        var open: Double
        var close: Double
    }

    /// The dip at 98, its fill at 98.50, a fall to 95, the re-entry at 94.50, and a rise that ends it.
    private let days = [
        Drawn(open: 98, close: 98), Drawn(open: 98.5, close: 95), Drawn(open: 94.5, close: 94.8),
        Drawn(open: 96, close: 104), Drawn(open: 104, close: 104),
    ]

    private func candles(_ days: [Drawn]) -> [Candle] {
        var candles = Candle.days(Dip.closes, before: first, volume: Quantity(1_000_000))
        var day = first
        for drawn in days {
            let (open, close) = (Price(rupees: drawn.open)!, Price(rupees: drawn.close)!)
            candles.append(
                Candle(
                    start: day.at(TimeOfDay(0, 0)),
                    open: open,
                    high: max(open, close),
                    low: min(open, close),
                    close: close,
                    volume: Quantity(1_000_000)
                )
            )
            repeat { day = day.advanced(by: 1) } while day.weekday.isWeekend
        }
        return candles
    }

    private func setup(
        _ symbols: [String] = ["A"],
        capital: Int64 = 1_000_000,
        with given: [String: Parameter.Value] = [:],
        days drawn: [[Drawn]]? = nil
    ) throws -> BacktestSetup {
        var table = InstrumentTable()
        for symbol in symbols { try table.add(share(symbol)) }
        var values = given
        if values["score_with_backtest"] == nil { values["score_with_backtest"] = .bool(false) }
        // What is seen before the open depends on the exchange.
        if values["premarket_adjustment"] == nil { values["premarket_adjustment"] = .bool(false) }
        let parameters = Parameters(AMOBuy.parameters, given: values)
        let buyer = AMOBuy.plugin
        return BacktestSetup(
            title: "amo-buy + ema9-sell",
            instruments: table,
            accounts: [AccountSetup(name: "main")],
            capital: [Money(rupees: capital)],
            strategies: [
                Engine.Entry(name: "amo-buy", account: AccountID(index: 0), strategy: AMOBuy(parameters)),
                Engine.Entry(
                    name: "ema9-sell",
                    account: AccountID(index: 0),
                    strategy: EMA9Sell(Parameters(EMA9Sell.parameters))
                ),
            ],
            history: MarketHistory(
                daily: symbols.indices.map { candles(drawn?[$0] ?? days) },
                minutes: symbols.map { _ in [] }
            ),
            from: first,
            research: ResearchDesk(studies: [StrategyID(index: 0): buyer.studies!(parameters)[0]])
        )
    }

    @Test func `BUY-10, REN-6, SEL-1: signal, fill at the open, re-entry at the next, exit: one trade`() throws {
        let outcome = try Backtest.run(setup(), keepsFills: true)
        let fills = outcome.fills.map { "\($0.time) \($0.side) \($0.quantity) @ \($0.price) \($0.reason)" }
        #expect(
            fills.prefix(2) == [
                "2026-06-19T09:15:00+05:30 BUY 1020 @ 98.50 RSI10_DIP",
                "2026-06-22T09:15:00+05:30 BUY 1052 @ 94.50 RSI10_REENTRY_20",
            ]
        )
        #expect(fills.count == 3)
        let trade = try #require(outcome.result.trades.first)
        #expect(outcome.result.trades.count == 1)
        #expect(trade.quantity == Quantity(2072))
        #expect(trade.entryReason == "RSI10_DIP")
        #expect(trade.exitReason == "EMA9_TARGET")
        #expect(trade.fills == 3)
    }

    @Test func `BUY-8, HIS-3: with cash for one, the second waits and is counted`() throws {
        let outcome = try Backtest.run(setup(["A", "B"], capital: 120_000, with: ["reentries": .bool(false)]))
        #expect(outcome.result.trades.map(\.symbol) == ["A"])
        #expect(outcome.result.skipped.contains { $0.reason == "insufficient-balance" })
    }

    @Test func `BUY-12: what fails in the evening is tried again the next morning`() throws {
        let outcome = try Backtest.run(setup(["A"], capital: 99_000))
        #expect(outcome.result.trades.isEmpty)
        #expect(outcome.result.skipped.first { $0.reason == "insufficient-balance" }.map { $0.count >= 2 } == true)
    }

    @Test func `SCO-2: the nested backtest is asked through the engine, and two runs are equal`() throws {
        let given: [String: Parameter.Value] = ["score_with_backtest": .bool(true), "min_combined_score": .number(0)]
        let first = try Backtest.run(setup(["A", "B"], with: given))
        let second = try Backtest.run(setup(["A", "B"], with: given))
        #expect(first.digest == second.digest)
        #expect(first.result.trades == second.result.trades)
    }

    @Test func `IND-5: what happens after an evening changes none of its orders`() throws {
        var whole = try Backtest(setup())
        try whole.open(first)
        try whole.play(first)
        try whole.play(Day("2026-06-19")!)
        let orders = whole.simulator.recorder.text
        var cut = try Backtest(setup(days: [Array(days.prefix(2))]))
        try cut.open(first)
        try cut.play(first)
        try cut.play(Day("2026-06-19")!)
        #expect(cut.simulator.recorder.text == orders)
    }

    @Test func `BUY-10: a limit that the opening jumps over waits for its price`() throws {
        let outcome = try Backtest.run(setup(with: ["order_type": .word("limit")]), keepsFills: true)
        let fill = try #require(outcome.fills.first)
        #expect(fill.price == "98")
        #expect(fill.time.day == Day("2026-06-19")! && fill.time.time > TimeOfDay(9, 15))
    }

    @Test func `HIS-1: a new process the next morning goes on exactly`() {
        var one = Dip.rig()
        one.evening(["A": 98])
        one.open("2026-06-19", fills: [(0, 1020, "98")])
        one.run(to: "15:00:00")
        var other = Dip.rig(starting: false)
        other.closes[0]!.append(98)
        other.now = Day("2026-06-19")!.at(TimeOfDay(8, 0))
        other.post(.remembered(one.memos))
        other.hold(1020, at: "98", entered: "2026-06-19")
        other.start("2026-06-19")
        one.forget()
        for close in [95.0, 99.5, 94] {
            one.evening(["A": close])
            other.evening(["A": close])
            let next = one.day.advanced(by: one.day.weekday == .friday ? 3 : 1).description
            one.start(next)
            other.start(next)
            one.run(to: "09:14:00")
            other.run(to: "09:14:00")
            #expect(one.orders == other.orders)
            #expect(one.memo("levels") == other.memo("levels"))
        }
        #expect(!one.orders.isEmpty)
    }

    @Test func `a run's journal replays through a second engine to the same commands`() throws {
        struct Kept: Recorder {
            var events: [Event] = []
            var commands: [Command] = []
            mutating func record(_ event: Event, _ commands: [Command]) {
                events.append(event)
                self.commands += commands
            }
        }
        let setup = try setup(
            ["A", "B"],
            with: ["score_with_backtest": .bool(true), "min_combined_score": .number(0)]
        )
        var simulator = Simulator(
            engine: setup.engine(),
            exchange: setup.exchange(),
            history: setup.history,
            research: setup.research,
            recorder: Kept()
        )
        try simulator.fund(AccountID(index: 0), Money(rupees: 1_000_000), at: first.at(TimeOfDay(8, 0)))
        for day in setup.history.days(from: first, to: nil) {
            try simulator.begin(TradingDay(day, in: .builtIn, holdsPrices: true))
            while try simulator.step() {}
        }
        var engine = setup.engine()
        var replayed: [Command] = []
        for event in simulator.recorder.events { engine.handle(event, into: &replayed) }
        #expect(replayed == simulator.recorder.commands)
        #expect(replayed.contains { if case .candidate = $0 { true } else { false } })
    }
}
