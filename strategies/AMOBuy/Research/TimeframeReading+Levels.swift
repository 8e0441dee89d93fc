/// Support and resistance (SIG-4): the extremes of the lookback, and how often they were tested within 2 %.
extension TimeframeReading {
    static func support(_ bars: some Timeframe, _ lookback: Int) -> Support {
        let close = bars.bar(back: 0).close
        var level = Double.infinity
        for back in 0..<lookback { level = min(level, bars.bar(back: back).low) }
        let distance = (close - level) / level * 100
        var tests = 0
        var isHolding = true
        for back in 0..<lookback {
            let low = bars.bar(back: back).low
            if abs(low - level) / level <= 0.02 { tests += 1 }
            if back < 5, low < 0.98 * level { isHolding = false }
        }
        let quality: Support.Quality =
            distance <= 3 && tests >= 2 ? .strong : distance <= 5 ? .moderate : distance <= 10 ? .weak : .none
        return Support(
            level: rounded(level, 2),
            distance: rounded(distance, 2),
            tests: tests,
            quality: quality,
            isHolding: isHolding
        )
    }

    static func resistance(_ bars: some Timeframe, _ lookback: Int) -> Resistance {
        let close = bars.bar(back: 0).close
        var level = 0.0
        for back in 0..<lookback { level = max(level, bars.bar(back: back).high) }
        let distance = (level - close) / close * 100
        var tests = 0
        for back in 0..<lookback where abs(bars.bar(back: back).high - level) / level <= 0.02 { tests += 1 }
        let quality: Resistance.Quality =
            distance >= 10 && tests >= 2 ? .strong : distance >= 5 ? .moderate : distance >= 2 ? .weak : .immediate
        return Resistance(
            level: rounded(level, 2),
            distance: rounded(distance, 2),
            tests: tests,
            quality: quality
        )
    }
}
