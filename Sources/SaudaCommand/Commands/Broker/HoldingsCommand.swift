import ArgumentParser
import SaudaBroker
import SaudaCore
import SaudaService

struct HoldingsCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "holdings",
        abstract: "Show the shares in the account's depository that can be sold.",
        discussion: """
            Examples:
              sauda holdings
              sauda holdings --format json

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
            let shares = ChosenInstruments(list) { $0.segment.isCash }
            line.link.post(.listings(shares.listings))
            guard case .holdings(let rows) = try await line.ask(.holdings) else {
                throw line.wrongAnswer(to: "holdings")
            }
            let prices = await HeldRow.prices(of: rows.map(\.instrument), line)
            return rows.map { row in
                HeldRow(
                    symbol: shares.label(row.instrument),
                    product: .delivery,
                    quantity: row.quantity,
                    average: row.average,
                    last: prices[row.instrument]
                )
            }
        }
        Terminal.out(try HeldRow.text(rows, format, empty: "Nothing is held."))
    }
}
