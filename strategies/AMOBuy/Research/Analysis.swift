/// All that an evening's analysis found out about one instrument (SIG-2), for scores, orders and people.
///
/// What a step further down would have filled is empty when an earlier one ended the analysis.
package struct Analysis: Hashable, Sendable {
    /// A crash of one instrument, `analysis_error` in the originals, cannot happen here; the word is kept for rows.
    package enum Status: UInt8, Hashable, Sendable {
        case success, noData, indicatorError, analysisError

        /// As in the candidates table.
        package var word: String {
            switch self {
            case .success: "success"
            case .noData: "no_data"
            case .indicatorError: "indicator_error"
            case .analysisError: "analysis_error"
            }
        }
    }

    package var status: Status
    /// The bar that was judged; nil without any.
    package var bar: Bar?
    package var verdict: Verdict = .avoid
    /// Before the downgrades for news and candles.
    package var plainVerdict: Verdict = .avoid
    package var isAboveTrend = false
    /// RSI under its limit of SIG-10.
    package var isOversold = false
    package var signals: Signals = []
    package var chartQuality: ChartQuality?
    package var daily: TimeframeReading?
    package var weekly: TimeframeReading?
    /// Nil when days or weeks are missing.
    package var alignment: Alignment?
    package var volume: VolumeReading?
    package var fundamentals: FundamentalsGrade = .sound
    /// As given; for the ranking.
    package var pe: Double?
    package var news: NewsReading?
    /// 0 to 10; zero when it was not asked (SIG-11).
    package var candlePenalty = 0
    /// The extremes of the last 20 bars.
    package var recentLow = 0.0
    package var recentHigh = 0.0
    /// Of the verdict, if that buys (SIG-12).
    package var advice: Advice?
    /// In words, in the order of the rules.
    package var reasons: [String] = []

    package init(status: Status, reason: String) {
        self.status = status
        reasons = [reason]
    }

    init(of bar: Bar) {
        status = .success
        self.bar = bar
    }

    /// 0 where there is none.
    package var alignmentScore: Int { alignment?.score ?? 0 }
    /// A filter that no score may lift: a failed chart (SIG-9), or a loss, be it growth (SIG-7).
    ///
    /// Thin volume and the downgrades for news and candles are no such filters: SCO-4 may outweigh them, as in the
    /// originals.
    package var isBarred: Bool { chartQuality?.passes == false || fundamentals != .sound }
}
