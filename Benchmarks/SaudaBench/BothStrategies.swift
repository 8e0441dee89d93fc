import AMOBuyStrategy
import EMA9SellStrategy
import SaudaCore
import SaudaSimulation

/// Plays `amo-buy` and `ema9-sell` in one account over generated days, from bars in memory to the result.
enum BothStrategies {
    struct Failure: Error, CustomStringConvertible { var description: String }

    /// - Parameter positions: how many may be held at once; nil for the standard of `amo-buy`.
    static func measure(_ bars: [[Candle]], runs: Int, positions: Int64?) throws {
        let count = Double(bars.reduce(0) { $0 + $1.count })
        var speeds: [Double] = []
        var trades = 0
        for _ in 0..<runs {
            let setup = try setup(bars, positions: positions)
            let start = ProcessorTime.now
            let outcome = try Backtest.run(setup)
            speeds.append(count / (ProcessorTime.now - start))
            trades = outcome.result.trades.count
        }
        BenchLine.print("both", "daily", unit: "bars/s", speeds, more: #","trades":\#(trades)"#)
    }

    private static func setup(_ bars: [[Candle]], positions: Int64?) throws -> BacktestSetup {
        var given: [String: Parameter.Value] = ["score_with_backtest": .bool(false)]
        given["max_positions"] = positions.map { .integer($0) }
        guard AMOBuy.parameters.contains(where: { $0.name == "score_with_backtest" }) else {
            throw Failure(description: "amo-buy cannot do without the study of SCO-2 in this version")
        }
        let buyer = try strategy(AMOBuy.plugin, given)
        let seller = try strategy(EMA9Sell.plugin, [:])
        var instruments = InstrumentTable()
        for index in bars.indices { try instruments.add(Instrument(symbol: "S\(index)")) }
        let capital = Money(rupees: max(1_000_000, 100_000 * (positions ?? 0)))
        return BacktestSetup(
            title: "both strategies",
            instruments: instruments,
            accounts: [AccountSetup(name: "main")],
            capital: [capital],
            strategies: [buyer, seller],
            history: MarketHistory(daily: bars, minutes: bars.map { _ in [] })
        )
    }

    private static func strategy(
        _ plugin: StrategyPlugin,
        _ given: [String: Parameter.Value]
    ) throws -> Engine.Entry {
        guard let make = plugin.make else { throw Failure(description: "\(plugin.name) is not in this version") }
        return Engine.Entry(
            name: plugin.name,
            account: AccountID(index: 0),
            strategy: make(Parameters(plugin.parameters, given: given))
        )
    }
}
