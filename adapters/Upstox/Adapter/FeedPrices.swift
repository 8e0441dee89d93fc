package import SaudaCore

/// Prices of the feed are doubles, some of them single-precision floats made wider (protocol sections 1.3 and 8.4): one
/// instrument's exact prices are made of them here and nowhere else.
///
/// What lies within half a float's step of a multiple of the tick is that multiple. What does not is of another tick and
/// stays as it is, to the paisa, or finer where the tick is.
package struct FeedPrices: Hashable, Sendable {
    private let grid: Price

    /// - Parameter tick: nil for indices, whose values are told to the paisa.
    package init(tick: Price?) { grid = tick.flatMap { $0.raw > 0 ? $0 : nil } ?? Price(paise: 1) }

    /// Nil for what is not finite, not positive or out of range.
    @inline(__always) package func price(_ value: Double) -> Price? {
        guard value > 0, let exact = Price(rupees: value), exact.isPlausible else { return nil }
        if exact.isMultiple(ofTick: grid) { return exact }
        let near = exact.rounded(toTick: grid)
        // One unit is the rounding's own.
        if near.isPlausible, abs(near.raw - exact.raw) <= Int64(Double(Float(value).ulp) * 5000) + 1 { return near }
        guard grid.raw > 100 else { return exact }
        let paisa = exact.rounded(toTick: Price(paise: 1))
        return paisa.isPlausible ? paisa : nil
    }
}
