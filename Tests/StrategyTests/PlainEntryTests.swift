import EMA9SellStrategy
import SaudaCore
import SaudaSimulation
import Testing

/// DEC-19: the positions of a backtest of EMA9 sell alone.
@Suite struct PlainEntryTests {
    private func rig(_ closes: [[Double]], capital: Int64 = 100_000, shares: [Instrument]? = nil) -> Rig {
        let table = EMA9Sell.parameters
        let entry = PlainEntry(Parameters(table, given: ["entry_capital": .money(Money(rupees: capital))]))
        let names = ["A", "B", "C"].prefix(closes.count).map(share)
        var rig = Rig(shares ?? names, closes: closes, strategy: entry)
        rig.post(.cash(AccountID(index: 0), Money(rupees: 10_000_000)))
        rig.start()
        return rig
    }

    /// Long enough at 100 for RSI10 to forget the rise from 90, not for EMA200, which is near 97; then 101. A fall of d
    /// makes RSI10 = 100 x 0.09 / (0.09 + 0.1 d), which is 30 at 98.90.
    private let rising = flat(90, 210) + flat(100, 120) + [101]

    @Test("DEC-19: RSI10 strictly under 30 buys for the next open", arguments: [(98.91, 0), (98.89, 1)])
    func needsTheDip(close: Double, orders: Int) {
        var rig = rig([rising])
        rig.closeDay(["A": close])
        rig.run(to: "16:05:00")
        #expect(rig.orders == (orders == 0 ? [] : ["16:05:00 place A BUY 1011 MARKET"]))
    }

    @Test("DEC-19: a close over EMA200 buys, one under it does not", arguments: [0.01, -0.01])
    func needsTheTrend(distance: Double) throws {
        var average = EMA(span: 200, variant: .seededByMean)
        for close in rising { average.update(close) }
        // Today's close moves the average towards itself, never past it.
        let close = try #require(average.value) + distance
        var rig = rig([rising])
        rig.closeDay(["A": close])
        rig.run(to: "16:05:00")
        #expect(rig.orders.count == (distance > 0 ? 1 : 0))
    }

    @Test func `DEC-19: nothing is bought before 200 candles make an EMA200`() {
        var rig = rig([flat(90, 100) + flat(100, 98) + [101]])
        rig.closeDay(["A": 98])
        rig.run(to: "16:05:00")
        #expect(rig.orders.count == 1, "the 200th candle is the day's own")
        var short = self.rig([flat(90, 100) + flat(100, 97) + [101]])
        short.closeDay(["A": 98])
        short.run(to: "16:05:00")
        #expect(short.orders == [])
    }

    @Test func `DEC-19: the lowest RSI comes first, and equal ones in the order of the instruments`() {
        var rig = rig([rising, rising, rising])
        rig.closeDay(["A": 98, "B": 97.5, "C": 98])
        rig.run(to: "16:05:00")
        #expect(rig.orders.map { $0.split(separator: " ")[2] } == ["B", "A", "C"])
    }

    @Test func `DEC-19, IND-6: the quantity is what the capital buys at today's close, in whole lots`() {
        var rig = rig([rising], shares: [Instrument(symbol: "A", tick: "0.05", lot: Quantity(40))])
        rig.closeDay(["A": 98])
        rig.run(to: "16:05:00")
        #expect(rig.orders == ["16:05:00 place A BUY 1000 MARKET"])
    }

    @Test func `DEC-19: what is skipped is counted with its reason`() {
        var rig = rig([rising, rising], capital: 1000)
        rig.hold(10, of: "A")
        rig.closeDay(["A": 98, "B": 98])
        rig.run(to: "16:05:00")
        #expect(rig.orders == ["16:05:00 place B BUY 10 MARKET"])
        #expect(rig.notes == ["already-held A: "])
        var dear = self.rig([rising.map { $0 * 20 }], capital: 1000)
        dear.closeDay(["A": 1960])
        dear.run(to: "16:05:00")
        #expect(dear.orders == [])
        #expect(dear.notes == ["dearer-than-capital A: "])
    }

    @Test func `DEC-19: after an evening session its own candle decides, not the next day's`() {
        let entry = PlainEntry(Parameters(EMA9Sell.parameters))
        var rig = Rig([share("A")], closes: [rising], strategy: entry)
        rig.post(.cash(AccountID(index: 0), Money(rupees: 10_000_000)))
        rig.start("2024-11-01")
        rig.run(to: "19:00:00")
        rig.post(.candle(rig.id("A"), .day, Candle(on: rig.day, close: 98)))
        rig.run(to: "23:00:00")
        #expect(rig.orders == ["19:30:00 place A BUY 1020 MARKET"])
    }

    @Test func `DEC-19: an index in the table is no share to buy`() {
        var rig = rig([rising], shares: [Instrument(symbol: "NIFTY 50", series: "", segment: .nseIndex, kind: .index)])
        rig.closeDay(["NIFTY 50": 98])
        rig.run(to: "16:05:00")
        #expect(rig.orders == [])
        #expect(rig.asked == [])
    }

    // MARK: - Through the backtest

    /// A and B fall together at the end; there is cash for one.
    private func backtest(capital: Int64) throws -> Backtest.Outcome {
        var table = InstrumentTable()
        for symbol in ["A", "B"] { try table.add(share(symbol)) }
        let last = Day("2026-06-19")!
        let daily = [[98.0, 98, 98, 110], [97.5, 97.5, 97.5, 110]].map { Candle.days(rising + $0, before: last) }
        let parameters = Parameters(EMA9Sell.parameters)
        let setup = BacktestSetup(
            title: "ema9-sell",
            instruments: table,
            accounts: [AccountSetup(name: "main")],
            capital: [Money(rupees: capital)],
            strategies: [
                Engine.Entry(name: "ema9-sell", account: AccountID(index: 0), strategy: EMA9Sell(parameters)),
                Engine.Entry(name: "entry", account: AccountID(index: 0), strategy: PlainEntry(parameters)),
            ],
            history: MarketHistory(daily: daily, minutes: [[], []]),
            from: Day("2026-06-12")
        )
        return try Backtest.run(setup)
    }

    @Test func `DEC-19: when cash is short the lowest RSI gets it and the rest is counted as skipped`() throws {
        let outcome = try backtest(capital: 110_000)
        #expect(outcome.result.trades.map(\.symbol) == ["B"])
        #expect(outcome.result.skipped.contains { $0.reason == "insufficient-funds" && $0.count >= 1 })
        #expect(outcome.result.trades[0].entryReason == "RSI10_DIP")
    }

    @Test func `DEC-19: bought at the next open, sold by the rules, and the same twice`() throws {
        let outcome = try backtest(capital: 300_000)
        #expect(outcome.result.trades.map(\.symbol).sorted() == ["A", "B"])
        for trade in outcome.result.trades {
            #expect(trade.entryTime == Day("2026-06-16")!.at(TimeOfDay(9, 15)))
            #expect(trade.exitReason == "EMA9_TARGET" || trade.exitReason == "EMA9 or RSI50")
        }
        #expect(try backtest(capital: 300_000).digest == outcome.digest)
    }
}
