import ArgumentParser
import SaudaBroker
import SaudaCore
import SaudaService

struct PositionsCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "positions",
        abstract: "Show the account's positions of the day.",
        discussion: """
            Examples:
              sauda positions
              sauda positions --account main --format json

            Exit codes: 0 fine, 1 the broker refused, 2 bad usage or config.
            """
    )

    @OptionGroup var line: LineOptions

    @Option(help: "table or json.")
    var format = OutputFormat.table

    func run(_ context: CommandContext) async throws {
        let chosen = try await line.choose(context)
        let rows = try await chosen.reading().run { line in
            let list = try await DayListings(chosen, line).current()
            let known = ChosenInstruments(list) { _ in true }
            line.link.post(.listings(known.listings))
            guard case .positions(let rows) = try await line.ask(.positions) else {
                throw line.wrongAnswer(to: "positions")
            }
            let prices = await HeldRow.prices(of: rows.compactMap(\.instrument), line)
            return rows.map { row in
                HeldRow(
                    symbol: row.instrument.map(known.label) ?? row.symbol,
                    product: row.product,
                    quantity: row.quantity,
                    average: row.average,
                    last: row.instrument.flatMap { prices[$0] }
                )
            }
        }
        Terminal.out(try HeldRow.text(rows, format, empty: "No positions today."))
    }
}
