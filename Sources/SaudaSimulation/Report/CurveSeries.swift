import SaudaCore

/// Series along an equity curve, with one value for each point: nil where it is undefined. Computed when asked for, so
/// that a sweep does not pay for what nobody draws.
package enum CurveSeries {
    /// The window of the rolling Sharpe ratio in trading days, half a year.
    package static let rollingSharpeDays = 126

    /// At or below 0: equity over the highest equity so far, less 1; nil while that is not above zero.
    package static func drawdown(of curve: [EquityPoint]) -> [Double?] {
        var top = Money.zero
        return curve.map { point in
            top = max(top, point.equity)
            return top > .zero ? max(-1, Double((point.equity - top).raw) / Double(top.raw)) : nil
        }
    }

    /// Market value of open positions over equity, negative when short; nil while equity is not above zero.
    package static func exposure(of curve: [EquityPoint]) -> [Double?] {
        curve.map { $0.equity > .zero ? Double($0.invested.raw) / Double($0.equity.raw) : nil }
    }

    /// The Sharpe ratio of the last `days` daily returns, as in `CurveStatistics`: annualised with 252.
    package static func rollingSharpe(
        of curve: [EquityPoint],
        days: Int = rollingSharpeDays,
        riskFreeRate: Double = 0
    ) -> [Double?] {
        guard days > 1, let returns = CurveStatistics.dailyReturns(of: curve) else { return curve.map { _ in nil } }
        let daily = riskFreeRate / CurveStatistics.daysPerYear
        return curve.indices.map { index in
            guard index >= days else { return nil }
            let window = returns[(index - days)..<index]
            let mean = window.reduce(0, +) / Double(days)
            let squares = window.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
            let deviation = (squares / Double(days - 1)).squareRoot()
            guard deviation > CurveStatistics.noSpread else { return nil }
            return CurveStatistics.finite((mean - daily) / deviation * CurveStatistics.daysPerYear.squareRoot())
        }
    }

    /// One for each calendar month with a point after the base, in order; the first and the last may be partial.
    package static func monthlyReturns(of curve: [EquityPoint]) -> [PeriodReturn] {
        periodReturns(of: curve) { PeriodReturn(year: $0.parts.year, month: $0.parts.month) }
    }

    package static func yearlyReturns(of curve: [EquityPoint]) -> [PeriodReturn] {
        periodReturns(of: curve) { PeriodReturn(year: $0.parts.year) }
    }

    private static func periodReturns(of curve: [EquityPoint], _ period: (Day) -> PeriodReturn) -> [PeriodReturn] {
        guard var base = curve.first?.equity else { return [] }
        var returns: [PeriodReturn] = []
        var last = base
        for point in curve.dropFirst() {
            var now = period(point.day)
            if returns.last?.year != now.year || returns.last?.month != now.month {
                base = last
                returns.append(now)
            }
            now.ratio = base > .zero ? Double((point.equity - base).raw) / Double(base.raw) : nil
            returns[returns.count - 1] = now
            last = point.equity
        }
        return returns
    }
}

extension BacktestResult {
    /// See `CurveSeries.rollingSharpe`.
    package var rollingSharpe: [Double?] { CurveSeries.rollingSharpe(of: equity, riskFreeRate: riskFreeRate) }
}
