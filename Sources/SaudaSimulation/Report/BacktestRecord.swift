import SaudaCore

/// What a run leaves behind; a result is computed from nothing else.
package struct BacktestRecord: Sendable {
    /// What was run, as the reader knows it: `ema9-sell on NIFTY 50`.
    package var title: String
    /// One point for each trading day, in ascending order. **The first is the base of every return**: it must show
    /// the capital before the first trade. A run that may trade on its first day puts the day before in front.
    package var equity: [EquityPoint]
    /// Closed and open ones, in any order.
    package var trades: [TradeRecord]
    /// The parts of all charges of the run, those outside of trades too.
    package var charges: [ChargeTotal]
    package var skipped: [SkippedSignals]
    /// Buy and hold on the same days, see `BuyAndHold`; empty when there is none.
    package var benchmark: [EquityPoint]
    /// What the reader must know to judge the figures, a sentence each: fills, charges, data, benchmark.
    package var assumptions: [String]
    /// What was checked of the run.
    package var checks: [RunCheck]

    package init(
        title: String,
        equity: [EquityPoint],
        trades: [TradeRecord] = [],
        charges: [ChargeTotal] = [],
        skipped: [SkippedSignals] = [],
        benchmark: [EquityPoint] = [],
        assumptions: [String] = [],
        checks: [RunCheck] = []
    ) {
        self.title = title
        self.equity = equity
        self.trades = trades
        self.charges = charges
        self.skipped = skipped
        self.benchmark = benchmark
        self.assumptions = assumptions
        self.checks = checks
    }
}
