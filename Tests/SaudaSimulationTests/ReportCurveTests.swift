import SaudaCore
import SaudaSimulation
import Testing

@Suite struct ReportCurveTests {
    private func isClose(_ value: Double?, _ expected: Double, within tolerance: Double = 1e-12) -> Bool {
        value.map { abs($0 - expected) <= tolerance } ?? false
    }

    @Test func `three closes give the figures worked out by hand`() {
        // 100 -> 110 -> 99: returns +0.1 and -0.1, mean 0.
        let statistics = CurveStatistics(of: ReportSamples.curve([100, 110, 99]), riskFreeRate: -0.252)
        #expect(isClose(statistics.totalReturn, -0.01))
        // Two calendar days: 0.99 ^ (365.25 / 2) - 1 = exp(182.625 * ln 0.99) - 1 = exp(-1.8354426) - 1.
        #expect(isClose(statistics.annualReturn, -0.8404574, within: 1e-6))
        // sqrt((0.01 + 0.01) / 1) * sqrt(252) = 0.1414213562 * 15.8745078664 = 2.2449944321.
        #expect(isClose(statistics.volatility, 2.244_994_432_1, within: 1e-9))
        // A rate of -25.2 % is -0.001 a day: 0.001 / 0.1414213562 * 15.8745078664 = 0.1122497216.
        #expect(isClose(statistics.sharpe, 0.112_249_721_6, within: 1e-9))
        // Downside sqrt((0 + 0.01) / 2) = 0.0707106781: 0.001 / 0.0707106781 * 15.8745078664 = 0.2244994432.
        #expect(isClose(statistics.sortino, 0.224_499_443_2, within: 1e-9))
        // 110 -> 99 is 11 of 110.
        #expect(isClose(statistics.maxDrawdown?.depth, 0.1))
        #expect(statistics.maxDrawdown?.amount == Money(rupees: 11))
    }

    @Test func `twenty closes give the figures of an independent calculation`() throws {
        // numpy 2.4.6: r = np.diff(e) / e[:-1]; sd = r.std(ddof=1); dd = np.sqrt(np.mean(np.minimum(r, 0) ** 2));
        // vol = sd * np.sqrt(252); sharpe = (r.mean() - rf / 252) / sd * np.sqrt(252), sortino the same over dd;
        // drawdown: m = np.maximum.accumulate(e); ((m - e) / m).max(). Annual: (e[-1] / e[0]) ** (365.25 / 25) - 1.
        let curve = ReportSamples.curve([
            1_000_000, 1_004_200, 998_700, 1_011_350, 1_020_000, 1_017_800, 990_250, 965_400, 972_100, 988_800,
            1_001_500, 1_023_400, 1_031_050, 1_029_900, 1_035_600, 1_018_250, 1_022_700, 1_040_000, 1_037_450,
            1_052_300,
        ])
        let statistics = CurveStatistics(of: curve)
        #expect(isClose(statistics.totalReturn, 0.05230000000000001))
        #expect(isClose(statistics.annualReturn, 1.1060036692858435, within: 1e-10))
        #expect(isClose(statistics.volatility, 0.21730372238510187))
        #expect(isClose(statistics.sharpe, 3.219119160480466, within: 1e-10))
        #expect(isClose(statistics.sortino, 4.679275323735468, within: 1e-10))
        let fall = try #require(statistics.maxDrawdown)
        #expect(isClose(fall.depth, 0.05352941176470588))
        #expect(fall.amount == Money(rupees: 54_600))
        #expect(fall.peak == Day("2024-01-05"))
        #expect(fall.trough == Day("2024-01-10"))
        #expect(fall.recovery == Day("2024-01-16"))

        let demanding = CurveStatistics(of: curve, riskFreeRate: 0.065)
        #expect(isClose(demanding.sharpe, 2.919998651698715, within: 1e-10))
        #expect(isClose(demanding.sortino, 4.24447712404511, within: 1e-10))
    }

    @Test func `annual return counts calendar days`() throws {
        // 731 days, two years and half a day: 1.21 ^ (365.25 / 731) - 1, a little under 10 %.
        let start = try #require(Day("2022-01-01"))
        let curve = [
            EquityPoint(day: start, equity: Money(rupees: 100), invested: .zero),
            EquityPoint(day: start.advanced(by: 731), equity: Money(rupees: 121), invested: .zero),
        ]
        #expect(isClose(CurveStatistics(of: curve).annualReturn, 0.099_928_3, within: 1e-6))
    }

    @Test func `without a second close everything but the drawdown is undefined`() {
        for curve in [[], ReportSamples.curve([100])] {
            let statistics = CurveStatistics(of: curve)
            #expect(statistics.totalReturn == nil)
            #expect(statistics.annualReturn == nil)
            #expect(statistics.volatility == nil)
            #expect(statistics.sharpe == nil)
            #expect(statistics.sortino == nil)
            #expect(statistics.maxDrawdown?.depth == curve.first.map { _ in 0 })
        }
    }

    @Test func `a single return has no volatility`() {
        let statistics = CurveStatistics(of: ReportSamples.curve([100, 101]))
        #expect(isClose(statistics.totalReturn, 0.01))
        #expect(statistics.volatility == nil)
        #expect(statistics.sortino == nil)
    }

    @Test func `returns that never change or never fall have no ratio to divide by`() {
        let flat = CurveStatistics(of: ReportSamples.curve([100, 100, 100]))
        #expect(flat.volatility == 0)
        #expect(flat.sharpe == nil)
        // +1 % every day: the spread is rounding, about 1e-17.
        let steady = CurveStatistics(of: ReportSamples.curve([1_000_000, 1_010_000, 1_020_100, 1_030_301]))
        #expect(steady.sharpe == nil)
        #expect(steady.sortino == nil)
    }

    @Test func `equity that touches zero leaves what can still be said`() {
        let lost = CurveStatistics(of: ReportSamples.curve([100, 50, 0]))
        #expect(lost.totalReturn == -1)
        #expect(lost.annualReturn == -1)
        #expect(lost.volatility != nil)
        let back = CurveStatistics(of: ReportSamples.curve([100, 0, 50]))
        #expect(back.totalReturn == -0.5)
        #expect(back.volatility == nil)
        let below = CurveStatistics(of: ReportSamples.curve([100, 40, -20]))
        #expect(below.annualReturn == nil)
        #expect(below.maxDrawdown?.depth == 1)
        #expect(below.maxDrawdown?.amount == Money(rupees: 120))
        #expect(below.maxDrawdown?.trough == Day("2024-01-03"))
        let never = CurveStatistics(of: ReportSamples.curve([0, 0, 0]))
        #expect(never.totalReturn == nil)
        #expect(never.maxDrawdown == nil)
    }

    @Test func `a drawdown knows its dates`() {
        // Peak 120 on the 4th close (the 120 before it is no fall), trough 90, back on the 7th close.
        let fall = Drawdown(of: ReportSamples.curve([100, 80, 120, 120, 90, 100, 121, 115]))
        #expect(fall?.depth == 0.25)
        #expect(fall?.peak == Day("2024-01-04"))
        #expect(fall?.trough == Day("2024-01-05"))
        #expect(fall?.recovery == Day("2024-01-09"))
        let open = Drawdown(of: ReportSamples.curve([100, 90, 100, 70, 99]))
        #expect(open?.trough == Day("2024-01-04"))
        #expect(open?.recovery == nil)
        let twice = Drawdown(of: ReportSamples.curve([100, 80, 100, 80]))
        #expect(twice?.trough == Day("2024-01-02"))
        #expect(twice?.recovery == Day("2024-01-03"))
        let none = Drawdown(of: ReportSamples.curve([100, 100, 101]))
        #expect(none?.depth == 0)
        #expect(none?.peak == nil)
    }

    @Test func `drawdown stays within 0 and 1 and total return is last over first less 1`() throws {
        var seed: UInt64 = 42
        func random(_ bound: UInt64) -> Int64 {
            seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int64(seed >> 33) % Int64(bound)
        }
        for _ in 0..<300 {
            var equity: [Int64] = [1 + random(1000)]
            for _ in 0..<random(60) { equity.append(max(-50, equity[equity.count - 1] + random(101) - 50)) }
            let statistics = CurveStatistics(of: ReportSamples.curve(equity), riskFreeRate: 0.05)
            let fall = try #require(statistics.maxDrawdown)
            #expect((0...1).contains(fall.depth))
            // The same fall found by comparing every pair of closes.
            var deepest = 0.0
            for (index, peak) in equity.enumerated() where peak > 0 {
                for low in equity[index...] { deepest = max(deepest, Double(peak - low) / Double(peak)) }
            }
            #expect(isClose(fall.depth, min(1, deepest)))
            if equity.count > 1 {
                #expect(isClose(statistics.totalReturn, Double(equity[equity.count - 1]) / Double(equity[0]) - 1))
            }
            for figure in [statistics.annualReturn, statistics.volatility, statistics.sharpe, statistics.sortino] {
                #expect(figure?.isFinite ?? true)
            }
        }
    }
}
