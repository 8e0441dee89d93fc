package import SaudaCore

/// How long to wait after failures in a row: doubled each time up to a most, less up to half of it by the dice, so that
/// many links do not come back together.
///
/// With a first wait of 1 s: 0.5 to 1 s, then 1 to 2, 2 to 4, ... 30 to 60.
package struct Backoff: Hashable, Sendable {
    private let first: TimeSpan
    private let most: TimeSpan
    private var state: UInt64
    package private(set) var failures = 0

    package init(first: TimeSpan, most: TimeSpan, seed: UInt64) {
        precondition(first > .zero && first <= most, "a back-off grows from its first wait")
        self.first = first
        self.most = most
        state = seed
    }

    package mutating func next() -> TimeSpan {
        let doubled = first.microseconds << min(failures, 20)
        failures += 1
        let full = min(doubled, most.microseconds)
        return TimeSpan(microseconds: full - Int64(roll() % UInt64(full / 2 + 1)))
    }

    package mutating func reset() { failures = 0 }

    /// SplitMix64.
    private mutating func roll() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
        return z ^ z >> 31
    }
}
