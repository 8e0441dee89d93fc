import ArgumentParser
import Glibc
import SaudaCore
import SaudaService
import SaudaSimulation

extension BacktestCommand {
    /// Runs every combination, and prints the table instead of one result.
    func runSweep(_ context: CommandContext) async throws {
        let config = try configuration.loadIfPresent(context.plugins)
        let chosen = try choose(context.plugins, config)
        // Before the prices are read: what cannot be swept is said at once.
        let plan = try SweepPlan(
            sweep.axes,
            of: chosen.map { SweepAxis.Subject(name: $0.name, parameters: $0.plugin.parameters) },
            try SweepPlan.Search(sweep.search ?? "grid")
        )
        let page = try report.map { try ReportFile($0) }
        let market = try await loadMarket(for: chosen)
        let setup = try setUp(chosen, market, config)
        let (accounts, hasCompanions) = (setup.accounts, positions == nil)
        let job = try SweepJob(setup, plan, outOfSample: sweep.outOfSample ?? 0.3) { number in
            let strategies = chosen.varied(by: plan, number).placed(in: accounts)
            let entries = strategies.entries + (hasCompanions ? strategies.companions : [])
            return SweepJob.Strategies(entries, studies: strategies.studies)
        }
        let file = try sweep.resume.map { path in
            try SweepFile(
                path,
                inputs: try job.fingerprint(version: Sauda.configuration.version, fixed: chosen.fixed(by: plan))
            )
        }
        let bar = ProgressBar("running combinations")
        let jobs = sweep.jobs ?? max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
        let runs = try await job.run(jobs: jobs, file: file) { bar.update($0, of: $1) }
        bar.finish()
        let result = SweepResult(plan, job.spans, by: sweep.rank ?? .sharpe, runs)
        let title = "\(names.joined(separator: " + ")) on \(market.title)"
        switch format {
        case .json: Terminal.out(try JSONText.of(result))
        case .table:
            let text = result.text(
                title: title,
                width: Terminal.width,
                colour: Terminal.usesColour,
                most: sweep.top ?? 20
            )
            Terminal.out(text.trimmingLines)
            for line in market.warnings { Terminal.err("note: \(line)") }
        }
        guard let page, let best = result.rows.first else { return }
        var chosenSetup = job.setup(of: best.combination)
        chosenSetup.title = "\(title), the best of \(result.rows.count): \(best.run.label)"
        try write(result, chosenSetup, to: page)
    }

    /// The page of the best combination, run once more with its fills, and the heat map of all.
    private func write(_ result: SweepResult, _ setup: BacktestSetup, to page: ReportFile) throws {
        var html = HTMLReport(of: try Backtest.run(setup, keepsFills: true, checks: true), setup)
        html.sweep = result.reportTable
        let size = try page.write(html.bytes())
        let line = "report: \(page.path), \(size)"
        if format == .table { Terminal.out(line) } else { Terminal.err(line) }
    }
}

extension [BacktestCommand.Chosen] {
    fileprivate func varied(by plan: SweepPlan, _ combination: Int) -> [BacktestCommand.Chosen] {
        enumerated().map { index, choice in
            var choice = choice
            choice.parameters = plan.parameters(choice.parameters, of: index, combination)
            return choice
        }
    }

    /// Each strategy with what is not swept, in a fixed order.
    fileprivate func fixed(by plan: SweepPlan) -> [String] {
        enumerated().map { index, choice in
            let swept = Set(plan.axes.filter { $0.strategy == index }.map(\.parameter))
            let kept = choice.parameters.values.filter { !swept.contains($0.key) }.sorted { $0.key < $1.key }
            return "strategy \(choice.name) \(choice.plugin.name) \(choice.account ?? "") "
                + kept.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
        }
    }
}
