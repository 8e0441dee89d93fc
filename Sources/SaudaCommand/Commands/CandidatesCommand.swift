import ArgumentParser
import Glibc
import SaudaCore
import SaudaService
import SaudaStore

struct CandidatesCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "candidates",
        abstract: "Show what an evening's analysis found worth buying.",
        discussion: """
            The table is kept in the books and, as `bulk_analysis_final_...csv`, in the folder `candidates` of the home.

            Examples:
              sauda candidates
              sauda candidates --day 2026-08-20 --format json

            Exit codes: 0 fine, 1 the job failed, 2 bad usage or config, 3 no candidates.
            """
    )

    @OptionGroup var configuration: ConfigOptions

    @Option(help: ArgumentHelp("The evening (default: the latest that has any).", valueName: "date"))
    var day: Day?

    @Option(help: ArgumentHelp("Where the books are, instead of `home:`.", valueName: "dir"))
    var home: String?

    @Option(help: "table or json.")
    var format = OutputFormat.table

    private struct Row: Encodable {
        var strategy: String
        var ticker: String
        var status: String
        var verdict: String
        var finalVerdict: String
        var combinedScore: Double
        var strengthScore: Double
        var backtestScore: Double
        var priority: Int64
        var lastClose: Double
        var buyLow: Double?
        var buyHigh: Double?
        var target: Double?
        var stop: Double?
        var rsi10: Double
        var alignment: Int
        var label: String
        var reasons: String

        enum CodingKeys: String, CodingKey {
            case strategy, ticker, status, verdict, priority, target, stop, rsi10, alignment, label, reasons
            case finalVerdict = "final_verdict"
            case combinedScore = "combined_score"
            case strengthScore = "strength_score"
            case backtestScore = "backtest_score"
            case lastClose = "last_close"
            case buyLow = "buy_low"
            case buyHigh = "buy_high"
        }

        init(_ row: CandidateRow) {
            func given(_ price: Price) -> Double? { price == .zero ? nil : price.rupees }
            strategy = row.strategy
            ticker = row.ticker
            status = row.status
            verdict = row.verdict
            finalVerdict = row.finalVerdict
            combinedScore = Double(row.combined) / 10_000
            strengthScore = Double(row.strength) / 10_000
            backtestScore = Double(row.backtest) / 10_000
            priority = row.priority
            lastClose = row.close.rupees
            buyLow = given(row.buyLow)
            buyHigh = given(row.buyHigh)
            target = given(row.target)
            stop = given(row.stop)
            rsi10 = Double(row.rsi) / 10_000
            alignment = row.alignment
            label = row.label
            reasons = row.reasons
        }
    }

    func run(_ context: CommandContext) async throws {
        let home = try home ?? homePath(context)
        let path = "\(home)/books.sqlite"
        guard unsafe access(path, R_OK) == 0 else {
            throw DataError(file: path, what: "there are no books", nextStep: "play a day with `sauda run` first")
        }
        let store = try BookStore(path: path)
        guard let day = try day ?? store.latestCandidates() else {
            throw DataError(
                file: path,
                what: "no evening has candidates",
                nextStep: "run a strategy that looks for some"
            )
        }
        let rows = try store.candidates(of: day)
        guard !rows.isEmpty else {
            throw DataError(file: path, what: "\(day) has no candidates", nextStep: "leave --day out for the latest")
        }
        if format == .json { return Terminal.out(try JSONText.of(rows.map(Row.init))) }
        Terminal.out("candidates of \(day)")
        for line in table(rows) { Terminal.out(line) }
    }

    private func homePath(_ context: CommandContext) throws -> String {
        let config = try configuration.load(context.plugins)
        return config.resolved(config.home)
    }

    private func table(_ rows: [CandidateRow]) -> [String] {
        func points(_ score: Int64) -> String { "\(Money(raw: score / 100 * 100))" }
        let head = ["ticker", "verdict", "final", "score", "strength", "backtest", "close", "target", "stop", "why"]
        let cells = rows.map { row in
            [
                row.ticker, row.verdict, row.finalVerdict, points(row.combined), points(row.strength),
                points(row.backtest), "\(row.close)", row.target == .zero ? "-" : "\(row.target)",
                row.stop == .zero ? "-" : "\(row.stop)", row.status == "success" ? row.reasons : row.status,
            ]
        }
        let widths = head.indices.map { column in ([head] + cells).map { $0[column].count }.max() ?? 0 }
        return ([head] + cells).map { line in
            line.enumerated().map { $1.padded(widths[$0]) }.joined(separator: "  ").trimmingEnd
        }
    }
}

extension String {
    fileprivate var trimmingEnd: String { String(reversed().drop { $0 == " " }.reversed()) }
}
