/// Oversold, exhausted, set up to revert (SIG-4).
extension TimeframeReading {
    static func severity(_ rsi: Double, _ threshold: Double) -> Severity {
        rsi < 20 ? .extreme : rsi < threshold ? .high : rsi < threshold + 10 ? .moderate : .none
    }

    /// Counts: (a) thin down bars among the last five, or else (b) falling volumes; (c) a thin last bar.
    static func volumeExhaustion(_ bars: some Timeframe, _ window: Int) -> Int {
        let count = min(window, bars.count)
        var sum = 0.0
        for back in 0..<count { sum += bars.bar(back: back).volume }
        let average = sum / Double(count)
        var downs = 0
        var downVolume = 0.0
        for back in 0..<min(5, bars.count) where bars.bar(back: back).isDown {
            downs += 1
            downVolume += bars.bar(back: back).volume
        }
        let hasThinDowns = downs > 0 && downVolume / Double(downs) < 0.8 * average
        let isFalling = volumeSlope(bars, min(5, count)).map { $0 < 0 } ?? false
        // Without any volume there is nothing to be thin against.
        let isThin = average > 0 && bars.bar(back: 0).volume / average < 0.6
        return (hasThinDowns || isFalling ? 1 : 0) + (isThin ? 1 : 0)
    }

    /// The least-squares slope, up to a positive factor; nil with fewer than three bars.
    private static func volumeSlope(_ bars: some Timeframe, _ count: Int) -> Double? {
        guard count >= 3 else { return nil }
        var mean = 0.0
        for back in 0..<count { mean += bars.bar(back: back).volume }
        mean /= Double(count)
        var slope = 0.0
        for back in 0..<count {
            slope += (Double(count - 1) / 2 - Double(back)) * (bars.bar(back: back).volume - mean)
        }
        return slope
    }

    static func pressureExhaustion(_ bars: some Timeframe) -> Int {
        guard bars.count >= 2 else { return 0 }
        var downs = 0
        while downs < min(10, bars.count), bars.bar(back: downs).isDown { downs += 1 }
        let hasHigherLow = bars.count >= 3 && bars.bar(back: 0).low > bars.bar(back: 1).low
        let isShallow = downs >= 3 && !(bars.bar(back: 0).close < 0.98 * bars.bar(back: 1).low)
        return (hasHigherLow ? 1 : 0) + (isShallow ? 1 : 0)
    }

    static func setup(_ bars: some Timeframe, isWeekly: Bool, _ threshold: Double, isUptrend: Bool) -> Setup {
        guard !bars.rsi.isNaN else { return Setup(score: 0) }
        let bar = bars.bar(back: 0)
        var score = bars.rsi < 20 ? 3 : bars.rsi < threshold ? 2 : 0
        if isUptrend { score += 2 }
        if bars.count >= 2 {
            let before = bars.bar(back: 1)
            let body = abs(bar.close - bar.open)
            let lowWick = min(bar.open, bar.close) - bar.low
            let highWick = bar.high - max(bar.open, bar.close)
            if lowWick > 2 * body, highWick < 0.5 * body { score += 1 }
            if before.isDown, bar.close > bar.open, bar.close > before.open, bar.open < before.close { score += 2 }
        }
        if !isWeekly { score += 1 } else if score > 0 { score += 2 }
        return Setup(score: score)
    }
}
