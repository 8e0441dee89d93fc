/// What the last bars show (SIG-3), and how the timeframes agree (SIG-5).
package struct Signals: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) { self.rawValue = rawValue }

    package static let hammer = Signals(rawValue: 1)
    package static let bullishEngulfing = Signals(rawValue: 2)
    package static let bullishDivergence = Signals(rawValue: 4)
    package static let rsiOversold = Signals(rawValue: 8)
    package static let excellentUptrendDip = Signals(rawValue: 16)
    package static let goodUptrendDip = Signals(rawValue: 32)
    package static let fairUptrendDip = Signals(rawValue: 64)

    /// Those that confirm a buy below EMA200 (SIG-10).
    package static let reversals: Signals = [.hammer, .bullishEngulfing, .bullishDivergence]
    /// Those that count as a pattern in the strength score (SCO-1), the oversold RSI among them.
    package static let patterns: Signals = [.reversals, .rsiOversold]

    private static let names: [(Signals, String)] = [
        (.hammer, "hammer"), (.bullishEngulfing, "bullish_engulfing"), (.bullishDivergence, "bullish_divergence"),
        (.rsiOversold, "rsi_oversold"), (.excellentUptrendDip, "excellent_uptrend_dip"),
        (.goodUptrendDip, "good_uptrend_dip"), (.fairUptrendDip, "fair_uptrend_dip"),
    ]

    /// In the order of the rules.
    package var words: [String] { Signals.names.filter { contains($0.0) }.map(\.1) }
    package var count: Int { rawValue.nonzeroBitCount }
}
