import SaudaCore
import SaudaSimulation
import Testing

/// Series along the curve, returns of months and years, and what is told of the trades beside their mean.
@Suite struct ReportSeriesTests {
    private func isClose(_ value: Double?, _ expected: Double) -> Bool {
        value.map { abs($0 - expected) <= 1e-9 } ?? false
    }

    @Test func `the rolling Sharpe ratio is that of its window alone`() throws {
        let curve = ReportSamples.curve(ReportRiskTests.closes)
        let rolling = CurveSeries.rollingSharpe(of: curve, days: 5)
        #expect(rolling.count == curve.count)
        #expect(rolling.prefix(5).allSatisfy { $0 == nil })
        #expect(isClose(rolling[5], 7.5691745368115155))
        #expect(isClose(rolling[19], 3.8189764325594058))
        for index in 5..<20 {
            let window = CurveStatistics(of: Array(curve[(index - 5)...index]), riskFreeRate: 0.03)
            let value = CurveSeries.rollingSharpe(of: curve, days: 5, riskFreeRate: 0.03)[index]
            #expect(isClose(value, try #require(window.sharpe)))
        }
        #expect(CurveSeries.rollingSharpe(of: ReportSamples.curve([100, 100, 100]), days: 2) == [nil, nil, nil])
        #expect(CurveSeries.rollingSharpe(of: [], days: 5).isEmpty)
    }

    @Test func `the deepest point of the drawdown series is the deepest fall`() throws {
        let curve = ReportSamples.curve(ReportRiskTests.closes)
        let series = CurveSeries.drawdown(of: curve)
        let deepest = try #require(series.compactMap(\.self).min())
        #expect(isClose(-deepest, try #require(CurveStatistics(of: curve).maxDrawdown?.depth)))
        #expect(series[0] == 0)
        #expect(CurveSeries.drawdown(of: ReportSamples.curve([100, 50, -50])) == [0, -0.5, -1])
        #expect(CurveSeries.drawdown(of: ReportSamples.curve([0, 50])) == [nil, 0])
    }

    @Test func `exposure is what is invested over equity`() {
        let curve = ReportSamples.curve([100, 200, 0, 100], invested: [0, 50, 10, -25])
        #expect(CurveSeries.exposure(of: curve) == [0, 0.25, nil, -0.25])
    }

    @Test func `months and years are measured from the close before them`() {
        let start = Day("2023-11-30")!
        func point(_ day: String, _ rupees: Int64) -> EquityPoint {
            EquityPoint(day: Day(day)!, equity: Money(rupees: rupees), invested: .zero)
        }
        let curve = [
            EquityPoint(day: start, equity: Money(rupees: 100), invested: .zero), point("2023-12-01", 110),
            point("2023-12-29", 120), point("2024-01-01", 90), point("2024-03-15", 108),
        ]
        let months = CurveSeries.monthlyReturns(of: curve)
        #expect(months.map(\.month) == [12, 1, 3])
        #expect(months.map(\.year) == [2023, 2024, 2024])
        #expect(isClose(months[0].ratio, 0.2))
        #expect(isClose(months[1].ratio, -0.25))
        #expect(isClose(months[2].ratio, 0.2))
        let years = CurveSeries.yearlyReturns(of: curve)
        #expect(years.map(\.year) == [2023, 2024])
        #expect(isClose(years[1].ratio, -0.1))
        #expect(CurveSeries.monthlyReturns(of: Array(curve.prefix(1))).isEmpty)
        #expect(CurveSeries.monthlyReturns(of: []).isEmpty)
    }

    @Test func `months compounded are the total return`() throws {
        let closes: [Int64] = (0..<400).map { (index: Int64) in 1_000_000 + index * 700 + index * 7919 % 101 * 900 }
        let curve = ReportSamples.curve(closes)
        let total = try #require(CurveStatistics(of: curve).totalReturn)
        for periods in [CurveSeries.monthlyReturns(of: curve), CurveSeries.yearlyReturns(of: curve)] {
            #expect(isClose(periods.reduce(1) { $0 * (1 + ($1.ratio ?? .nan)) } - 1, total))
        }
        #expect(CurveSeries.monthlyReturns(of: curve).count == 19)
    }

    @Test func `wins, losses, streaks and quality of eight trades are worked out by hand`() throws {
        // +300 +100 | -200 -50 -150 | 0 | +50 +50: wins 500 / 4, losses -400 / 3, streaks 2 and 3.
        let profits: [Int64] = [300, 100, -200, -50, -150, 0, 50, 50]
        let trades = try profits.map {
            try ReportSamples.trade(at: "100.00", to: Price(paise: 10_000 + $0).description)
        }
        let statistics = TradeStatistics(of: trades)
        #expect(statistics.averageWin == Money(rupees: 125))
        #expect(statistics.averageLoss == Money(raw: -1_333_333))
        #expect(isClose(statistics.payoffRatio, 125 / 133.3333))
        #expect(statistics.bestTrade == Money(rupees: 300))
        #expect(statistics.worstTrade == Money(rupees: -200))
        #expect(isClose(statistics.bestRatio, 0.03))
        #expect(isClose(statistics.worstRatio, -0.02))
        #expect(statistics.longestWinStreak == 2)
        #expect(statistics.longestLossStreak == 3)
        // Mean 12.5; squares sum to 170,000 - 8 * 12.5^2 = 168,750; deviation sqrt(168,750 / 7); times sqrt(8).
        #expect(isClose(statistics.systemQuality, 12.5 / (168_750.0 / 7).squareRoot() * 8.0.squareRoot()))
    }

    @Test func `one trade, equal trades and none have no quality number`() throws {
        let one = try ReportSamples.trade(at: "100.00", to: "101.00")
        #expect(TradeStatistics(of: [one]).systemQuality == nil)
        #expect(TradeStatistics(of: [one]).longestWinStreak == 1)
        #expect(TradeStatistics(of: [one, one, one]).systemQuality == nil)
        #expect(TradeStatistics(of: [one]).averageLoss == nil)
        #expect(TradeStatistics(of: []).bestTrade == nil)
    }
}
