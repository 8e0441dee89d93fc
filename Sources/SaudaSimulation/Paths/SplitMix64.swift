/// A small seeded generator (Steele, Lea and Flood, 2014) whose numbers are the same on every machine.
///
/// All it offers, and all that is made from it in this folder, is integer arithmetic and `+ - * /` on `Double`: no libm
/// (`squareRoot` and `rounded` are calls to it on Linux), and none of the standard library's `random(in:using:)`, whose
/// use of the generator may change between versions.
package struct SplitMix64: RandomNumberGenerator, Hashable, Sendable {
    private var state: UInt64

    package init(seed: UInt64) { state = seed }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        return SplitMix64.scrambled(state)
    }

    /// A number in 0 ..< 1, a multiple of 2^-53.
    package mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// A number in 0 ..< `bound`; its bias is below `bound` / 2^64.
    ///
    /// - Precondition: `bound > 0`.
    package mutating func below(_ bound: Int) -> Int {
        precondition(bound > 0, "a bound is positive")
        return Int(next().multipliedFullWidth(by: UInt64(bound)).high)
    }

    /// An approximately normal number with mean 0 and deviation 1, in -6 ... 6: a sum of twelve 16-bit uniforms.
    package mutating func normal() -> Double {
        var sum: Int64 = 0
        for _ in 0..<3 {
            let word = next()
            sum += Int64(word & 0xFFFF) + Int64(word >> 16 & 0xFFFF) + Int64(word >> 32 & 0xFFFF) + Int64(word >> 48)
        }
        return Double(sum - 6 * 0xFFFF) * 0x1p-16
    }
}

// MARK: - Derived seeds

extension SplitMix64 {
    /// Returns a seed for a part of what `seed` stands for: a symbol of a market, a day of a symbol.
    package static func seed(_ seed: UInt64, for part: UInt64) -> UInt64 {
        scrambled(seed ^ scrambled(part &+ 0x9E37_79B9_7F4A_7C15))
    }

    /// Returns the seed of a named part. The name counts byte by byte (FNV-1a); Swift's `Hasher` differs per process.
    package static func seed(_ seed: UInt64, for name: String) -> UInt64 {
        self.seed(seed, for: fingerprint(name.utf8))
    }

    /// The 64-bit FNV-1a hash.
    package static func fingerprint(_ bytes: some Sequence<UInt8>) -> UInt64 {
        bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }

    private static func scrambled(_ value: UInt64) -> UInt64 {
        var z = value
        z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
        return z ^ z >> 31
    }
}
