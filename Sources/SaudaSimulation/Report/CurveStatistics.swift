import Glibc
import SaudaCore

/// What an equity curve earned and risked. All figures are fractions (0.12 is 12 %) and rest on the closes of the
/// curve's days; the first point is the base and has no return of its own.
///
/// A figure that is undefined is nil: a single point, fewer than two returns for the last three ratios, nothing to
/// divide by, a close at or below zero to divide by.
package struct CurveStatistics: Hashable, Sendable {
    /// Trading days in a year, for volatility, Sharpe and Sortino.
    package static let daysPerYear = 252.0
    /// Calendar days in a year, for annual return and turnover.
    package static let calendarDaysPerYear = 365.25
    /// A spread of daily returns below this is rounding; a ratio to it would be meaningless.
    private static let noSpread = 1e-12

    /// Last equity over first, less 1.
    package var totalReturn: Double?
    /// The total return compounded to a year of 365.25 calendar days, between the first and the last day.
    package var annualReturn: Double?
    /// Sample standard deviation (n - 1) of daily simple returns, times the root of 252.
    package var volatility: Double?
    /// Mean daily return less the risk-free rate / 252, over the sample standard deviation, times the root of 252.
    package var sharpe: Double?
    /// As Sharpe, over the downside deviation: the root of the mean, over all days, of the squares of returns below 0.
    package var sortino: Double?
    package var maxDrawdown: Drawdown?

    /// - Parameter riskFreeRate: a year's rate as a fraction, 0.065 for 6.5 %.
    package init(of curve: [EquityPoint], riskFreeRate: Double = 0) {
        maxDrawdown = Drawdown(of: curve)
        guard let first = curve.first, let last = curve.last, curve.count > 1, first.equity > .zero else { return }
        let growth = Double(last.equity.raw) / Double(first.equity.raw)
        totalReturn = growth - 1
        let years = Self.years(from: first.day, to: last.day)
        if years > 0, growth >= 0 { annualReturn = Self.finite(pow(growth, 1 / years) - 1) }

        guard curve.count > 2, let returns = Self.dailyReturns(of: curve) else { return }
        let count = Double(returns.count)
        let mean = returns.reduce(0, +) / count
        let deviation = (returns.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)).squareRoot()
        let downside = (returns.reduce(0) { $0 + min(0, $1) * min(0, $1) } / count).squareRoot()
        let excess = mean - riskFreeRate / Self.daysPerYear
        let yearly = Self.daysPerYear.squareRoot()
        volatility = deviation * yearly
        if deviation > Self.noSpread { sharpe = Self.finite(excess / deviation * yearly) }
        if downside > Self.noSpread { sortino = Self.finite(excess / downside * yearly) }
    }

    /// One simple return for each point but the first; nil when one would divide by a close at or below zero.
    static func dailyReturns(of curve: [EquityPoint]) -> [Double]? {
        guard curve.dropLast().allSatisfy({ $0.equity > .zero }) else { return nil }
        return zip(curve, curve.dropFirst()).map { before, after in
            Double((after.equity - before.equity).raw) / Double(before.equity.raw)
        }
    }

    static func years(from first: Day, to last: Day) -> Double {
        Double(last.days(since: first)) / calendarDaysPerYear
    }

    private static func finite(_ value: Double) -> Double? { value.isFinite ? value : nil }
}

extension CurveStatistics: Encodable {
    private enum CodingKeys: String, CodingKey {
        case volatility, sharpe, sortino
        case totalReturn = "total_return"
        case annualReturn = "annual_return"
        case maxDrawdown = "max_drawdown"
    }

    package func encode(to encoder: any Encoder) throws {
        var row = encoder.container(keyedBy: CodingKeys.self)
        try row.encodeRatio(totalReturn, forKey: .totalReturn)
        try row.encodeRatio(annualReturn, forKey: .annualReturn)
        try row.encodeRatio(volatility, forKey: .volatility)
        try row.encodeRatio(sharpe, forKey: .sharpe)
        try row.encodeRatio(sortino, forKey: .sortino)
        try row.encode(maxDrawdown, forKey: .maxDrawdown)
    }
}
