import SaudaCore

/// The result as other programs read it; `KeyedEncodingContainer+Report` has the forms of money, days and nil.
/// `start_day` and `start_equity` are the base of every return, the evening before `first_day`; `trading_days` counts
/// the days that were played, without the base. A key keeps its name and meaning for as long as `version` stays; new keys may be added.
extension BacktestResult: Encodable {
    package static let version = 1

    private enum CodingKeys: String, CodingKey {
        case version, title, statistics, benchmark, comparison, exposure, charges, skipped, trades, assumptions, checks
        case unexplained
        case startDay = "start_day"
        case endDay = "end_day"
        case tradingDays = "trading_days"
        case startEquity = "start_equity"
        case endEquity = "end_equity"
        case riskFreeRate = "risk_free_rate"
        case excessReturn = "excess_return"
        case tradeStatistics = "trade_statistics"
        case totalCharges = "total_charges"
        case totalSkipped = "total_skipped"
        case openTrades = "open_trades"
        case equityCurve = "equity_curve"
        case benchmarkCurve = "benchmark_curve"
        case firstDay = "first_day"
        case monthlyReturns = "monthly_returns"
        case yearlyReturns = "yearly_returns"
        case drawdownCurve = "drawdown_curve"
        case exposureCurve = "exposure_curve"
        case rollingSharpe = "rolling_sharpe"
        case rollingSharpeDays = "rolling_sharpe_days"
    }

    package func encode(to encoder: any Encoder) throws {
        var row = encoder.container(keyedBy: CodingKeys.self)
        try row.encode(Self.version, forKey: .version)
        try row.encode(title, forKey: .title)
        try row.encode(assumptions, forKey: .assumptions)
        try row.encode(checks, forKey: .checks)
        try row.encodeDay(equity.first?.day, forKey: .startDay)
        try row.encodeDay(equity.last?.day, forKey: .endDay)
        try row.encodeDay(firstDay, forKey: .firstDay)
        try row.encode(tradingDays, forKey: .tradingDays)
        try row.encodeRupees(equity.first?.equity, forKey: .startEquity)
        try row.encodeRupees(equity.last?.equity, forKey: .endEquity)
        try row.encodeRupees(unexplained, forKey: .unexplained)
        try row.encodeRatio(riskFreeRate, forKey: .riskFreeRate)
        try row.encode(statistics, forKey: .statistics)
        try row.encode(benchmarkStatistics, forKey: .benchmark)
        try row.encode(benchmarkComparison, forKey: .comparison)
        try row.encodeRatio(excessReturn, forKey: .excessReturn)
        try row.encode(exposure, forKey: .exposure)
        try row.encode(tradeStatistics, forKey: .tradeStatistics)
        try row.encodeRupees(totalCharges, forKey: .totalCharges)
        try row.encode(charges, forKey: .charges)
        try row.encode(totalSkipped, forKey: .totalSkipped)
        try row.encode(skipped, forKey: .skipped)
        try row.encode(trades, forKey: .trades)
        try row.encode(openTrades, forKey: .openTrades)
        try row.encode(equity, forKey: .equityCurve)
        try row.encode(benchmark, forKey: .benchmarkCurve)
        // Of `equity_curve`, point by point.
        try row.encode(CurveSeries.drawdown(of: equity), forKey: .drawdownCurve)
        try row.encode(CurveSeries.exposure(of: equity), forKey: .exposureCurve)
        try row.encode(CurveSeries.rollingSharpeDays, forKey: .rollingSharpeDays)
        try row.encode(rollingSharpe, forKey: .rollingSharpe)
        try row.encode(CurveSeries.monthlyReturns(of: equity), forKey: .monthlyReturns)
        try row.encode(CurveSeries.yearlyReturns(of: equity), forKey: .yearlyReturns)
    }
}
