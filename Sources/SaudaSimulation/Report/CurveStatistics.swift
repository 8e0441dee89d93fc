import Glibc
import SaudaCore

/// What an equity curve earned and risked. All figures are fractions (0.12 is 12 %) and rest on the closes of the
/// curve's days; the first point is the base and has no return of its own.
///
/// A figure that is undefined is nil: a single point, fewer than two returns for the last three ratios, nothing to
/// divide by, a close at or below zero to divide by.
package struct CurveStatistics: Hashable, Sendable {
    /// Trading days in a year, for volatility and every ratio of daily returns.
    package static let daysPerYear = 252.0
    /// Calendar days in a year, for annual return and turnover.
    package static let calendarDaysPerYear = 365.25
    /// A spread of daily returns below this is rounding; a ratio to it would be meaningless.
    static let noSpread = 1e-12

    /// Last equity over first, less 1.
    package var totalReturn: Double?
    /// CAGR: (1 + total return) ^ (365.25 / calendar days between the first and the last day) - 1.
    ///
    /// Of a run under a year it says what a year of such days would give, which nobody has seen: `isUnderAYear`.
    package var annualReturn: Double?
    /// Whether the curve spans less than 365 calendar days, so that every annual figure is an extrapolation.
    package var isUnderAYear = false
    /// Sample standard deviation (n - 1) of daily simple returns, times the root of 252.
    package var volatility: Double?
    /// Mean daily return less the risk-free rate / 252, over the sample standard deviation, times the root of 252.
    package var sharpe: Double?
    /// As Sharpe, over the downside deviation: the root of the mean, over all days, of the squares of returns below 0.
    package var sortino: Double?
    package var maxDrawdown: Drawdown?
    /// CAGR over the depth of the deepest fall; nil when equity never fell.
    package var calmar: Double?
    package var underWater: UnderWater?
    /// Skewness, kurtosis and what they leave of the Sharpe ratio.
    package var shape: ReturnShape?

    /// - Parameter riskFreeRate: a year's rate as a fraction, 0.065 for 6.5 %.
    package init(of curve: [EquityPoint], riskFreeRate: Double = 0) {
        maxDrawdown = Drawdown(of: curve)
        underWater = UnderWater(of: curve)
        guard let first = curve.first, let last = curve.last, curve.count > 1, first.equity > .zero else { return }
        let growth = Double(last.equity.raw) / Double(first.equity.raw)
        totalReturn = growth - 1
        let years = Self.years(from: first.day, to: last.day)
        isUnderAYear = last.day.days(since: first.day) < 365
        if years > 0, growth >= 0 { annualReturn = Self.finite(pow(growth, 1 / years) - 1) }
        if let annualReturn, let depth = maxDrawdown?.depth, depth > 0 { calmar = Self.finite(annualReturn / depth) }

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
        if deviation > Self.noSpread { shape = ReturnShape(of: returns, sharpe: excess / deviation) }
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

    static func finite(_ value: Double) -> Double? { value.isFinite ? value : nil }
}

extension CurveStatistics: Encodable {
    private enum CodingKeys: String, CodingKey {
        case volatility, sharpe, sortino, cagr, calmar, skewness, kurtosis
        case totalReturn = "total_return"
        case annualReturn = "annual_return"
        case maxDrawdown = "max_drawdown"
        case isUnderAYear = "under_a_year"
        case underWater = "under_water"
        case probabilisticSharpe = "probabilistic_sharpe"
    }

    package func encode(to encoder: any Encoder) throws {
        var row = encoder.container(keyedBy: CodingKeys.self)
        try row.encodeRatio(totalReturn, forKey: .totalReturn)
        try row.encodeRatio(annualReturn, forKey: .annualReturn)
        try row.encodeRatio(volatility, forKey: .volatility)
        try row.encodeRatio(sharpe, forKey: .sharpe)
        try row.encodeRatio(sortino, forKey: .sortino)
        try row.encode(maxDrawdown, forKey: .maxDrawdown)
        // The same as `annual_return`, by the name it is looked for.
        try row.encodeRatio(annualReturn, forKey: .cagr)
        try row.encode(isUnderAYear, forKey: .isUnderAYear)
        try row.encodeRatio(calmar, forKey: .calmar)
        try row.encode(underWater, forKey: .underWater)
        try row.encodeRatio(shape?.skewness, forKey: .skewness)
        try row.encodeRatio(shape?.kurtosis, forKey: .kurtosis)
        try row.encodeRatio(shape?.probabilisticSharpe, forKey: .probabilisticSharpe)
    }
}
