import SaudaCore
import Testing

@testable import AMOBuyStrategy

/// SIG-1 and SIG-3.
@Suite struct ResearchPatternTests {
    @Test(
        "SIG-1: shares of series EQ that are no ETF are looked at",
        arguments: [
            ("DALBHARAT", "EQ", Instrument.Kind.equity, true), ("BAJAJ-AUTO", "EQ", .equity, true),
            ("DALBHARAT", "BE", .equity, false), ("GOLDETF", "EQ", .equity, false), ("goldetf", "EQ", .equity, false),
            ("NIFTYBEES", "EQ", .etf, false), ("NIFTY 50", "", .index, false),
        ]
    )
    func universe(symbol: String, series: String, kind: Instrument.Kind, isAdmitted: Bool) {
        #expect(Universe.admits(Instrument(symbol: symbol, series: series, kind: kind)) == isAdmitted)
    }

    @Test(
        "SIG-3: a hammer has a low shadow over 2 bodies and a high one under 0.8",
        arguments: [
            (100.0, 101.5, 97.5, 101.0, true), (101, 101.5, 97.5, 100, true), (100, 101.5, 98, 101, false),
            (100, 102, 97.5, 101, false), (100, 100, 99, 100, true), (100, 100.01, 99, 100, false),
            (100, 100, 100, 100, false),
        ]
    )
    func hammer(open: Double, high: Double, low: Double, close: Double, isHammer: Bool) {
        #expect(Patterns.isHammer(Drawn.bar(open, high, low, close)) == isHammer)
    }

    @Test(
        "SIG-3: a bullish engulfing bar covers the body of a red one, equal ends included",
        arguments: [
            (105.0, 100.0, 100.0, 105.0, true), (105, 100, 99, 106, true), (105, 100, 100.5, 106, false),
            (105, 100, 99, 104.9, false), (100, 105, 100, 105, false), (105, 100, 100, 99, false),
        ]
    )
    func engulfing(before: Double, after: Double, open: Double, close: Double, engulfs: Bool) {
        let previous = Drawn.bar(before, 110, 90, after)
        #expect(Patterns.isBullishEngulfing(previous, Drawn.bar(open, 110, 90, close)) == engulfs)
    }

    /// Fifteen bars with a low of 100, but for the given ones.
    private func divergence(_ lows: [Int: (low: Double, rsi: Double)], count: Int = 15) -> Bool {
        let bars = (0..<count).map { index in
            let given = lows[index] ?? (100, 50)
            return Drawn.bar(105, 106, given.low, 105, rsi: given.rsi)
        }
        return Patterns.hasBullishDivergence(Drawn.view(bars))
    }

    @Test func `SIG-3: a lower low at a higher RSI than ten bars ago is a bullish divergence`() {
        #expect(divergence([2: (95, 20), 13: (94, 25)]))
        #expect(!divergence([2: (95, 20), 13: (94, 20)]), "RSI has to be higher")
        #expect(!divergence([2: (95, 20), 13: (95, 25)]), "the low has to be lower")
        #expect(!divergence([2: (95, 20), 13: (94, .nan)]) && !divergence([2: (95, .nan), 13: (94, 25)]))
        #expect(!divergence([2: (95, 20), 12: (94, 15), 13: (94, 30)]), "the first of equal lows counts")
        #expect(!divergence([0: (95, 20), 5: (94, 25)]), "bars -15 to -6 and -10 to -1 share five")
        #expect(!divergence([4: (95, 20), 14: (99, 25)]), "the low of -10..-1 is not under that of -15..-6")
        #expect(divergence([0: (95, 20), 10: (94, 25)], count: 11))
        #expect(!divergence([0: (95, 20), 9: (94, 25)], count: 10), "eleven bars are needed")
    }

    @Test("SIG-3: RSI10 under 30 is oversold", arguments: [(29.99, true), (30, false), (Double.nan, false)])
    func oversold(rsi: Double, isOversold: Bool) {
        let signals = Patterns.signals(of: Drawn.view([Drawn.bar(100, 101, 99, 100.5, rsi: rsi)]), rsiLimit: 30)
        #expect(signals.contains(.rsiOversold) == isOversold)
    }

    @Test func `SIG-3: signals are listed in the order of the rules`() {
        let all: Signals = [.fairUptrendDip, .rsiOversold, .hammer, .bullishDivergence, .bullishEngulfing]
        #expect(
            all.words
                == ["hammer", "bullish_engulfing", "bullish_divergence", "rsi_oversold", "fair_uptrend_dip"]
        )
        #expect(all.count == 5 && all.intersection(.patterns).count == 4 && all.intersection(.reversals).count == 3)
    }
}
