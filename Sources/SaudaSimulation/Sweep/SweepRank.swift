/// The figure that combinations are sorted by.
package enum SweepRank: String, CaseIterable, Sendable {
    case `return`, cagr, sharpe, sortino, calmar, drawdown, trades, expectancy, profit
    case winRate = "win-rate"
    case profitFactor = "profit-factor"

    /// Higher is better; nil when it is undefined, which is worse than any value.
    package func value(of figures: SweepFigures) -> Double? {
        switch self {
        case .return: figures.totalReturn
        case .cagr: figures.annualReturn
        case .sharpe: figures.sharpe
        case .sortino: figures.sortino
        case .calmar: figures.calmar
        case .drawdown: figures.maxDrawdown.map { -$0 }
        case .trades: Double(figures.trades)
        case .expectancy: figures.expectancy
        case .profit: figures.profit
        case .winRate: figures.winRate
        case .profitFactor: figures.profitFactor
        }
    }
}
