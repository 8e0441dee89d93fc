import SaudaCore

/// IND-4: the closes of the golden vector.
let goldenCloses: [Double] = [100, 101, 102, 101, 99, 97, 96, 97, 95, 93, 91, 92, 90, 88, 87, 89, 91, 94, 96, 99]

/// A repeatable generator (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

/// A random walk in paise, with unchanged closes among them.
func randomCloses(_ count: Int, seed: UInt64) -> [Double] {
    var random = SeededGenerator(seed: seed)
    var paise = 150_000
    return (0..<count).map { _ in
        paise = max(
            1_000,
            paise + 5 * Int.random(in: -400...400, using: &random) * Int.random(in: 0...1, using: &random)
        )
        return Double(paise) / 100
    }
}

/// The definitions of IND-1 and IND-2 written down as sums over all bars, sharing nothing with the incremental types.
enum IndicatorBatch {
    static func rsi(_ closes: [Double], period: Int, _ variant: RSI.Variant) -> [Double?] {
        let changes = zip(closes.dropFirst(), closes).map { $0 - $1 }
        let keep = 1 - 1 / Double(period)
        return closes.indices.map { i in
            let first = variant == .zeroSeed || variant == .firstChange ? 1 : period
            guard i >= first else { return nil }
            func average(_ pick: (Double) -> Double) -> Double {
                let values = changes[..<i].map { max(pick($0), 0) }
                switch variant {
                case .zeroSeed, .zeroSeedReportedLate:
                    return weighted(values, keep) { _ in 1 - keep }
                case .firstChange:
                    return weighted(values, keep) { $0 == 0 ? 1 : 1 - keep }
                case .meanSeed:
                    let mean = values[..<period].reduce(0, +) / Double(period)
                    return weighted([mean] + values[period...], keep) { $0 == 0 ? 1 : 1 - keep }
                }
            }
            let gain = average { $0 }
            let loss = average { -$0 }
            return gain + loss == 0 ? nil : 100 - 100 / (1 + gain / loss)
        }
    }

    static func ema(_ closes: [Double], span: Int, _ variant: EMA.Variant) -> [Double?] {
        let keep = 1 - 2 / Double(span + 1)
        return closes.indices.map { i in
            let seen = Array(closes[...i])
            switch variant {
            case .biasCorrected:
                return weighted(seen, keep) { _ in 1 } / weighted(seen.map { _ in 1 }, keep) { _ in 1 }
            case .recursive:
                return weighted(seen, keep) { $0 == 0 ? 1 : 1 - keep }
            case .seededByMean:
                guard i >= span - 1 else { return nil }
                let mean = seen[..<span].reduce(0, +) / Double(span)
                return weighted([mean] + seen[span...], keep) { $0 == 0 ? 1 : 1 - keep }
            }
        }
    }

    /// The sum of weight(k) * keep^(age of k) * value k.
    private static func weighted(_ values: [Double], _ keep: Double, weight: (Int) -> Double) -> Double {
        var sum = 0.0
        var factor = 1.0
        for (k, value) in values.enumerated().reversed() {
            sum += weight(k) * factor * value
            factor *= keep
        }
        return sum
    }
}
