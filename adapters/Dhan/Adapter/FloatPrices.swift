package import SaudaCore

/// Prices of the feed are single-precision floats (protocol section 3.6): one instrument's exact prices are made of them
/// here and nowhere else.
///
/// A float is as close to the price that was meant as its steps are wide: 1/64 rupee above 131,072. What lies within
/// half a step of a multiple of the tick is that multiple, the nearest of several. What does not is of another tick and
/// stays as it is, to the paisa.
package struct FloatPrices: Hashable, Sendable {
    private let tick: Price?
    /// What prices are tried on first, in 1/10,000 rupee.
    private let grid: Int64
    private let perRupee: Double

    package init(tick: Price?) {
        self.tick = tick.flatMap { $0.raw > 0 ? $0 : nil }
        grid = self.tick?.raw ?? 100
        perRupee = Double(Price.scale) / Double(grid)
    }

    /// Nil for what is not finite, not positive or out of range.
    @inline(__always) package func price(_ value: Float) -> Price? {
        let price = priceOrZero(value)
        return price.raw > 0 ? price : nil
    }

    /// Zero for what is not finite, not positive or out of range.
    @inline(__always) package func priceOrZero(_ value: Float) -> Price {
        // A sum beyond 2^52 has no room for fractions: its last bits are the nearest whole number.
        let sum = Double(value) * perRupee + Self.wholes
        let near = Int64(bitPattern: sum.bitPattern &- Self.wholes.bitPattern) &* grid
        // The multiple whose float this is, as nearly all are; below zero and what is no number are nothing of the kind.
        if UInt64(bitPattern: near &- 1) < UInt64(Price.limit.raw), Float(Double(near) * 0.0001) == value {
            return Price(raw: near)
        }
        return byRule(value)
    }

    private static var wholes: Double { 6_755_399_441_055_744 }

    /// The rule to the letter.
    @inline(never) private func byRule(_ value: Float) -> Price {
        guard value > 0, value <= 10_000_000 else { return .zero }
        // 24 bits times 10,000 fit a double without rounding.
        let raw = Int64((Double(value) * 10_000).rounded())
        if let tick {
            let near = Price(raw: raw).rounded(toTick: tick)
            // One unit is the rounding's own.
            if near.isPlausible, abs(near.raw - raw) <= Int64(Double(value.ulp) * 5_000) + 1 { return near }
        }
        return Price(raw: (raw + 50) / 100 * 100)
    }
}
