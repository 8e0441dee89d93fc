/// How hard the last three completed bars were sold, 0 to 10 (SIG-11).
enum CandleQuality {
    /// - Parameter view: without today's bar during market hours.
    static func penalty(_ view: ChartView) -> Int {
        guard view.count >= 3 else { return 0 }
        let context = view.recent(20)
        var range = 0.0
        var volume = 0.0
        for bar in context {
            range += bar.high - bar.low
            volume += bar.volume
        }
        range /= Double(context.count)
        volume /= Double(context.count)

        let candles = Array(view.recent(3).reversed())
        var penalty = 0
        for (bar, weight) in zip(candles, [1.0, 0.7, 0.4]) {
            for points in faults(of: bar, averageRange: range, averageVolume: volume) {
                penalty += Int(points * weight)
            }
        }
        let reds = candles.prefix { $0.close < $0.open }.count
        if reds >= 2 { penalty += reds - 1 }
        if reds >= 1, candles[0].volume > 1.5 * (candles[1].volume + candles[2].volume) / 2 { penalty += 1 }
        return min(penalty, 10)
    }

    static func downgraded(_ verdict: Verdict, penalty: Int) -> Verdict {
        guard verdict.buys else { return verdict }
        if penalty >= 7 { return .watch }
        if penalty >= 5 { return verdict == .strongBuy ? .buy : .watch }
        return penalty >= 3 ? .buy : verdict
    }

    /// The points of one bar, each to be weighted by age on its own.
    private static func faults(of bar: Bar, averageRange: Double, averageVolume: Double) -> [Double] {
        let isRed = bar.close < bar.open
        let body = abs(bar.close - bar.open)
        let range = bar.high > bar.low ? bar.high - bar.low : 1e-6
        let lowWick = (min(bar.open, bar.close) - bar.low) / range
        let highWick = (bar.high - max(bar.open, bar.close)) / range
        var faults: [Double] = []
        if isRed {
            var large = 0.0
            if averageRange > 0 {
                large += body / averageRange > 0.8 ? 2 : body / averageRange > 0.5 ? 1 : 0
            }
            let move = body / bar.open * 100
            large += move > 4 ? 1 : move > 2.5 ? 0.5 : 0
            if body / range > 0.85 { large += 0.5 }
            if averageVolume > 0, bar.volume / averageVolume > 1.5 { large += 0.5 }
            if large >= 2 {
                faults.append(large >= 3.5 ? 4 : large >= 2.5 ? 3 : 2)
            } else if body / range > 0.6 {
                faults.append(1)
            }
        }
        if lowWick < 0.1 { faults.append(2) }
        if isRed, lowWick < 0.05, highWick < 0.05 { faults.append(2) }
        return faults
    }
}
