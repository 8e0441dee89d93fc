import SaudaCore
import Testing

@testable import SaudaSimulation

/// The measures of luck, against values that are known.
@Suite struct SweepOverfitTests {
    static func figures(sharpe: Double? = nil, annual: Double? = nil) -> SweepFigures {
        var figures = SweepFigures(of: [], closed: [])
        figures.days = 1000
        figures.sharpe = sharpe
        figures.annualReturn = annual
        figures.skewness = 0
        figures.kurtosis = 3
        return figures
    }

    static func run(_ label: String, _ whole: SweepFigures, blocks: [Double] = [], fold: (Double, Double)? = nil)
        -> SweepRun
    {
        var run = SweepRun(label: label, whole: whole, folds: [], blocks: [], orders: 0, digest: "")
        run.blocks = blocks.map { SweepRun.Block(days: 100, sum: $0, squares: 1) }
        if let fold {
            run.folds = [
                SweepRun.Fold(
                    inSample: figures(sharpe: fold.0, annual: fold.0),
                    outOfSample: figures(sharpe: fold.1, annual: fold.1)
                )
            ]
        }
        return run
    }

    @Test func `the normal distribution and its inverse agree with the tables`() {
        #expect(abs(SweepOverfit.normal(1.959964) - 0.975) < 1e-6)
        #expect(abs(SweepOverfit.normalQuantile(0.975) - 1.959964) < 1e-6)
        #expect(abs(SweepOverfit.normalQuantile(0.5)) < 1e-9)
    }

    /// Bailey and Lopez de Prado, The Deflated Sharpe Ratio (2014), numerical example: 100 trials, variance 1/2 of the
    /// annual ratios, best 2.5 over 1,250 days with skewness -3 and kurtosis 10 gives 0.9004; there a year has 250 days.
    @Test func `the deflated Sharpe ratio is that of the paper's example`() throws {
        let root = CurveStatistics.daysPerYear.squareRoot() / 250.0.squareRoot()
        // 100 ratios of mean zero and sample variance 1/2.
        let spread = (0.5 * 99 / 100).squareRoot() * root
        let runs = (0..<100).map { Self.run("\($0)", Self.figures(sharpe: $0 % 2 == 0 ? spread : -spread)) }
        var best = Self.figures(sharpe: 2.5 * root)
        best.days = 1250
        best.skewness = -3
        best.kurtosis = 10
        let deflated = try #require(SweepOverfit.deflatedSharpe(of: best, among: runs))
        #expect(abs(deflated - 0.9004) < 0.0005, "\(deflated)")
    }

    @Test func `one that is best in every block is no overfit, ones that take turns are`() throws {
        let steady = (0..<20).map { index in
            Self.run("\(index)", Self.figures(), blocks: Array(repeating: Double(index), count: 10))
        }
        #expect(SweepOverfit.probability(of: steady) == 0)
        // Each earns in its own block what it loses over the others: the best half is always the worst other half.
        let turns = (0..<10).map { index in
            Self.run("\(index)", Self.figures(), blocks: (0..<10).map { $0 == index ? 9 : -1 })
        }
        #expect(try #require(SweepOverfit.probability(of: turns)) == 1)
        #expect(SweepOverfit.probability(of: [steady[0]]) == nil)
    }

    @Test func `equal combinations are all luck`() throws {
        let same = (0..<5).map { Self.run("\($0)", Self.figures(), blocks: Array(repeating: 1, count: 10)) }
        #expect(SweepOverfit.probability(of: same) == 1)
    }

    @Test func `efficiency is what was kept of what was promised`() {
        let runs = [Self.run("a", Self.figures(), fold: (0.2, 0.05))]
        #expect(SweepOverfit.efficiency(of: runs) == 0.25)
        #expect(SweepOverfit.efficiency(of: [Self.run("a", Self.figures(), fold: (-0.2, 0.05))]) == nil)
        #expect(SweepOverfit.efficiency(of: []) == nil)
    }

    @Test func `rank correlation is 1 for the same order, -1 for the opposite, and bears ties`() throws {
        #expect(SweepOverfit.rankCorrelation([1, 2, 3, 4], [10, 20, 30, 40]) == 1)
        #expect(SweepOverfit.rankCorrelation([1, 2, 3, 4], [4, 3, 2, 1]) == -1)
        #expect(SweepOverfit.rankCorrelation([1, 1, 1], [1, 2, 3]) == nil)
        let tied = try #require(SweepOverfit.rankCorrelation([1, 2, 2, 3], [1, 2, 3, 4]))
        #expect(abs(tied - 0.948_683) < 1e-6)
    }
}
