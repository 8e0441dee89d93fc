import SaudaCore
import SaudaSimulation
import Testing

/// The exchange and the engine each keep books; whatever happens, they must be the same books.
@Suite struct BacktestAgreementTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var seed: UInt64
        var latency = TimeSpan.zero
        var capital: Int64 = 10_000_000
        var minuteDays = 0
        var candles = CandleSpan.day

        var testDescription: String {
            "seed \(seed), \(latency.microseconds / 1000) ms, \(capital) rupees, \(minuteDays) days of minutes"
        }
    }

    @Test(arguments: [
        Case(seed: 1), Case(seed: 2, capital: 30_000), Case(seed: 3, latency: .milliseconds(700)),
        Case(seed: 4, latency: .seconds(90), capital: 100_000), Case(seed: 5, minuteDays: 1),
        Case(seed: 6, latency: .milliseconds(50), capital: 200_000, minuteDays: 1, candles: .minute),
        Case(seed: 7, minuteDays: 1, candles: .minute),
    ])
    func `cash, positions and charges agree to the paisa after every event`(_ play: Case) throws {
        let setup = try BacktestMarket.setup(
            BacktestDice(seed: play.seed),
            capital: play.capital,
            latency: play.latency,
            minuteDays: play.minuteDays,
            candles: play.candles
        )
        let log = try SimulatorMarket.play(setup) { simulator in
            for (ours, theirs) in zip(simulator.engine.desk.books, simulator.exchange.accounts) {
                try #require(ours.cash == theirs.cash)
                try #require(ours.charges == theirs.charges)
                try #require(ours.realised == theirs.realised)
                try #require(ours.traded == theirs.traded)
                try #require(ours.held == theirs.held)
                for id in simulator.engine.desk.instruments.ids {
                    for product in Product.allCases {
                        try #require(ours.position(id, product) == theirs.position(id, product))
                    }
                }
            }
        }
        // The dice must have met everything, or the comparison says little.
        var met: [String: Int] = [:]
        for case .report(let report) in log.entries.map(\.event.kind) { met[name(of: report.kind), default: 0] += 1 }
        for kind in ["accepted", "traded", "expired", "modified", "cancelled"] {
            #expect(met[kind, default: 0] > 5, "\(kind): \(met)")
        }
        if play.capital <= 100_000 { #expect(met["rejected", default: 0] > 5, "\(met)") }
    }

    private func name(of kind: Report.Kind) -> String { String("\(kind)".prefix { $0 != "(" }) }

    @Test(arguments: [UInt64(21), 22, 23])
    func `nothing is sold that is not held, and no cash is spent that is not there`(_ seed: UInt64) throws {
        var dice = BacktestDice(seed: seed)
        dice.tradesIntraday = false
        let setup = try BacktestMarket.setup(dice, capital: 40_000)
        _ = try SimulatorMarket.play(setup) { simulator in
            for account in simulator.exchange.accounts {
                try #require(account.cash >= .zero)
                for id in simulator.engine.desk.instruments.ids {
                    try #require(account.quantity(of: id) >= .zero)
                    try #require(account.position(id).settled >= .zero)
                }
            }
        }
    }
}
