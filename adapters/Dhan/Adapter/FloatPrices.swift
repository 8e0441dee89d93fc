package import SaudaCore

/// Prices of the feed are single-precision floats (protocol section 3.6): one instrument's exact prices are made of them
/// here and nowhere else.
///
/// A float is as close to the price that was meant as its steps are wide: 1/64 rupee above 131,072. What lies within
/// half a step of a multiple of the tick is that multiple. What does not is of another tick and stays as it is, to the
/// paisa.
package struct FloatPrices: Hashable, Sendable {
    /// In 1/10,000 rupee, zero where the tick is not known.
    private let tick: Int64
    private let ticksPerRupee: Double

    package init(tick: Price?) {
        self.tick = max(0, tick?.raw ?? 0)
        ticksPerRupee = self.tick > 0 ? Double(Price.scale) / Double(self.tick) : 0
    }

    /// Nil for what is not finite, not positive or out of range.
    @inline(__always) package func price(_ value: Float) -> Price? {
        let price = priceOrZero(value)
        return price.raw > 0 ? price : nil
    }

    /// Zero for what is not finite, not positive or out of range.
    @inline(__always) package func priceOrZero(_ value: Float) -> Price {
        guard value > 0, value <= 10_000_000 else { return .zero }
        // 24 bits times 10,000 fit a double without rounding, and so do the ticks of all that divide a rupee evenly.
        let raw = Int64(Double(value) * 10_000 + 0.5)
        let near = Int64(Double(value) * ticksPerRupee + 0.5) &* tick
        if near > 0, near <= Price.limit.raw, Self.isWithinHalfStep(abs(near &- raw), of: value) {
            return Price(raw: near)
        }
        return Price(raw: (raw &+ 50) / 100 &* 100)
    }

    /// - Parameter distance: in 1/10,000 rupee; one unit is allowed for its own rounding.
    @inline(__always) private static func isWithinHalfStep(_ distance: Int64, of value: Float) -> Bool {
        // The power of two at or below the value; a step is 1/2^23 of it.
        let power = Float(bitPattern: value.bitPattern & 0x7F80_0000)
        return distance <= 1 || Double(distance &- 1) <= Double(power) * (5_000 / 8_388_608)
    }
}
