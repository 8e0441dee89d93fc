import SaudaCore
import SaudaSimulation
import Testing

/// Minutes are made into prices only while somebody waits for them.
@Suite struct MinuteFeedTests {
    /// A share with a price band is fed all day long, wanted or not; one of 20 % changes nothing else here.
    private static let banded = "symbol,band\n" + BacktestMarket.symbols.map { "\($0),20\n" }.joined()

    private func reports(_ model: ExchangeModel, _ candles: CandleSpan, seed: UInt64) throws -> [String] {
        var setup = try BacktestMarket.setup(
            BacktestDice(seed: seed, moments: 40, tradesIntraday: false),
            days: BacktestMarket.days(6),
            capital: 100_000_000,
            latency: .milliseconds(300),
            minuteDays: 6,
            candles: candles
        )
        setup.model = model
        return try SimulatorMarket.play(setup).entries.compactMap { entry in
            guard case .report(let report) = entry.event.kind else { return nil }
            return "\(entry.event.time) \(report)"
        }
    }

    @Test("prices that nobody waits for change nothing", arguments: [CandleSpan.day, .minute], [51, 52] as [UInt64])
    func pauses(candles: CandleSpan, seed: UInt64) throws {
        var model = ExchangeModel(hasWorkingRange: false)
        for participation in [nil, 2000] {
            for jitter in [TimeSpan.zero, .seconds(200)] {
                (model.participation, model.jitter, model.bands) = (participation, jitter, nil)
                let paused = try reports(model, candles, seed: seed)
                model.bands = try BandList(parsing: Self.banded, file: "bands.csv")
                let whole = try reports(model, candles, seed: seed)
                #expect(paused.count { $0.contains("traded") } > 100)
                #expect(paused == whole)
            }
        }
    }
}
