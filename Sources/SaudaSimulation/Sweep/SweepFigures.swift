import SaudaCore

/// What one combination earned and risked in a part of its run.
package struct SweepFigures: Hashable, Sendable, Codable {
    package var days: Int
    package var totalReturn: Double?
    /// CAGR.
    package var annualReturn: Double?
    package var sharpe: Double?
    package var sortino: Double?
    package var calmar: Double?
    /// The share of the peak that was lost, 0...1.
    package var maxDrawdown: Double?
    package var skewness: Double?
    package var kurtosis: Double?
    /// Closed in this part.
    package var trades: Int
    package var winRate: Double?
    package var profitFactor: Double?
    /// The mean profit of a trade after charges, in rupees.
    package var expectancy: Double?
    /// What equity changed by, in rupees: closed trades and open ones at the last prices, after charges.
    package var profit: Double

    private enum CodingKeys: String, CodingKey {
        case days, sharpe, sortino, calmar, skewness, kurtosis, trades, expectancy, profit
        case totalReturn = "total_return"
        case annualReturn = "cagr"
        case maxDrawdown = "max_drawdown"
        case winRate = "win_rate"
        case profitFactor = "profit_factor"
    }

    /// - Parameters:
    ///   - curve: one point before the part, then one for each of its days.
    ///   - closed: the trades that were closed within it.
    init(of curve: ArraySlice<EquityPoint>, closed: [TradeRecord]) {
        let statistics = CurveStatistics(of: Array(curve))
        let trades = TradeStatistics(of: closed)
        days = max(0, curve.count - 1)
        totalReturn = statistics.totalReturn
        annualReturn = statistics.annualReturn
        sharpe = statistics.sharpe
        sortino = statistics.sortino
        calmar = statistics.calmar
        maxDrawdown = statistics.maxDrawdown?.depth
        skewness = statistics.shape?.skewness
        kurtosis = statistics.shape?.kurtosis
        self.trades = trades.count
        winRate = trades.winRate
        profitFactor = trades.profitFactor
        expectancy = trades.expectancy?.rupees
        let change = (curve.last?.equity ?? .zero) - (curve.first?.equity ?? .zero)
        profit = change.rupees
    }
}
