import ArgumentParser
import SaudaBroker
import SaudaCore
import SaudaService

struct FundsCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "funds",
        abstract: "Show what an account can trade with.",
        discussion: """
            Examples:
              sauda funds
              sauda funds --account main --format json

            Exit codes: 0 fine, 1 the broker refused, 2 bad usage or config.
            """
    )

    @OptionGroup var line: LineOptions

    @Option(help: "table or json.")
    var format = OutputFormat.table

    private struct Report: Encodable {
        var account: String
        var available: String
    }

    func run(_ context: CommandContext) async throws {
        let chosen = try await line.choose(context)
        let available = try await chosen.reading().run { line in
            guard case .funds(let available) = try await line.ask(.funds) else { throw line.wrongAnswer(to: "funds") }
            return available
        }
        if format == .json {
            return Terminal.out(
                try JSONText.of(Report(account: chosen.account.name, available: "\(available)"))
            )
        }
        let cap = chosen.account.capital.map { "; sauda may use \(Rupees.text($0)) of it" } ?? ""
        Terminal.out("\(chosen.account.name): \(Rupees.text(available)) rupees available\(cap)")
    }
}
