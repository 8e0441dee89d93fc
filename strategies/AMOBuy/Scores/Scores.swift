/// The scores of one analysed instrument, in points.
package struct Scores: Hashable, Sendable {
    /// -1 to 25 (SCO-1).
    package var strength: Double
    /// At most 100; nil without a backtest (SCO-2).
    package var backtest: Double?
    /// The same figures as the originals scored them, or as they meant to: the other reading than `backtest`.
    package var otherBacktest: Double?
    /// At most 62.5; nil without a backtest (SCO-3).
    package var combined: Double?
    /// SCO-4; the plain verdict without a backtest.
    package var finalVerdict: Verdict
    /// Nil without a backtest.
    package var confidence: Confidence?
    /// Higher comes first (SCO-6).
    package var priority: Int
    /// Of the final verdict.
    package var advice: Advice?
}
