import FoundationEssentials
package import SaudaCore
package import SaudaSimulation

/// A sweep over one set-up: what every combination shares, and what each puts in its place.
package struct SweepJob: Sendable {
    private let setup: BacktestSetup
    private let strategies: @Sendable (Int) -> Strategies
    package let plan: SweepPlan
    package let spans: SweepSpans

    /// What a combination runs, and the studies that its strategies ask for: both have the values swept.
    package struct Strategies: Sendable {
        package var entries: [Engine.Entry]
        package var studies: [StrategyID: Study]

        package init(_ entries: [Engine.Entry], studies: [StrategyID: Study] = [:]) {
            self.entries = entries
            self.studies = studies
        }
    }

    /// - Parameters:
    ///   - setup: its strategies and their studies do not count.
    ///   - strategies: those of a combination, by its number.
    package init(
        _ setup: BacktestSetup,
        _ plan: SweepPlan,
        outOfSample share: Double,
        strategies: @escaping @Sendable (Int) -> Strategies
    ) throws {
        self.plan = plan
        self.strategies = strategies
        spans = try SweepSpans(setup.history.days(from: setup.from, to: setup.to), plan.search, outOfSample: share)
        var setup = setup
        setup.history.share()
        self.setup = setup
    }

    /// Runs one combination over all days.
    package func run(_ combination: Int) throws -> SweepRun {
        SweepRun(label: plan.label(combination), of: try Backtest.curve(of: setup(of: combination)), spans)
    }

    /// The backtest that a combination is.
    package func setup(of combination: Int) -> BacktestSetup {
        var setup = setup
        let strategies = strategies(combination)
        setup.strategies = strategies.entries
        setup.research.studies = strategies.studies
        return setup
    }

    /// Runs what `file` does not hold yet.
    ///
    /// - Parameter progress: told combinations done and in all.
    package func run(
        jobs: Int,
        file: SweepFile? = nil,
        progress: (Int, Int) -> Void = { _, _ in }
    ) async throws -> [Int: SweepRun] {
        var runs: [Int: SweepRun] = [:]
        var rest: [Int] = []
        for number in plan.combinations {
            if let run = file?.runs[plan.label(number)], run.fits(spans) {
                runs[number] = run
            } else {
                rest.append(number)
            }
        }
        progress(runs.count, plan.combinations.count)
        try await SweepRunner.run(rest, jobs: jobs) {
            try self.run($0)
        } finished: { number, run in
            try file?.append(run)
            runs[number] = run
            progress(runs.count, plan.combinations.count)
        }
        return runs
    }

    /// Names what the runs depend on besides the values swept.
    ///
    /// - Parameters:
    ///   - version: of the program; another one may simulate otherwise.
    ///   - fixed: the strategies with the parameters that are not swept.
    package func fingerprint(version: String, fixed: [String]) throws -> String {
        var lines = ["version \(version)"] + fixed
        lines += plan.axes.map { "swept \($0.strategy) \($0.parameter)" }
        for (account, capital) in zip(setup.accounts, setup.capital) {
            lines.append("account \(account.name) \(account.plan.id) \(account.limits) \(capital)")
        }
        for instrument in setup.instruments.instruments { lines.append("instrument \(instrument)") }
        lines += setup.deposits.map { "deposit \($0)" }
        lines.append("data \(setup.history.fingerprint)")
        lines += setup.research.fundamentals.map { "fundamentals \($0)" }
        lines += setup.research.headlines.map { "headlines \($0)" }
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        lines.append("model \(String(decoding: try encoder.encode(setup.model), as: UTF8.self))")
        lines.append("latency \(setup.latency.microseconds) order \(setup.order) candles \(setup.candles)")
        lines.append("spans \(spans.dates.first?.number ?? 0) \(spans.days) \(spans.folds) \(spans.blocks)")
        return Fingerprint.of(lines.joined(separator: "\n"))
    }
}
