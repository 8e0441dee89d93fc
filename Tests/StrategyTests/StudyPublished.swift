import Glibc
import SaudaCore

/// The synthetic data of BT-7, made by its formula.
enum Published {
    static let candles: [Candle] = {
        var candles: [Candle] = []
        var before = 0.0
        for (index, day) in Drawn.days(700, from: Day("2022-01-03")!).enumerated() {
            let i = Double(index)
            let close = cents(100 * exp(0.0006 * i) + 6 * sin(i / 11) + 2.5 * sin(i / 3.1))
            let open = index == 0 ? close : cents(before + 0.3 * sin(1.7 * i))
            let high = cents(max(open, close) + 0.6 + 0.4 * abs(sin(0.9 * i)))
            let low = cents(min(open, close) - 0.6 - 0.4 * abs(cos(0.7 * i)))
            let volume = Int64(200_000 + 50_000 * pow(sin(i / 5), 2))
            candles.append(Drawn.candle(day, open, high, low, close, volume))
            before = close
        }
        return candles
    }()

    static let terms = StudyTerms(
        from: Day("2023-02-01")!,
        to: Day("2024-08-30")!,
        capital: Money(rupees: 100_000),
        validates: false
    )

    private static func cents(_ value: Double) -> Double { (value * 100).rounded(.toNearestOrEven) / 100 }

    /// Table A: entry, average price, exit, exit price, quantity, fills, profit, worst drawdown in percent.
    static let tableA: [(String, Double, String, Double, Int64, Int, Double, Double)] = [
        ("2023-03-07", 117.5262, "2023-04-10", 115.6820, 3401, 4, -6272.04, -5.07),
        ("2023-06-20", 123.3934, "2023-07-17", 122.0822, 2430, 3, -3186.01, -3.82),
        ("2023-07-19", 119.9100, "2023-07-25", 121.3422, 833, 1, 1193.05, -0.87),
        ("2023-09-15", 131.4000, "2023-09-27", 133.0424, 761, 1, 1249.89, -1.22),
        ("2023-10-03", 130.5300, "2023-10-03", 131.0670, 766, 1, 411.35, -1.47),
        ("2023-10-05", 126.2334, "2023-10-18", 126.8097, 1583, 2, 912.27, -3.52),
        ("2023-12-28", 134.3131, "2024-01-23", 133.2246, 2232, 3, -2429.66, -3.02),
        ("2024-01-25", 130.8800, "2024-02-01", 132.3257, 764, 1, 1104.54, -1.23),
        ("2024-04-11", 139.0869, "2024-04-26", 138.3016, 2155, 3, -1692.21, -4.06),
        ("2024-07-08", 146.4912, "2024-07-30", 145.9287, 2046, 3, -1150.83, -2.49),
        ("2024-08-01", 143.5490, "2024-08-12", 144.4554, 1392, 2, 1261.74, -1.85),
    ]
}
