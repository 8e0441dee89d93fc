/// What a sweep keeps of a run: the curve, the closed trades, and what identifies it. No benchmark is made.
package struct BacktestCurve: Sendable {
    /// The base, then one point for each day.
    package var equity: [EquityPoint]
    package var closed: [TradeRecord]
    /// Order commands sent, and their digest.
    package var orders: Int
    package var digest: String
}
