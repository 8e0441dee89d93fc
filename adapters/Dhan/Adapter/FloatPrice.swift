package import SaudaCore

/// Prices of the feed are single-precision floats (protocol section 3.6): exact prices are made of them here and
/// nowhere else.
package enum FloatPrice {
    /// The price that was meant, on the instrument's tick where the float can be no other; nil for what is not finite,
    /// not positive or out of range.
    ///
    /// A float is as close to the price as its steps are wide: 1/64 rupee above 131,072. A price that lies further
    /// from the tick than that is not of this tick and stays as it is, to the paisa.
    @inline(__always) package static func price(_ value: Float, tick: Price?) -> Price? {
        guard value > 0, value <= 10_000_000 else { return nil }
        // 24 bits times 10,000 fit a double without rounding.
        let raw = Int64((Double(value) * 10_000).rounded())
        guard raw > 0 else { return nil }
        if let tick, tick.raw > 0 {
            let near = Price(raw: raw).rounded(toTick: tick)
            let slack = Int64(Double(value.ulp) * 5_000) + 1
            if near.isPlausible, abs(near.raw - raw) <= slack { return near }
        }
        let paise = Price(raw: (raw + 50) / 100 * 100)
        return paise.raw > 0 ? paise : nil
    }
}
