import Glibc
import SaudaCore
import SaudaSimulation

/// Runs the benchmark strategy through the real engine and exchange, and prints lines as the peers' harness reads them.
@main
enum SaudaBench {
    static func main() async {
        do {
            try await run(CommandLine.arguments)
        } catch {
            let text = "SaudaBench: \(error)\n"
            unsafe write(STDERR_FILENO, text, text.utf8.count)
            exit(1)
        }
    }

    private static func run(_ arguments: [String]) async throws {
        let rest = Array(arguments.dropFirst(2))
        let repeats = rest.dropFirst().first.flatMap { Int($0) } ?? 5
        switch (arguments.dropFirst().first, rest.first) {
        case ("files", let directory?): return try PriceFiles.measure(directory, runs: repeats)
        case ("both", let file?):
            let positions = rest.dropFirst(2).first.flatMap { Int64($0) }
            return try BothStrategies.measure(BarFile.load(file), runs: repeats, positions: positions)
        case ("kite-decode", _?): return try TickerBench.run(rest)
        case ("dhan-decode", _?): return try DhanFeedBench.run(rest)
        case ("hsm-decode", _): return try HSMBench.run(rest)
        case ("sweep", _?): return try await SweepBench.run(rest)
        case ("instruments", _): return try InstrumentBench.run(runs: rest.first.flatMap { Int($0) } ?? 5)
        case ("wire", _): return try await WireBench.run(rounds: rest.first.flatMap { Int($0) } ?? 5)
        case ("link", let folder?): return try await LinkBench.run(rounds: repeats, folder: folder)
        case (nil, _):
            print(
                """
                usage: SaudaBench BARS.bin [runs] [label]            the benchmark strategy
                       SaudaBench both BARS.bin [runs] [positions]   amo-buy and ema9-sell
                       SaudaBench sweep BARS.bin [runs] [jobs]       its 1,000 combinations
                       SaudaBench files DIR [runs]                   reading price files
                       SaudaBench instruments [runs]                 a list of 100,000 rows
                       SaudaBench wire [rounds]                      requests on a warm connection
                       SaudaBench link FOLDER [rounds]               orders from the decision on, journal in FOLDER
                       SaudaBench kite-decode DIR [runs] [frames]    price frames of Kite; so many frames, without a time
                       SaudaBench dhan-decode DIR [runs] [frames]    price messages of Dhan, alike
                       SaudaBench hsm-decode [runs] [frames]         updates of Kotak Neo's binary feed, alike
                """
            )
            return
        default: break
        }
        let bars = try BarFile.load(arguments[1])
        let runs = arguments.count > 2 ? Int(arguments[2]) ?? 5 : 5
        let label = arguments.count > 3 ? arguments[3] : "daily"
        var setup = try setup(bars)
        setup.history.share()
        let count = Double(bars.reduce(0) { $0 + $1.count })
        var speeds: [Double] = []
        for run in 0..<runs {
            let clock = ContinuousClock()
            var backtest = Backtest(setup)
            let time = try clock.measure { try play(&backtest, setup) }
            if run == 0 { check(backtest, label) }
            speeds.append(count / (Double(time.components.attoseconds) * 1e-18 + Double(time.components.seconds)))
        }
        speeds.sort()
        print(
            #"{"item":"backtest","peer":"sauda","case":"\#(label)","unit":"bars/s","median":\#(speeds[runs / 2].rounded()),"#
                + #""min":\#(speeds[0].rounded()),"max":\#(speeds[runs - 1].rounded()),"runs":\#(runs)}"#
        )
    }

    static func setup(_ bars: [[Candle]]) throws -> BacktestSetup {
        let areMinutes = bars.contains { $0.count > 1 && $0[1].start.since($0[0].start) == .seconds(60) }
        let span: CandleSpan = areMinutes ? .minute : .day
        let none = bars.map { _ in [Candle]() }
        var instruments = InstrumentTable()
        for index in bars.indices { try instruments.add(Instrument(symbol: "S\(index)", tick: Price(paise: 5))) }
        let plan = try ChargePlan.named("flat:0.03%")
        return BacktestSetup(
            title: "benchmark",
            instruments: instruments,
            accounts: [AccountSetup(name: "main", plan: plan)],
            capital: [Money(rupees: 100_000_000)],
            strategies: [
                Engine.Entry(
                    name: "dip",
                    account: AccountID(index: 0),
                    strategy: DipStrategy(instruments: bars.count, span: span)
                )
            ],
            history: MarketHistory(daily: areMinutes ? none : bars, minutes: areMinutes ? bars : none),
            calendar: .weekdaysOnly,
            candles: span
        )
    }

    private static func play(_ backtest: inout Backtest, _ setup: BacktestSetup) throws {
        let days = setup.history.days(from: nil, to: nil)
        guard let first = days.first else { return }
        try backtest.open(first)
        for day in days { try backtest.play(day) }
    }

    private static func check(_ backtest: Backtest, _ label: String) {
        let desk = backtest.simulator.engine.desk
        let book = desk.books[0]
        print(
            #"{"check":"backtest_\#(label)","peer":"sauda","trades":\#(book.closedTrades.count),"#
                + #""entries":\#(book.closedTrades.count + book.openTrades.count),"open":\#(book.openTrades.count),"#
                + #""fees_paise":\#(book.charges.total.raw / 100),"final_cash_paise":\#(book.cash.raw / 100),"#
                + #""final_equity_paise":\#(book.equity(at: desk.market).raw / 100)}"#
        )
    }
}
