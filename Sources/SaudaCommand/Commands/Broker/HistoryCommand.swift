import ArgumentParser
import SaudaBroker
import SaudaCore
import SaudaService
import SaudaStore

struct HistoryCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "Fetch candles into price files, as backtests read them.",
        discussion: """
            One file a symbol: DIR/day/INFY.csv or DIR/minute/INFY.csv. What is there already stays, new days are added \
            and days fetched again are replaced. A candle that is still running is left out. Where prices of days that \
            are there already differ (a split, a bonus), nothing is mixed: --replace fetches the file anew.

            Examples:
              sauda history INFY --from 2024-01-01
              sauda history INFY SBIN --from 2026-08-03 --to 2026-08-31 --span minute --out history
              sauda backtest ema9-sell --data history/day

            Exit codes: 0 fine, 1 the broker refused, 2 bad usage, config or name, 3 a file is bad or prices differ.
            """
    )

    @Argument(help: "Instruments by name.")
    var symbols: [String]

    @Option(help: ArgumentHelp("The first day.", valueName: "date"))
    var from: Day

    @Option(help: ArgumentHelp("The last day; today unless given.", valueName: "date"))
    var to: Day?

    @Option(name: .customLong("span"), help: "day or minute.")
    var word = SpanWord.day

    private var span: CandleSpan { word.span }

    @Option(help: ArgumentHelp("The folder of price files; `candles` of `home:` unless given.", valueName: "dir"))
    var out: String?

    @Flag(help: "Write the files anew instead of adding to them.")
    var replace = false

    @OptionGroup var line: LineOptions

    @Option(help: "table or json.")
    var format = OutputFormat.table

    func validate() throws {
        if let to, to < from { throw ValidationError("--from is after --to; swap them.") }
        guard from >= Self.earliest else { throw ValidationError("--from is before \(Self.earliest).") }
    }

    private static let earliest = Day(number: 7305)

    private struct Row: Encodable {
        var symbol: String
        var file: String
        var fetched: Int
        var total: Int
        var first: String
        var last: String
    }

    func run(_ context: CommandContext) async throws {
        let chosen = try await line.choose(context)
        let folder = "\(out ?? "\(chosen.maker.home)/candles")/\(span.description)"
        let rows = try await chosen.reading().run { line in
            let instruments = try ChosenInstruments(symbols, in: try await DayListings(chosen, line).current())
            line.link.post(.listings(instruments.listings))
            let today = line.clock.now.day
            let last = min(to ?? today, today)
            guard from <= last else {
                throw CommandFailure(.badUsage, "--from \(from) has not come yet; today is \(today).")
            }
            var rows: [Row] = []
            let bar = ProgressBar("fetching")
            defer { bar.finish() }
            for (index, id) in instruments.ids.enumerated() {
                bar.update(index, of: instruments.ids.count)
                rows.append(try await fetch(id, instruments, through: last, into: folder, line))
            }
            return rows
        }
        if format == .json { return Terminal.out(try JSONText.of(rows)) }
        var table = ColumnTable(["SYMBOL", "FETCHED", "IN FILE", "FIRST", "LAST", "FILE"], figures: [1, 2])
        for row in rows { table.add([row.symbol, "\(row.fetched)", "\(row.total)", row.first, row.last, row.file]) }
        Terminal.out(table.text(Ink(isOn: Terminal.usesColour)))
    }

    private func fetch(
        _ id: InstrumentID,
        _ instruments: ChosenInstruments,
        through last: Day,
        into folder: String,
        _ line: AccountLine
    ) async throws -> Row {
        guard case .candles(let all) = try await line.ask(.candles(id, span, from: from, through: last)) else {
            throw line.wrongAnswer(to: "candles")
        }
        let symbol = instruments.table[id].symbol
        let fetched = CandleStore.finished(all, span, at: line.clock.now)
        guard !fetched.isEmpty else {
            throw CommandFailure(
                .failed,
                "\(line.adapter.id) has no \(span.description) candles of \(symbol) from \(from) to \(last)."
            )
        }
        let store = CandleStore(folder)
        let file = store.path(symbol)
        let total = try store.add(fetched, span, of: symbol, replacing: replace)
        return Row(
            symbol: symbol,
            file: file,
            fetched: fetched.count,
            total: total,
            first: "\(fetched[0].start.day)",
            last: "\(fetched[fetched.count - 1].start.day)"
        )
    }
}

/// A candle's length, as it is written on the command line.
enum SpanWord: String, ExpressibleByArgument, CaseIterable {
    case day, minute

    var span: CandleSpan { self == .day ? .day : .minute }
}
