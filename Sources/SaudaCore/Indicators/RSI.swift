/// Relative strength index in percent (IND-1), fed one close at a time; adjusted closes, oldest first.
///
/// RSI = 100 G / (G + L), with G and L the smoothed gains and losses: 100 without losses, undefined (nil) without any
/// change. Closes are finite; the state is some flops per update and never allocates.
///
///     var rsi = RSI()
///     for candle in history { rsi.update(candle.close.rupees) }
///     if let now = rsi.value(after: price.rupees), now < 30 { ... }
@frozen public struct RSI: Hashable, Sendable {
    /// How the averages start. With at least 300 bars the choice no longer shows.
    @frozen public enum Variant: UInt8, Hashable, Sendable, CaseIterable {
        /// W: both averages start at zero; defined from index 1 on.
        case zeroSeed
        /// N: as W, but reported only from index `period` on (pandas-ta 0.3).
        case zeroSeedReportedLate
        /// F: the first change counts at full weight; defined from index 1 on (pandas-ta 0.4).
        case firstChange
        /// T: the mean of the first `period` changes, then as the others; defined from index `period` on (TA-Lib).
        case meanSeed
    }

    public let period: Int
    public let variant: Variant
    /// The closes fed so far.
    @inlinable public var count: Int { closes }
    @usableFromInline var closes = 0
    @usableFromInline let weight: Double
    @usableFromInline var previous = 0.0
    @usableFromInline var gain = 0.0
    @usableFromInline var loss = 0.0

    /// - Precondition: `period` is positive.
    @inlinable public init(period: Int = 10, variant: Variant = .zeroSeed) {
        precondition(period > 0, "an RSI needs a positive period")
        self.period = period
        self.variant = variant
        weight = 1 / Double(period)
    }

    @inlinable @inline(__always)
    public mutating func update(_ close: Double) {
        let change = close - previous
        previous = close
        closes += 1
        guard closes > 1 else { return }
        let (new, old): (Double, Double) =
            switch variant {
            case .firstChange where closes == 2: (1, 0)
            case .meanSeed where closes - 1 <= period: (weight, 1)
            default: (weight, 1 - weight)
            }
        gain = new * max(change, 0) + old * gain
        loss = new * max(-change, 0) + old * loss
    }

    /// 0...100; nil while undefined, and then every comparison is false.
    @inlinable @inline(__always)
    public var value: Double? {
        let isLate = variant == .zeroSeedReportedLate || variant == .meanSeed
        guard closes > (isLate ? period : 1), gain + loss > 0 else { return nil }
        return 100 * gain / (gain + loss)
    }

    /// Returns the value as if `close` were one more bar: the RSI with today's price, today's bar not being final.
    @inlinable @inline(__always)
    public func value(after close: Double) -> Double? {
        var next = self
        next.update(close)
        return next.value
    }
}
