import ArgumentParser
import SaudaCore
import SaudaService
import SaudaSimulation
import SaudaStore

/// What one believes of the market a backtest trades in; without any the plain one (docs/backtest-and-live.md).
struct ExchangeOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Milliseconds from a command to its effect, up to 60000.", valueName: "ms"))
    var latency: Int64 = 0

    @Option(help: ArgumentHelp("Up to so many milliseconds more, at random.", valueName: "ms"))
    var jitter: Int64 = 0

    @Option(
        help: ArgumentHelp(
            "What a market order pays, in basis points: none, fixed:5, uniform:10..30, impact:100.",
            valueName: "model"
        )
    )
    var slippage = Slippage.none

    @Option(
        help: ArgumentHelp("Of a candle's volume one account takes at most so many per cent.", valueName: "percent")
    )
    var participation: Int?

    @Option(help: ArgumentHelp("Price bands: a CSV of symbol,band or symbol,from,band.", valueName: "file"))
    var bands: String?

    @Option(
        help: ArgumentHelp("Shares with derivatives, a symbol a line: they close in an auction.", valueName: "file")
    )
    var derivatives: String?

    @Flag(help: "Let shares trade that closed locked at their price band.")
    var noLocks = false

    func validate() throws {
        if !(0...60_000).contains(latency) { throw ValidationError("--latency is 0 to 60000 milliseconds.") }
        if !(0...60_000).contains(jitter) { throw ValidationError("--jitter is 0 to 60000 milliseconds.") }
        if let participation, !(1...100).contains(participation) {
            throw ValidationError("--participation is 1 to 100 per cent.")
        }
    }

    /// Nothing was asked for.
    var isPlain: Bool {
        latency == 0 && jitter == 0 && slippage == .none && participation == nil && bands == nil && derivatives == nil
            && !noLocks
    }

    /// - Parameter seed: of the dice.
    func model(seed: UInt64) throws -> ExchangeModel {
        ExchangeModel(
            seed: seed,
            jitter: .milliseconds(jitter),
            slippage: slippage,
            participation: participation.map { $0 * 100 },
            bands: try bands.map { try BandList.read($0) },
            locksFromPrices: !noLocks
        )
    }

    /// Marks the shares that have derivatives.
    func mark(_ market: inout MarketData) throws {
        guard let derivatives else { return }
        try market.markDerivatives(derivatives)
    }
}
