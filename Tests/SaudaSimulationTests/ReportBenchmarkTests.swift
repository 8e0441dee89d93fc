import SaudaCore
import SaudaSimulation
import Testing

@Suite struct ReportBenchmarkTests {
    private let days = (0..<4).map { ReportSamples.monday.advanced(by: $0) }

    /// Closes in whole rupees; nil where the symbol did not trade.
    private func series(_ closes: [Int64?], from first: Int = 0) -> BuyAndHold.Series {
        let rows = closes.enumerated().compactMap { index, close in
            close.map { (day: ReportSamples.monday.advanced(by: first + index), close: Price(rupees: $0)) }
        }
        return BuyAndHold.Series(symbol: "TCS", closes: rows)
    }

    private func worth(_ universe: [BuyAndHold.Series], capital: Int64 = 1000) throws -> [Money] {
        try BuyAndHold.curve(of: universe, on: days, capital: Money(rupees: capital)).map(\.equity)
    }

    @Test func `capital is split equally and never rebalanced`() throws {
        // 500 each. 100 -> 110, 120, 150 and 50 -> 50, 40, 25: 550 + 500, 600 + 400, 750 + 250.
        let curve = try worth([series([100, 110, 120, 150]), series([50, 50, 40, 25])])
        #expect(curve == [1000, 1050, 1000, 1000].map { Money(rupees: $0) })
    }

    @Test func `a name listed after the first day joins with nothing`() throws {
        let late = series([nil, 10, 20, 40])
        #expect(
            try worth([series([100, 110, 120, 150]), late]) == [1000, 1100, 1200, 1500].map { Money(rupees: $0) }
        )
        #expect(try worth([late]).isEmpty)
    }

    @Test func `a name without a close on the first day is bought at the one before`() throws {
        // Last close before the start 80, suspended on the first day: 1,000 * 88 / 80 = 1,100 on the second.
        #expect(
            try worth([series([70, 80, nil, 88, nil, 96], from: -2)])
                == [1000, 1100, 1100, 1200].map { Money(rupees: $0) }
        )
    }

    @Test func `a name that ends early stands at its last close, one that ended before the start is left out`() throws {
        let ended = series([100, 200], from: -2)
        #expect(try worth([ended, series([100, 50])]) == [1000, 500, 500, 500].map { Money(rupees: $0) })
    }

    @Test func `capital that does not divide is invested to the last paisa`() throws {
        let universe = (0..<7).map { _ in series([3, 3, 3, 3]) }
        #expect(try worth(universe) == Array(repeating: Money(rupees: 1000), count: 4))
    }

    @Test func `everything is invested`() throws {
        let curve = try BuyAndHold.curve(of: [series([100, 90])], on: days, capital: Money(rupees: 1000))
        #expect(curve.allSatisfy { $0.invested == $0.equity })
        #expect(try BuyAndHold.curve(of: [series([100])], on: [], capital: Money(rupees: 1000)).isEmpty)
    }

    @Test func `closes out of order or not positive are refused`() {
        var reversed = series([100, 90])
        reversed.closes.reverse()
        #expect(throws: ReportRefusal.self) { try worth([reversed]) }
        let refusal = #expect(throws: ReportRefusal.self) { try worth([series([100, 0])]) }
        #expect(refusal?.description == "TCS: the close of 2024-01-02 is not positive; check the price file.")
        #expect(throws: ReportRefusal.self) {
            try BuyAndHold.curve(of: [series([100])], on: days.reversed(), capital: Money(rupees: 1000))
        }
    }
}
