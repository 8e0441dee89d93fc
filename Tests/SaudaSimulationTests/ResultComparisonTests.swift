import Foundation
import SaudaCore
import SaudaSimulation
import Testing

@Suite struct ResultComparisonTests {
    private func file(_ change: (inout BacktestRecord) throws -> Void = { _ in }) throws -> ResultFile {
        var record = try ReportSamples.record()
        try change(&record)
        let json = try JSONEncoder().encode(try BacktestResult(of: record))
        return try JSONDecoder().decode(ResultFile.self, from: json)
    }

    private func text(_ comparison: ResultComparison) -> String { comparison.text(names: ("a.json", "b.json")) }

    @Test func `a result is the same as itself`() throws {
        let comparison = ResultComparison(try file(), try file())
        #expect(comparison.isSame)
        #expect(comparison.sameTrades == 3)
        #expect(comparison.figures.allSatisfy { $0.better == nil && $0.difference ?? 0 == 0 })
        #expect(text(comparison).contains("Nothing differs."))
    }

    @Test func `figures are read back from the result, with difference and which is better`() throws {
        let comparison = ResultComparison(
            try file(),
            try file {
                $0.equity[4].equity += Money(rupees: 10_000)
                $0.charges[0].amount += Money(rupees: 5)
            }
        )
        func figure(_ name: String) throws -> ResultComparison.Figure {
            try #require(comparison.figures.first { $0.name == name })
        }
        let end = try figure("End equity")
        #expect(end.a == 1_001_562)
        #expect(end.difference == 10_000)
        #expect(end.better == .b)
        #expect(try figure("Charges").better == .a)
        #expect(try figure("Win rate").a == 0.5)
        #expect(try figure("Beta").better == nil)
        #expect(try figure("Max drawdown").a != nil)
        #expect(!comparison.isSame)
        #expect(text(comparison).contains("10,000.00"))
    }

    @Test func `trades are matched by symbol and entry day`() throws {
        let comparison = ResultComparison(
            try file { $0.trades.append(try ReportSamples.trade("ONLYA", at: "10.00", to: "11.00")) },
            try file {
                $0.trades[0].exitReason = "rsi"
                $0.trades[1].entryTime = $0.trades[1].entryTime.advanced(by: .seconds(86_400))
            }
        )
        #expect(comparison.sameTrades == 1)
        #expect(comparison.changed.map(\.a.symbol) == ["TCS"])
        #expect(comparison.onlyInA.map(\.symbol) == ["ONLYA", "RELIANCE"])
        #expect(comparison.onlyInB.map(\.symbol) == ["RELIANCE"])
        let words = text(comparison)
        #expect(words.contains("TCS  2024-01-03: left for target reached to rsi"))
        #expect(words.contains("1 the same, 1 changed, 2 only in A, 1 only in B"))
    }

    @Test func `two entries of one day are matched in their order, and one too many is only in one`() throws {
        let morning = try ReportSamples.trade("INFY", from: 1, at: "10.00", to: "11.00")
        var noon = morning
        noon.entryTime = noon.entryTime.advanced(by: .seconds(3 * 3600))
        let comparison = ResultComparison(
            try file { $0.trades = [morning, noon] },
            try file { $0.trades = [morning, noon, noon] }
        )
        #expect(comparison.sameTrades == 2)
        #expect(comparison.changed.isEmpty)
        #expect(comparison.onlyInA.isEmpty)
        #expect(comparison.onlyInB.count == 1)
    }

    @Test func `assumptions and spans that differ are told`() throws {
        let comparison = ResultComparison(
            try file { $0.assumptions.append("Latency 100 ms.") },
            try file { $0.assumptions = ["Fills at the next open.", "No latency."] }
        )
        #expect(comparison.assumptionsOnlyInA == ["Latency 100 ms."])
        #expect(comparison.assumptionsOnlyInB == ["No latency."])
        let object = try JSONSerialization.jsonObject(with: JSONEncoder().encode(comparison)) as? [String: Any]
        #expect(object?["same"] as? Bool == false)
        #expect(object?.keys.sorted() == ["a", "assumptions", "b", "figures", "same", "trades"])
    }

    @Test func `lists are cut at the number asked for, and the rest is counted`() throws {
        let comparison = ResultComparison(
            try file(),
            try file { record in
                for index in 0..<30 {
                    record.trades.append(try ReportSamples.trade("S\(index)", at: "10.00", to: "11.00"))
                }
            }
        )
        let words = comparison.text(names: ("a", "b"), listed: 5)
        #expect(words.contains("and 25 more: --format json lists all"))
        #expect(!words.contains("\u{1B}"))
    }
}
