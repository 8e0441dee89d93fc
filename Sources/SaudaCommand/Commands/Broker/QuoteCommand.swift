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

        enum CodingKeys: String, CodingKey {
            case name, key, price, time
            case age = "age_seconds"
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
            let now = line.clock.now
            return instruments.ids.map { id in
                let tick = ticks.first { $0.instrument == id }
                return Row(
                    name: instruments.table[id].name,
                    key: instruments.key(id),
                    price: tick.map { "\($0.price)" },
                    time: tick.map { "\($0.exchangeTime)" },
                    age: tick.map { max(0, now.since($0.exchangeTime).microseconds / 1_000_000) }
                )
            }
        }
        if format == .json {
            Terminal.out(try JSONText.of(rows))
        } else {
            var table = ColumnTable(["NAME", "LAST", "AGE", "KEY"], figures: [1, 2])
            for row in rows {
                let isStale = row.age.map { $0 > 60 } ?? true
                table.add(
                    [row.name, row.price ?? "no price", row.age.map(Spans.text) ?? "-", row.key],
                    tone: row.price == nil ? .warning : isStale ? .dim : .plain
                )
            }
            Terminal.out(table.text(Ink(isOn: Terminal.usesColour)))
        }
        if rows.contains(where: { $0.price == nil }) { throw ExitCode(ExitStatus.failed.rawValue) }
    }
}
