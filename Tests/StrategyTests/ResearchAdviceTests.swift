import SaudaCore
import Testing

@testable import AMOBuyStrategy

/// SIG-12: by hand, around a price of 100 with a 20-bar low of 95 and high of 110.
@Suite struct ResearchAdviceTests {
    private func advice(
        score: Int? = nil,
        support: TimeframeReading.Support.Quality = .none,
        distance: Double = 20,
        level: Double = 90,
        weekly: Double = 90,
        resistance: TimeframeReading.Resistance = .init(level: 200, distance: 7, tests: 1, quality: .strong),
        high: Double = 110,
        strong: Bool = false
    ) -> Advice {
        let daily = Drawn.reading(support: support, distance: distance, level: level, resistance: resistance)
        return Advice(
            Advice.Setting(
                price: 100,
                low: 95,
                high: high,
                daily: daily,
                weekly: score.map { _ in Drawn.reading(level: weekly) },
                alignment: score.map(Drawn.alignment)
            ),
            strong: strong
        )
    }

    @Test(
        "SIG-12: the buy range hugs a firm support, or the price",
        arguments: [
            (Int?.none, TimeframeReading.Support.Quality.strong, 1.0, 99.5, 101.0), (0, .strong, 2, 98.2, 98.8),
            (0, .moderate, 2, 98.01, 98.99), (0, .strong, 2.01, 99.25, 100.75), (0, .moderate, 5, 99.25, 100.75),
            (0, .moderate, 5.01, 99.5, 101), (0, .weak, 1, 99.5, 101), (8, .weak, 1, 99.7, 100.7),
            (8, .strong, 1, 98.2, 98.8), (7, .none, 20, 99.5, 101),
        ]
    )
    func range(score: Int?, support: TimeframeReading.Support.Quality, distance: Double, low: Double, high: Double) {
        let advice = advice(score: score, support: support, distance: distance, level: 98.5)
        #expect((advice.buyLow, advice.buyHigh) == (low, high))
    }

    @Test func `SIG-12: a range wider than 2 % of the price is not used`() {
        // Adjusted levels far over the price: 0.6 % of 400 is 2.4 % of 100.
        let advice = advice(score: 0, support: .strong, distance: 1, level: 400)
        #expect((advice.buyLow, advice.buyHigh) == (99.5, 101))
    }

    @Test(
        "SIG-12: the stop by label and key support",
        arguments: [
            (Int?.none, 97.0, 97.0, 92.0), (2, 97, 97, 92), (4, 97, 97, 94), (6, 97, 97, 95.06), (8, 97, 98, 95.06),
            (6, 95, 93, 95), (8, 95, 93, 94), (6, 99, 99, 97), (6, 98.98, 99, 97), (6, 98, 99, 96.04),
        ]
    )
    func stop(score: Int?, daily: Double, weekly: Double, stop: Double) {
        #expect(advice(score: score, level: daily, weekly: weekly).stop == stop)
    }

    @Test func `SIG-12: with a low near the price the stop is the percentage`() {
        var setting = Advice.Setting(price: 100, low: 90, high: 110, daily: nil, weekly: nil, alignment: nil)
        #expect(Advice(setting, strong: false).stop == 89.55, "0.995 x 90")
        setting.low = 99
        #expect(Advice(setting, strong: false).stop == 92)
    }

    @Test(
        "SIG-12: the target is worth the risk, by verdict, label and alignment",
        arguments: [
            // Stop 92: risk 8. 2.5 and 3 times.
            (Int?.none, false, 97.0, 120.0), (nil, true, 97, 124),
            // Fair: stop 94, risk 6: 15 and 18.
            (4, false, 97, 115), (4, true, 97, 118),
            // Good, 6: stop 95.06, risk 4.94, 3.25 times: 16.055. 97.02: 2.98 becomes 97, risk 3: at least 12 %.
            (6, false, 97, 116.055), (6, false, 99, 112),
            // Excellent, 8: 4 times 4.94: 19.76; at least 15 %.
            (8, false, 97, 119.76), (8, true, 99, 115),
        ]
    )
    func target(score: Int?, strong: Bool, level: Double, target: Double) {
        let advice = advice(score: score, level: level, weekly: level, high: 200, strong: strong)
        #expect(near(advice.target, target, 0.0051))
    }

    @Test func `SIG-12: without timeframes the cap is 1.05 times the high`() {
        #expect(advice(high: 110).target == 115.5)
        #expect(advice(high: 97).target == 103, "at least 3 % up")
    }

    @Test(
        "SIG-12: resistance caps the target",
        arguments: [
            (112.0, 12.0, TimeframeReading.Resistance.Quality.strong, 109.76), (112, 7.99, .strong, 115.5),
            (118, 6, .moderate, 112.1), (118, 4.99, .moderate, 115.5), (104, 4, .weak, 103), (120, 4, .weak, 107.78),
            (125, 1, .immediate, 107.78),
        ]
    )
    func resistance(level: Double, distance: Double, quality: TimeframeReading.Resistance.Quality, target: Double) {
        let advice = advice(
            score: 8,
            level: 97,
            weekly: 97,
            resistance: .init(level: level, distance: distance, tests: 2, quality: quality)
        )
        #expect(near(advice.target, target, 0.0051))
    }

    @Test func `SIG-12: only a buy gets advice, in the current profile only under the RSI limit`() {
        var analysis = Analysis(of: Drawn.bar(100, 101, 99, 100))
        (analysis.recentLow, analysis.recentHigh) = (95, 110)
        #expect(Analyst(.version21).advice(for: analysis, as: .buy) != nil)
        #expect(Analyst(.current).advice(for: analysis, as: .buy) == nil)
        analysis.isOversold = true
        #expect(Analyst(.current).advice(for: analysis, as: .buy)?.stop == 92)
        #expect(Analyst(.current).advice(for: analysis, as: .watch) == nil)
    }

    @Test func `SCO-6: risk and reward around the close`() {
        let advice = advice(high: 110)
        #expect(near(advice.riskReward(close: 100) ?? 0, 15.5 / 8, 1e-12))
        #expect(advice.riskReward(close: 92) == nil)
    }
}
