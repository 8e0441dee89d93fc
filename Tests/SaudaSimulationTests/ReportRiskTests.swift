import SaudaCore
import SaudaSimulation
import Testing

/// Calmar, the probabilistic Sharpe ratio, time under water, alpha and beta.
@Suite struct ReportRiskTests {
    /// The closes of `ReportCurveTests`, and a benchmark made of them by nothing.
    static let closes: [Int64] = [
        1_000_000, 1_004_200, 998_700, 1_011_350, 1_020_000, 1_017_800, 990_250, 965_400, 972_100, 988_800,
        1_001_500, 1_023_400, 1_031_050, 1_029_900, 1_035_600, 1_018_250, 1_022_700, 1_040_000, 1_037_450,
        1_052_300,
    ]
    static let market: [Int64] = (0..<20).map { 1_000_000 + ($0 * 7919 % 13) * 1500 }

    private func isClose(_ value: Double?, _ expected: Double, within tolerance: Double = 1e-10) -> Bool {
        value.map { abs($0 - expected) <= tolerance * max(1, abs(expected)) } ?? false
    }

    private func comparison(
        _ own: [Int64],
        _ other: [Int64],
        riskFreeRate: Double = 0
    ) throws -> BenchmarkComparison? {
        let record = BacktestRecord(
            title: "x",
            equity: ReportSamples.curve(own),
            benchmark: ReportSamples.curve(other)
        )
        return try BacktestResult(of: record, riskFreeRate: riskFreeRate).benchmarkComparison
    }

    @Test func `twenty closes give the figures of an independent calculation`() throws {
        // Python 3.11, by the formulas: moments with / n, deviation with / (n - 1), normal by math.erf.
        let statistics = CurveStatistics(of: ReportSamples.curve(Self.closes))
        let shape = try #require(statistics.shape)
        #expect(isClose(shape.skewness, -0.8871443367910382))
        #expect(isClose(shape.kurtosis, 3.012403392584836))
        #expect(isClose(shape.probabilisticSharpe, 0.7838295451288442))
        #expect(isClose(statistics.calmar, 20.661607008636636))  // CAGR 1.1060036692858435 over 0.05352941176470588
        let pair = try #require(try comparison(Self.closes, Self.market))
        #expect(isClose(pair.beta, 0.924358626045704))
        #expect(isClose(pair.alpha, 0.47662766470688744))
        #expect(isClose(pair.correlation, 0.40874840620827735))
        let demanding = try #require(try comparison(Self.closes, Self.market, riskFreeRate: 0.065))
        #expect(isClose(demanding.alpha, 0.4717109753998583))
        #expect(isClose(demanding.beta, pair.beta))
    }

    @Test func `a curve against itself has beta 1, alpha 0 and correlation 1`() throws {
        let same = try #require(try comparison(Self.closes, Self.closes, riskFreeRate: 0.05))
        #expect(isClose(same.beta, 1))
        #expect(isClose(same.alpha, 0))
        #expect(isClose(same.correlation, 1))
    }

    @Test func `cash beside a moving benchmark has beta 0, and a still benchmark compares with nothing`() throws {
        let cash = try #require(try comparison([100, 100, 100, 100], [100, 110, 99, 120]))
        #expect(cash.beta == 0)
        #expect(cash.alpha == 0)
        #expect(cash.correlation == nil)
        #expect(try comparison([100, 110, 99, 120], [100, 100, 100, 100]) == nil)
        #expect(try comparison([100, 110], [100, 90]) == nil)
        #expect(try comparison([100, 0, 110], [100, 90, 95]) == nil)
    }

    @Test func `a symmetric two-valued return has kurtosis 1 and no skewness`() throws {
        // +10 % and -10 % in turn around a mean of 0: fourth moment = variance squared.
        let statistics = CurveStatistics(of: ReportSamples.curve([1_000_000, 1_100_000, 990_000, 1_089_000, 980_100]))
        let shape = try #require(statistics.shape)
        #expect(isClose(shape.kurtosis, 1))
        #expect(isClose(shape.skewness, 0))
        #expect(isClose(shape.probabilisticSharpe, 0.5))
    }

    @Test func `a probability stays between 0 and 1, and grows with the same returns seen more often`() throws {
        var chances: [Double] = []
        for times in 1...6 {
            var equity: [Int64] = [1_000_000_000]
            for _ in 0..<times {
                for step in [12, -7, 3, 9, -4] as [Int64] {
                    equity.append(equity[equity.count - 1] / 1000 * (1000 + step))
                }
            }
            let chance = CurveStatistics(of: ReportSamples.curve(equity)).shape?.probabilisticSharpe
            chances.append(try #require(chance))
        }
        #expect(chances == chances.sorted())
        #expect(chances.allSatisfy { (0...1).contains($0) })
    }

    @Test func `time under water is counted from the peak to the recovery`() {
        // Days Mon 1 to Fri 5 and Mon 8 January; peak on the 2nd, back on the 8th: 6 days, 3 of 5 points below.
        let water = UnderWater(of: ReportSamples.curve([100, 120, 110, 90, 119, 120]))
        #expect(water?.share == 0.6)
        #expect(water?.longestDays == 6)
        #expect(water?.from == Day("2024-01-02"))
        #expect(water?.to == Day("2024-01-08"))
        let open = UnderWater(of: ReportSamples.curve([100, 90, 100, 99, 98, 97]))
        #expect(open?.from == Day("2024-01-03"))
        #expect(open?.to == nil)
        #expect(open?.longestDays == 5)
        let never = UnderWater(of: ReportSamples.curve([100, 100, 101]))
        #expect(never?.share == 0)
        #expect(never?.longestDays == 0)
        #expect(never?.from == nil)
        #expect(UnderWater(of: []) == nil)
        #expect(UnderWater(of: ReportSamples.curve([100]))?.share == nil)
    }

    @Test func `annual figures of a run under a year are marked, of a year they are not`() {
        func curve(days: Int) -> CurveStatistics {
            let start = ReportSamples.monday
            return CurveStatistics(of: [
                EquityPoint(day: start, equity: Money(rupees: 100), invested: .zero),
                EquityPoint(day: start.advanced(by: days), equity: Money(rupees: 110), invested: .zero),
            ])
        }
        #expect(curve(days: 364).isUnderAYear)
        #expect(!curve(days: 365).isUnderAYear)
    }
}
