import SaudaCore
import Testing

@testable import SaudaSimulation

/// Sorting, and what is said of it.
@Suite struct SweepResultTests {
    static let subject = SweepAxis.Subject(name: "s", parameters: [Parameter("a", .integer(0), help: "")])

    /// A table of combinations 0, 1, 2 ... with these Sharpe ratios, in and out of sample.
    static func table(_ sharpes: [(Double?, Double?)], rank: SweepRank = .sharpe, most: Int? = nil) throws
        -> SweepResult
    {
        let plan = try SweepPlan(["a=0..\((most ?? sharpes.count) - 1)"], of: [subject], .grid)
        let spans = try SweepSpans(SweepSpansTests.dates(100), .grid, outOfSample: 0.3)
        var runs: [Int: SweepRun] = [:]
        for (number, pair) in sharpes.enumerated() {
            let (inSample, outOfSample) = (
                SweepOverfitTests.figures(sharpe: pair.0, annual: pair.0),
                SweepOverfitTests.figures(sharpe: pair.1, annual: pair.1)
            )
            runs[number] = SweepRun(
                label: plan.label(number),
                whole: inSample,
                folds: [SweepRun.Fold(inSample: inSample, outOfSample: outOfSample)],
                blocks: [],
                orders: 0,
                digest: ""
            )
        }
        return SweepResult(plan, spans, by: rank, runs)
    }

    @Test func `the best in sample comes first, whatever it did out of sample`() throws {
        let table = try Self.table([(1, 9), (3, -1), (2, 0)])
        #expect(table.rows.map(\.combination) == [1, 2, 0])
        #expect(table.chosen.map(\.label) == ["a=1"])
        #expect(table.overfit.efficiency == -1.0 / 3)
        #expect(table.overfit.rankCorrelation == -1)
    }

    @Test func `undefined figures come last and equal ones keep the order of combinations`() throws {
        let table = try Self.table([(nil, 0), (1, 0), (2, 0), (1, 0)])
        #expect(table.rows.map(\.combination) == [2, 1, 3, 0])
    }

    @Test func `combinations that did not run are not among the rows`() throws {
        let table = try Self.table([(1, 1), (2, 2)], most: 5)
        #expect(table.rows.map(\.combination) == [1, 0])
        #expect(table.overfit.trials == 2)
    }

    @Test(arguments: SweepRank.allCases)
    func `every figure can be sorted by, the smaller fall before the larger`(_ rank: SweepRank) throws {
        var better = SweepOverfitTests.figures(sharpe: 2, annual: 0.2)
        better.totalReturn = 0.5
        better.sortino = 2
        better.calmar = 2
        better.maxDrawdown = 0.1
        better.trades = 20
        better.expectancy = 20
        better.profit = 20
        better.winRate = 0.6
        better.profitFactor = 2
        var worse = SweepOverfitTests.figures(sharpe: 1, annual: 0.1)
        worse.totalReturn = 0.4
        worse.sortino = 1
        worse.calmar = 1
        worse.maxDrawdown = 0.2
        worse.trades = 10
        worse.expectancy = 10
        worse.profit = 10
        worse.winRate = 0.5
        worse.profitFactor = 1
        let (a, b) = (try #require(rank.value(of: better)), try #require(rank.value(of: worse)))
        #expect(a > b)
    }

    @Test func `the text names the days, the best row with both parts, and the measures of luck`() throws {
        let text = try Self.table((0..<30).map { (Double($0), Double($0)) }).text(
            title: "s on 1 symbol",
            width: 120,
            colour: false,
            most: 5
        )
        let lines = text.split(separator: "\n").map(String.init)
        #expect(lines.allSatisfy { $0.count == 120 })
        #expect(text.contains("30 combinations of a (30), best sharpe first"))
        #expect(text.contains("chosen by the days before \(SweepSpansTests.dates(100)[70])"))
        #expect(lines.first { $0.hasPrefix("29 ") }?.contains("29.00") == true)
        #expect(text.contains("and 25 more"))
        #expect(text.contains("combinations tried"))
    }
}
