package import SaudaCore

/// The figures of one run. Money is exact, every ratio is a fraction, and what is undefined is nil.
package struct BacktestResult: Hashable, Sendable {
    package var title: String
    /// A year's rate as a fraction, used by Sharpe and Sortino.
    package var riskFreeRate: Double
    package var equity: [EquityPoint]
    package var statistics: CurveStatistics
    package var benchmark: [EquityPoint]
    /// Nil without a benchmark.
    package var benchmarkStatistics: CurveStatistics?
    /// Nil without a benchmark, or where daily returns are undefined.
    package var benchmarkComparison: BenchmarkComparison?
    package var exposure: Exposure
    package var tradeStatistics: TradeStatistics
    package var charges: [ChargeTotal]
    package var skipped: [SkippedSignals]
    /// Closed trades by exit, then entry, then symbol.
    package var trades: [TradeRecord]
    /// Trades still open at the end, in the same order, marked to the last close.
    package var openTrades: [TradeRecord]
    package var assumptions: [String]
    package var checks: [RunCheck]

    /// - Parameter riskFreeRate: a year's rate as a fraction, 0.065 for 6.5 %.
    /// - Throws: a refusal when the days of a curve do not ascend, or the benchmark has other days.
    package init(of record: BacktestRecord, riskFreeRate: Double = 0) throws(ReportRefusal) {
        try record.equity.map(\.day).requireAscending("the equity curve")
        guard record.benchmark.isEmpty || record.benchmark.map(\.day) == record.equity.map(\.day) else {
            throw ReportRefusal(
                description: "the benchmark has other days than the equity curve; build it on the days of the run."
            )
        }
        guard riskFreeRate.isFinite else {
            throw ReportRefusal(description: "the risk-free rate is not a number; write 0.065 for 6.5 %.")
        }
        let ordered = record.trades.sorted {
            ($0.exitTime, $0.entryTime, $0.symbol) < ($1.exitTime, $1.entryTime, $1.symbol)
        }
        title = record.title
        self.riskFreeRate = riskFreeRate
        equity = record.equity
        statistics = CurveStatistics(of: record.equity, riskFreeRate: riskFreeRate)
        benchmark = record.benchmark
        if !record.benchmark.isEmpty {
            benchmarkStatistics = CurveStatistics(of: record.benchmark, riskFreeRate: riskFreeRate)
            benchmarkComparison = BenchmarkComparison(
                of: record.equity,
                with: record.benchmark,
                riskFreeRate: riskFreeRate
            )
        }
        exposure = Exposure(of: record.equity, trades: record.trades)
        trades = ordered.filter { !$0.isOpen }
        openTrades = ordered.filter(\.isOpen)
        tradeStatistics = TradeStatistics(of: trades)
        charges = record.charges
        skipped = record.skipped
        assumptions = record.assumptions
        checks = record.checks
    }

    package var totalCharges: Money { charges.reduce(.zero) { $0 + $1.amount } }
    package var totalSkipped: Int { skipped.reduce(0) { $0 + $1.count } }

    /// Days that were played: the points of the curve without its base.
    package var tradingDays: Int { max(0, equity.count - 1) }
    /// The first day that was played; the base when there is none.
    package var firstDay: Day? { equity.dropFirst().first?.day ?? equity.first?.day }

    /// Last equity less first; nil without days.
    package var change: Money? {
        guard let first = equity.first, let last = equity.last else { return nil }
        return last.equity - first.equity
    }

    /// The part of `change` that no trade explains: charges and interest outside of trades, or a record that does
    /// not add up (see `BacktestRecord.equity`). Zero when every rupee is accounted for.
    package var unexplained: Money? {
        change.map { (trades + openTrades).reduce($0) { $0 - $1.profit } }
    }

    /// The strategy's total return less the benchmark's.
    package var excessReturn: Double? {
        guard let own = statistics.totalReturn, let other = benchmarkStatistics?.totalReturn else { return nil }
        return own - other
    }
}
