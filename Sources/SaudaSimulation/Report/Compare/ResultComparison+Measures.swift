extension ResultComparison {
    enum Direction { case higher, lower, neither }

    struct Measure: Sendable {
        var name: String
        var unit: SweepTable.Figure.Unit
        var direction: Direction
        var value: @Sendable (ResultFile) -> Double?

        init(
            _ name: String,
            _ unit: SweepTable.Figure.Unit,
            _ direction: Direction,
            _ value: @escaping @Sendable (ResultFile) -> Double?
        ) {
            self.name = name
            self.unit = unit
            self.direction = direction
            self.value = value
        }
    }

    /// Every figure that is compared, in the order of the table.
    static let measures: [Measure] = [
        Measure("End equity", .rupees, .higher) { $0.endEquity },
        Measure("Total return", .ratio, .higher) { $0.statistics.totalReturn },
        Measure("CAGR", .ratio, .higher) { $0.statistics.annualReturn },
        Measure("Volatility", .ratio, .lower) { $0.statistics.volatility },
        Measure("Sharpe", .number, .higher) { $0.statistics.sharpe },
        Measure("P(Sharpe > 0)", .ratio, .higher) { $0.statistics.probabilisticSharpe },
        Measure("Sortino", .number, .higher) { $0.statistics.sortino },
        Measure("Calmar", .number, .higher) { $0.statistics.calmar },
        Measure("Max drawdown", .ratio, .lower) { $0.statistics.maxDrawdown?["depth"]?.number },
        Measure("Days under water", .ratio, .lower) { $0.statistics.underWater?["share"]?.number },
        Measure("Longest under water, days", .count, .lower) { $0.statistics.underWater?["longest_days"]?.number },
        Measure("Above buy and hold", .ratio, .higher) { $0.excessReturn },
        Measure("Alpha a year", .ratio, .higher) { $0.comparison?["alpha"] ?? nil },
        Measure("Beta", .number, .neither) { $0.comparison?["beta"] ?? nil },
        Measure("Trades", .count, .neither) { $0.tradeStatistics["count"] ?? nil },
        Measure("Win rate", .ratio, .higher) { $0.tradeStatistics["win_rate"] ?? nil },
        Measure("Profit factor", .number, .higher) { $0.tradeStatistics["profit_factor"] ?? nil },
        Measure("Expectancy", .rupees, .higher) { $0.tradeStatistics["expectancy"] ?? nil },
        Measure("SQN", .number, .higher) { $0.tradeStatistics["sqn"] ?? nil },
        Measure("Average win", .rupees, .higher) { $0.tradeStatistics["average_win"] ?? nil },
        Measure("Average loss", .rupees, .higher) { $0.tradeStatistics["average_loss"] ?? nil },
        Measure("Days held, mean", .number, .neither) { $0.tradeStatistics["mean_holding_days"] ?? nil },
        Measure("Capital invested, mean", .ratio, .neither) { $0.exposure["capital"] ?? nil },
        Measure("Turnover a year", .number, .neither) { $0.exposure["turnover"] ?? nil },
        Measure("Charges", .rupees, .lower) { $0.totalCharges },
        Measure("Skipped signals", .count, .neither) { Double($0.totalSkipped) },
        Measure("Start equity", .rupees, .neither) { $0.startEquity },
        Measure("Trading days", .count, .neither) { Double($0.tradingDays) },
    ]
}
