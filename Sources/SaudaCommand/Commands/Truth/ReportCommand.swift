import ArgumentParser
import SaudaCore
import SaudaService
import SaudaSimulation
import SaudaStore

struct ReportCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "What a week or a day came to: trades, profit, charges, slippage, incidents.",
        discussion: """
            It is made of the books and journals of a home, and changes nothing there. The week is Monday to Friday of the \
            day that is named, or of the latest in the books. With --data the same days are played once more as a \
            backtest, with the settings of config.yaml, and each order is compared with the backtest's.

            Examples:
              sauda report
              sauda report day 2026-08-20
              sauda report week 2026-08-20 --data history/daily
              sauda report week --out week.html
              sauda report day --format json

            Exit codes: 0 fine, 1 failed, 2 bad usage or config, 3 there is no such day, or a journal is damaged.
            """
    )

    enum Span: String, ExpressibleByArgument, CaseIterable {
        case week, day
    }

    @Argument(help: "week or day.")
    var span = Span.week

    @Argument(help: "The day, or one of the week, as YYYY-MM-DD; the latest in the books unless named.")
    var day: Day?

    @Option(
        help: ArgumentHelp(
            "A directory of price files to play a backtest on; may be given several times.",
            valueName: "dir"
        )
    )
    var data: [String] = []

    @Option(help: ArgumentHelp("Write a page here, one HTML file that needs no network.", valueName: "file.html"))
    var out: String?

    @OptionGroup var place: HomeOption

    @Option(help: "table or json.")
    var format = OutputFormat.table

    func run(_ context: CommandContext) async throws {
        let target = try out.map { try ExportTarget($0) }
        let home = try place.path(context)
        let bar = ProgressBar("reading journals")
        defer { bar.finish() }
        var report = try HomeReport(home: home, progress: bar.update).read(span == .week ? .week : .day, of: day)
        bar.finish()
        if !data.isEmpty { report.backtest = try await comparison(report, home, context) }
        if let target, let out {
            try target.write(String(decoding: report.page.bytes(), as: UTF8.self))
            try target.finish()
            // JSON stays alone on the output.
            let line = "page: \(out)"
            if format == .table { Terminal.out(line) } else { Terminal.err(line) }
        }
        if format == .json {
            Terminal.out(String(report.json.dropLast()))
        } else if out == nil {
            Terminal.out(report.text())
        }
    }

    private func comparison(
        _ report: PeriodReport,
        _ home: String,
        _ context: CommandContext
    ) async throws -> OrderComparison? {
        let played = report.days.filter { $0.summary != nil }.map(\.day)
        guard let first = played.first, let last = played.last else { return nil }
        let config = try place.configuration.load(context.plugins)
        let planner = PaperPlanner(
            config: config,
            plugins: context.plugins.strategies,
            today: last,
            seed: 0,
            home: home
        )
        let before = try OpeningBooks(before: first, in: BookStore(reading: "\(home)/books.sqlite"))
        return try await planner.comparison(
            of: report.fills,
            from: first,
            to: last,
            on: data,
            before.accounts.isEmpty ? nil : before
        )
    }
}
