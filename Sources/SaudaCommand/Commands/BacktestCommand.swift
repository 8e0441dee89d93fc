import ArgumentParser
import SaudaCore
import SaudaService
import SaudaSimulation
import SaudaStore

struct BacktestCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "backtest",
        abstract: "Run strategies over price history, with the code that trades live.",
        discussion: """
            DIR holds SYMBOL.csv or SYMBOL.csv.gz: date,open,high,low,close,volume per day, or time,... per minute.
            A strategy is named as in config.yaml or by its own name (see `sauda strategies`).

            Examples:
              sauda backtest ema9-sell --generated
              sauda backtest ema9-sell --data history/daily --from 2015-01-01
              sauda backtest ema9-sell --data daily --data minute --symbols INFY,HAL --format json
              sauda backtest ema9-sell --data history/daily --positions held.csv --capital 500000
              sauda backtest amo-buy ema9-sell --data history/daily --from 2015-01-01
              sauda backtest amo-buy --mode parity-a --data history/daily --symbols INFY
              sauda backtest ema9-sell --data history/daily --report result.html
              sauda backtest ema9-sell --data history/daily --slippage uniform:10..30 --participation 10
              sauda backtest ema9-sell --data history/daily --sweep rsi_exit_above=40..70:5 --sweep rsi_exit=true,false

            Exit codes: 0 fine, 1 the job failed, 2 bad usage or config, 3 bad data.
            """
    )

    @Argument(help: ArgumentHelp("What to run.", valueName: "strategy"))
    var names: [String]

    @OptionGroup var configuration: ConfigOptions

    @OptionGroup(title: "Sweep") var sweep: SweepOptions

    @Option(help: ArgumentHelp("A directory of price files; may be given several times.", valueName: "dir"))
    var data: [String] = []

    @Flag(help: "Use seeded generated prices instead of --data; their profits mean nothing.")
    var generated = false

    @Option(help: "The seed of generated prices, and of the dice of --jitter and --slippage.")
    var seed: UInt64 = 7

    @Option(help: ArgumentHelp("Only these, separated by commas.", valueName: "a,b"))
    var symbols: String?

    @Option(help: ArgumentHelp("The first day.", valueName: "date"))
    var from: Day?

    @Option(help: ArgumentHelp("The last day.", valueName: "date"))
    var to: Day?

    @Option(help: ArgumentHelp("Cash at the start, in rupees (default: the account's, else 1000000).", valueName: "n"))
    var capital: Money?

    @Option(help: ArgumentHelp("Positions to put in: a CSV of symbol,date,quantity,price.", valueName: "file"))
    var positions: String?

    @Option(help: ArgumentHelp("A CSV of symbol,pe,pb,as_of (default: the config's).", valueName: "file"))
    var fundamentals: String?

    @Option(help: ArgumentHelp("A CSV of symbol,date,headline (default: the config's).", valueName: "file"))
    var news: String?

    @Flag(help: "Leave out rows that are wrong, and say how many.")
    var skipBadRows = false

    @Flag(help: "Play the high of each daily bar before its low, whichever is nearer to the open.")
    var highFirst = false

    @OptionGroup var exchange: ExchangeOptions

    @Option(help: ArgumentHelp("Keep a journal here and replay it through a second engine.", valueName: "file"))
    var journal: String?

    @OptionGroup var mode: ModeOptions

    @Option(
        help: ArgumentHelp("Write the report here too, one HTML page that needs no network.", valueName: "file.html")
    )
    var report: String?

    @Option(help: "table or json.")
    var format = OutputFormat.table

    func validate() throws {
        if data.isEmpty && !generated {
            throw ValidationError("Say where the prices are with --data DIR, or use --generated.")
        }
        if !data.isEmpty && generated { throw ValidationError("Give either --data or --generated.") }
        if Set(names).count < names.count { throw ValidationError("Name each strategy once.") }
        if let from, let to, from > to { throw ValidationError("--from \(from) is after --to \(to).") }
        if let capital, capital <= .zero { throw ValidationError("--capital must be over 0.") }
        if sweep.isAsked, mode.isStudy { throw ValidationError("A sweep runs live rules; leave --mode out.") }
        if sweep.isAsked, journal != nil { throw ValidationError("--journal keeps one run; leave it out of a sweep.") }
    }

    func run(_ context: CommandContext) async throws {
        if sweep.isAsked { return try await runSweep(context) }
        let config = try configuration.loadIfPresent(context.plugins)
        let page = try report.map { try ReportFile($0) }
        let chosen = try choose(context.plugins, config)
        var market = try await loadMarket(for: chosen)
        try exchange.mark(&market)
        if mode.isStudy { return try await runStudy(chosen, market) }
        var setup = try setUp(chosen, market, config)
        setup.title = "\(names.joined(separator: " + ")) on \(market.title)"
        let bar = ProgressBar("playing days")
        let kept = try journal.map {
            try BacktestJournal(creating: $0, for: setup, from: from ?? setup.firstDay)
        }
        let outcome = try Backtest.run(setup, recorder: kept, keepsFills: page != nil, checks: true) {
            bar.update($0, of: $1)
        }
        bar.finish()
        let replay = try kept?.finish()
        try print(outcome, market, replay)
        if let page {
            let size = try page.write(HTMLReport(of: outcome, setup).bytes())
            // JSON stays alone on the output.
            let line = "report: \(page.path), \(size)"
            if format == .table { Terminal.out(line) } else { Terminal.err(line) }
        }
        if let difference = replay?.difference {
            let place = "after event \(difference.event): \(difference.text)"
            throw CommandFailure(.failed, "the journal's replay differs \(place)")
        }
    }

    private func print(_ outcome: Backtest.Outcome, _ market: MarketData, _ replay: JournalReplay?) throws {
        switch format {
        case .json:
            let report = BacktestReport(outcome: outcome, skippedRows: market.skippedRows, replay: replay)
            Terminal.out(try JSONText.of(report))
        case .table:
            let table = ResultTable(width: Terminal.width, colour: Terminal.usesColour)
            Terminal.out(table.text(of: outcome.result).trimmingLines)
            Terminal.out("\(outcome.orders) order commands, digest \(outcome.digest)")
            if let replay, replay.difference == nil {
                Terminal.out("journal: \(replay.events) events replayed, \(replay.commands) commands, all equal")
            }
            for line in market.warnings { Terminal.err("note: \(line)") }
        }
    }
}
