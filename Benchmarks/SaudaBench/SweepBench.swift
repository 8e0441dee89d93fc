import SaudaCore
import SaudaService
import SaudaSimulation

/// The 1,000 combinations of `STRATEGY.md` through the runner of `sauda backtest --sweep`.
enum SweepBench {
    private static let parameters = [
        Parameter("threshold", .integer(30), help: "RSI(10) below which a dip is bought"),
        Parameter("trend", .integer(200), help: "bars of the average it has to be above"),
        Parameter("exit", .integer(9), help: "bars of the average it is sold at"),
    ]

    /// - Parameter arguments: the bar file, the runs and the jobs, the last two if wanted.
    static func run(_ arguments: [String]) async throws {
        guard let path = arguments.first else { return print("usage: SaudaBench sweep BARS.bin [runs] [jobs]") }
        let bars = try BarFile.load(path)
        let runs = arguments.count > 1 ? Int(arguments[1]) ?? 3 : 3
        let jobs = arguments.count > 2 ? Int(arguments[2]) ?? 2 : 2
        let setup = try SaudaBench.setup(bars)
        let visits = Double(bars.reduce(0) { $0 + $1.count }) * 1000
        var speeds: [Double] = []
        for run in 0..<runs {
            let clock = ContinuousClock()
            let start = clock.now
            let job = try job(setup)
            let results = try await job.run(jobs: jobs)
            let table = SweepResult(job.plan, job.spans, by: .sharpe, results)
            let time = start.duration(to: clock.now)
            speeds.append(visits / (Double(time.components.attoseconds) * 1e-18 + Double(time.components.seconds)))
            if run == 0 { check(table) }
        }
        speeds.sort()
        print(
            #"{"item":"sweep","peer":"sauda","case":"1000","unit":"bars/s","median":\#(speeds[runs / 2].rounded()),"#
                + #""min":\#(speeds[0].rounded()),"max":\#(speeds[runs - 1].rounded()),"runs":\#(runs),"jobs":\#(jobs)}"#
        )
    }

    private static func job(_ setup: BacktestSetup) throws -> SweepJob {
        let plan = try SweepPlan(
            ["threshold=21..39:2", "trend=50..275:25", "exit=5..14"],
            of: [SweepAxis.Subject(name: "dip", parameters: parameters)],
            .grid
        )
        let instruments = setup.instruments.count
        let span = setup.candles
        return try SweepJob(setup, plan, outOfSample: 0.3) { number in
            let values = plan.parameters(Parameters(parameters), of: 0, number)
            let strategy = DipStrategy(
                instruments: instruments,
                span: span,
                threshold: Double(values.integer("threshold")),
                trend: Int(values.integer("trend")),
                exit: Int(values.integer("exit"))
            )
            return SweepJob.Strategies([Engine.Entry(name: "dip", account: AccountID(index: 0), strategy: strategy)])
        }
    }

    private static func check(_ table: SweepResult) {
        let trades = table.rows.reduce(0) { $0 + $1.run.whole.trades }
        let paise = table.rows.reduce(0) { $0 + Int64(($1.run.whole.profit * 100).rounded()) }
        print(#"{"check":"sweep","peer":"sauda","trades":\#(trades),"sum_pnl_paise":\#(paise)}"#)
    }
}
