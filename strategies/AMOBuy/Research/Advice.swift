/// Where to buy, give up and sell (SIG-12), in rupees to the paisa. Advice only; no order uses it.
package struct Advice: Hashable, Sendable {
    package var buyLow: Double
    package var buyHigh: Double
    package var stop: Double
    package var target: Double

    /// What the levels are made of.
    struct Setting {
        var price: Double
        /// The 20-bar extremes.
        var low: Double
        var high: Double
        var daily: TimeframeReading?
        var weekly: TimeframeReading?
        /// Nil without weeks.
        var alignment: Alignment?
    }

    init(_ setting: Setting, strong: Bool) {
        (buyLow, buyHigh) = Advice.range(setting)
        stop = Advice.stop(setting)
        target = Advice.target(setting, stop: stop, strong: strong)
    }

    /// Over what it may gain against what it may lose; nil when the stop is not under the close (SCO-6).
    package func riskReward(close: Double) -> Double? {
        close > stop ? (target - close) / (close - stop) : nil
    }

    private static func range(_ setting: Setting) -> (Double, Double) {
        let price = setting.price
        func around(_ level: Double, _ low: Double, _ high: Double) -> (Double, Double) {
            (rounded(level * low, 2), rounded(level * high, 2))
        }
        let standard = around(price, 0.995, 1.01)
        // Without weeks the originals look at no timeframe at all.
        guard let alignment = setting.alignment, let support = setting.daily?.support else { return standard }
        var range = standard
        if support.isFirm, support.distance <= 2 {
            let margin = support.quality == .strong ? 0.003 : 0.005
            range = around(support.level, 1 - margin, 1 + margin)
        } else if support.isFirm, support.distance <= 5 {
            range = around(price, 0.9925, 1.0075)
        } else if alignment.label == .excellent {
            range = around(price, 0.997, 1.007)
        }
        return (range.1 - range.0) / price * 100 > 2 ? standard : range
    }

    private static func stop(_ setting: Setting) -> Double {
        let price = setting.price
        switch setting.alignment?.label {
        case .excellent?, .good?:
            let levels = [setting.daily, setting.weekly].compactMap { $0?.support.level }.filter { $0 > 0 }
            guard let key = levels.min() else { break }
            let stop = rounded(0.98 * key, 2)
            let distance = (price - stop) / price * 100
            if distance > 8 { return rounded(price * (setting.alignment?.label == .excellent ? 0.94 : 0.95), 2) }
            return distance < 3 ? rounded(price * 0.97, 2) : stop
        case .fair?:
            return rounded(min(0.995 * setting.low, 0.94 * price), 2)
        default: break
        }
        return rounded(min(0.995 * setting.low, 0.92 * price), 2)
    }

    private static func target(_ setting: Setting, stop: Double, strong: Bool) -> Double {
        let price = setting.price
        var (minimum, multiple) = strong ? (0.12, 3.0) : (0.08, 2.5)
        var cap = 1.05 * setting.high
        if let alignment = setting.alignment {
            if alignment.label == .excellent { (minimum, multiple) = (0.15, 3.5) }
            if alignment.label == .good { (minimum, multiple) = (0.12, 3.0) }
            multiple += alignment.score >= 8 ? 0.5 : alignment.score >= 6 ? 0.25 : 0
        }
        let base = max(price * (1 + minimum), price + (price - stop) * multiple)
        if setting.alignment != nil, let resistance = setting.daily?.resistance {
            switch resistance.quality {
            case .strong where resistance.distance >= 8: cap = 0.98 * resistance.level
            case .moderate where resistance.distance >= 5: cap = 0.95 * resistance.level
            case .weak, .immediate: cap = min(0.9 * base, 0.92 * resistance.level)
            default: break
            }
        }
        return rounded(max(min(base, cap), 1.03 * price), 2)
    }
}
