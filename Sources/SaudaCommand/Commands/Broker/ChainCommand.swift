import ArgumentParser
import SaudaBroker
import SaudaCore
import SaudaService

struct ChainCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "chain",
        abstract: "Show the options of a share or an index.",
        discussion: """
            The next expiry unless another is named; with --expiries the days there are. Greeks and implied volatility
            are the broker's own reckoning. Strikes around the last price, --strikes of them, or --strikes 0 for all.

            Examples:
              sauda chain NIFTY
              sauda chain INFY --expiry 2026-03-31 --strikes 10
              sauda chain NIFTY --expiries
              sauda chain INFY --format json --strikes 0

            Exit codes: 0 fine, 1 the broker refused or has no options of it, 2 bad usage, config or name.
            """
    )

    @Argument(help: "The share or index by name.")
    var symbol: String

    @Option(help: ArgumentHelp("The day on which the options end.", valueName: "YYYY-MM-DD"))
    var expiry: Day?

    @Flag(help: "Show the days on which options end.")
    var expiries = false

    @Option(help: "How many strikes around the last price; 0 for all.")
    var strikes = 20

    @OptionGroup var line: LineOptions

    @Option(help: "table or json.")
    var format = OutputFormat.table

    func validate() throws {
        if strikes < 0 { throw ValidationError("--strikes is 0 or more.") }
        if expiries, expiry != nil { throw ValidationError("Take --expiries or --expiry, not both.") }
    }

    private enum Found {
        case days([Day])
        case chain(OptionChain)
    }

    func run(_ context: CommandContext) async throws {
        let chosen = try await line.choose(context)
        let line = try chosen.reading()
        let found: Found = try await line.run { line in
            let instruments = try ChosenInstruments([symbol], in: try await DayListings(chosen, line).current())
            line.link.post(.listings(instruments.listings))
            let id = instruments.ids[0]
            if let expiry { return .chain(try await Self.chain(id, expiry, line)) }
            guard case .optionExpiries(let days) = try await line.ask(.optionExpiries(id)) else {
                throw line.wrongAnswer(to: "expiries")
            }
            if expiries { return .days(days) }
            guard let next = days.first else {
                throw CommandFailure(.failed, "\(symbol) has no options at this broker.")
            }
            return .chain(try await Self.chain(id, next, line))
        }
        switch found {
        case .days(let days):
            let names = days.map(\.description)
            Terminal.out(format == .json ? try JSONText.of(names) : names.joined(separator: "\n"))
        case .chain(var chain):
            chain.strikes = ChainReport.middle(of: chain, strikes)
            Terminal.out(format == .json ? try JSONText.of(ChainReport(chain)) : ChainReport.table(chain, symbol))
        }
    }

    private static func chain(_ id: InstrumentID, _ expiry: Day, _ line: AccountLine) async throws -> OptionChain {
        guard case .optionChain(let chain) = try await line.ask(.optionChain(id, expiry: expiry)) else {
            throw line.wrongAnswer(to: "the option chain")
        }
        return chain
    }
}
