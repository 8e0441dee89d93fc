import ArgumentParser
import SaudaBroker
import SaudaCore
import SaudaService

struct QuoteCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "quote",
        abstract: "Show last prices.",
        discussion: """
            A plain name is a share of the NSE; BSE:NAME, an index's name or the broker's own key work too.

            Examples:
              sauda quote INFY SBIN
              sauda quote "NIFTY 50" BSE:INFY --format json

            Exit codes: 0 fine, 1 the broker refused or has no price of one, 2 bad usage, config or name.
            """
    )

    @Argument(help: "Instruments by name.")
    var symbols: [String]

    @OptionGroup var line: LineOptions

    @Option(help: "table or json.")
    var format = OutputFormat.table

    private struct Row: Encodable {
        var name: String
        var key: String
        var price: String?
        /// When it traded, as the exchange says.
        var time: String?
        var age: Int64?
        var open: String?
        var high: String?
        var low: String?
        /// Of the day before.
        var close: String?
        /// From that, in percent.
        var change: PriceChange?

        enum CodingKeys: String, CodingKey {
            case name, key, price, time, open, high, low, close
            case age = "age_seconds"
            case change = "change_percent"
        }

        mutating func take(_ day: DayQuote) {
            open = day.open.raw > 0 ? "\(day.open)" : nil
            high = day.high.raw > 0 ? "\(day.high)" : nil
            low = day.low.raw > 0 ? "\(day.low)" : nil
            guard day.close.raw > 0 else { return }
            close = "\(day.close)"
            change = PriceChange(to: day.last, from: day.close)
        }
    }

    func run(_ context: CommandContext) async throws {
        let chosen = try await line.choose(context)
        let line = try chosen.reading()
        let rows = try await line.run { line in
            let instruments = try ChosenInstruments(symbols, in: try await DayListings(chosen, line).current())
            line.link.post(.listings(instruments.listings))
            guard case .quotes(let ticks) = try await line.ask(.quotes(instruments.ids)) else {
                throw line.wrongAnswer(to: "quotes")
            }
            // The day so far is a help; a broker without it still has prices.
            var days: [DayQuote] = []
            if case .dayQuotes(let quotes)? = try? await line.ask(.dayQuotes(instruments.ids)) { days = quotes }
            let now = line.clock.now
            return instruments.ids.map { id in
                let tick = ticks.first { $0.instrument == id }
                var row = Row(name: instruments.table[id].name, key: instruments.key(id))
                row.price = tick.map { "\($0.price)" }
                row.time = tick.map { "\($0.exchangeTime)" }
                row.age = tick.map { max(0, now.since($0.exchangeTime).microseconds / 1_000_000) }
                if let day = days.first(where: { $0.instrument == id }) { row.take(day) }
                return row
            }
        }
        Terminal.out(format == .json ? try JSONText.of(rows) : Self.table(rows))
        if rows.contains(where: { $0.price == nil }) { throw ExitCode(ExitStatus.failed.rawValue) }
    }

    private static func table(_ rows: [Row]) -> String {
        var table = ColumnTable(
            ["NAME", "LAST", "CHANGE", "OPEN", "HIGH", "LOW", "CLOSE BEFORE", "AGE", "KEY"],
            figures: [1, 2, 3, 4, 5, 6, 7]
        )
        for row in rows {
            let isStale = row.age.map { $0 > 60 } ?? true
            table.add(
                [
                    row.name, row.price ?? "no price", row.change?.text ?? "-",
                    row.open ?? "-", row.high ?? "-", row.low ?? "-", row.close ?? "-",
                    row.age.map(Spans.text) ?? "-", row.key,
                ],
                tone: row.price == nil ? .warning : isStale ? .dim : .plain
            )
        }
        return table.text(Ink(isOn: Terminal.usesColour))
    }
}
