import Glibc

/// What the distribution of daily returns says about their Sharpe ratio.
package struct ReturnShape: Hashable, Sendable {
    /// Third central moment over the cube of the population deviation: below 0, the large days are losses.
    package var skewness: Double
    /// Fourth central moment over the square of the population variance; 3 for a normal distribution.
    package var kurtosis: Double
    /// Probabilistic Sharpe ratio: how sure it is, 0...1, that the true Sharpe ratio is above 0.
    ///
    /// N((S - 0) * sqrt(n - 1) / sqrt(1 - g3 * S + (g4 - 1) / 4 * S^2)) with N the normal distribution, S the daily
    /// Sharpe ratio that is not annualised, n the number of returns, g3 skewness and g4 kurtosis (Bailey and
    /// Lopez de Prado, The Sharpe Ratio Efficient Frontier, 2012). Nil when the root is not positive. It knows nothing
    /// of the trials that were thrown away before this one.
    package var probabilisticSharpe: Double?

    /// - Parameter sharpe: mean excess return over sample deviation, per day.
    /// - Precondition: the returns are not all alike.
    init(of returns: [Double], sharpe: Double) {
        let count = Double(returns.count)
        let mean = returns.reduce(0, +) / count
        var moments = (two: 0.0, three: 0.0, four: 0.0)
        for value in returns {
            let square = (value - mean) * (value - mean)
            moments.two += square
            moments.three += square * (value - mean)
            moments.four += square * square
        }
        let variance = moments.two / count
        skewness = moments.three / count / (variance * variance.squareRoot())
        kurtosis = moments.four / count / (variance * variance)
        let spread = 1 - skewness * sharpe + (kurtosis - 1) / 4 * sharpe * sharpe
        if spread > 0 {
            let score = sharpe * (count - 1).squareRoot() / spread.squareRoot()
            probabilisticSharpe = erfc(-score / 2.0.squareRoot()) / 2
        }
    }
}
