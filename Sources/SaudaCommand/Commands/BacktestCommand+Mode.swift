import ArgumentParser
import SaudaCore
import SaudaService

/// By which rules a backtest is run (BT-8): those that trade, or a strategy's published ones.
struct ModeOptions: ParsableArguments {
    /// The rules that trade.
    static let live = "live-rules"

    @Option(
        help: ArgumentHelp(
            "live-rules, or a study of the strategy for comparison with older figures: parity-a, parity-b.",
            discussion: "A study looks at each instrument alone, without charges, cash or an order book.",
            valueName: "mode"
        )
    )
    var mode = ModeOptions.live

    @Flag(help: "In a study, take every signal instead of asking the verdict.")
    var allSignals = false

    var isStudy: Bool { mode != Self.live }
}

extension BacktestCommand {
    /// Per fill of a study (BT-2).
    private static let studyCapital = Money(rupees: 100_000)

    func runStudy(_ chosen: [Chosen], _ market: MarketData) async throws {
        guard chosen.count == 1, let choice = chosen.first else {
            throw CommandFailure(.badUsage, "--mode \(mode.mode) looks at one strategy; name one.")
        }
        let studies = choice.plugin.studies.map { $0(choice.parameters) } ?? []
        guard let study = studies.first(where: { $0.name == mode.mode }) else {
            let known = ([ModeOptions.live] + studies.map(\.name)).joined(separator: ", ")
            throw CommandFailure(.badUsage, "'\(choice.name)' has no mode '\(mode.mode)'; there are: \(known).")
        }
        let unused = [
            journal.map { _ in "--journal" }, report.map { _ in "--report" }, positions.map { _ in "--positions" },
            report.map { _ in "--report" }, highFirst ? "--high-first" : nil, exchange.isPlain ? nil : "a market model",
        ]
        if let option = unused.compactMap(\.self).first {
            throw CommandFailure(.badUsage, "\(option) means nothing in mode \(mode.mode); leave it out.")
        }
        let bar = ProgressBar("studying")
        let run = try await StudyRun(
            study,
            over: market,
            from: from,
            to: to,
            capital: capital ?? Self.studyCapital,
            validates: !mode.allSignals
        ) { bar.update($0, of: $1) }
        bar.finish()
        let report = StudyReport(run: run, title: market.title)
        Terminal.out(format == .json ? try JSONText.of(report) : report.text)
        for line in market.warnings { Terminal.err("note: \(line)") }
    }
}
