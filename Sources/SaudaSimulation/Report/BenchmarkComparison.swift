/// How the daily returns of a curve hang on those of its benchmark, by least squares.
package struct BenchmarkComparison: Hashable, Sendable {
    /// Covariance of both over the variance of the benchmark's: 1 moves with it, 0 is indifferent to it.
    package var beta: Double
    /// Jensen's alpha: what is left of the mean daily return without beta times the benchmark's, both less the
    /// risk-free rate / 252, times 252. A fraction a year, not compounded.
    package var alpha: Double
    /// Pearson's, -1...1; nil when the curve's own returns are all alike.
    package var correlation: Double?

    /// Nil with fewer than two returns, a close at or below zero to divide by, or a benchmark that never moves.
    ///
    /// - Precondition: both curves have the same days.
    init?(of curve: [EquityPoint], with benchmark: [EquityPoint], riskFreeRate: Double) {
        guard curve.count > 2, let own = CurveStatistics.dailyReturns(of: curve),
            let other = CurveStatistics.dailyReturns(of: benchmark)
        else { return nil }
        let count = Double(own.count)
        let means = (own: own.reduce(0, +) / count, other: other.reduce(0, +) / count)
        var sums = (own: 0.0, other: 0.0, both: 0.0)
        for (x, y) in zip(own, other) {
            sums.own += (x - means.own) * (x - means.own)
            sums.other += (y - means.other) * (y - means.other)
            sums.both += (x - means.own) * (y - means.other)
        }
        let noSpread = CurveStatistics.noSpread * CurveStatistics.noSpread * count
        guard sums.other > noSpread else { return nil }
        let daily = riskFreeRate / CurveStatistics.daysPerYear
        beta = sums.both / sums.other
        alpha = (means.own - daily - beta * (means.other - daily)) * CurveStatistics.daysPerYear
        if sums.own > noSpread { correlation = sums.both / (sums.own * sums.other).squareRoot() }
    }
}

extension BenchmarkComparison: Encodable {
    private enum CodingKeys: String, CodingKey { case alpha, beta, correlation }

    package func encode(to encoder: any Encoder) throws {
        var row = encoder.container(keyedBy: CodingKeys.self)
        try row.encodeRatio(alpha, forKey: .alpha)
        try row.encodeRatio(beta, forKey: .beta)
        try row.encodeRatio(correlation, forKey: .correlation)
    }
}
