/// Exponential moving average in rupees (IND-2), fed one close at a time; weight of the newest 2 / (span + 1).
///
/// Closes are finite and adjusted, oldest first; the state is some flops per update and never allocates.
@frozen public struct EMA: Hashable, Sendable {
    @frozen public enum Variant: UInt8, Hashable, Sendable, CaseIterable {
        /// A: the weighted mean of all bars so far, so that the first ones count no more than their age allows.
        case biasCorrected
        /// R: starts at the first close. The one that prices sell orders.
        case recursive
        /// S: starts at the mean of the first `span` closes and is undefined before.
        case seededByMean
    }

    public let span: Int
    public let variant: Variant
    /// The closes fed so far.
    @inlinable public var count: Int { closes }
    @usableFromInline var closes = 0
    @usableFromInline let weight: Double
    /// The weighted sum of closes, and the sum of their weights; the latter moves in variant A only.
    @usableFromInline var sum = 0.0
    @usableFromInline var weights = 0.0

    /// - Precondition: `span` is positive.
    @inlinable public init(span: Int, variant: Variant) {
        precondition(span > 0, "an EMA needs a positive span")
        self.span = span
        self.variant = variant
        weight = 2 / Double(span + 1)
    }

    @inlinable @inline(__always)
    public mutating func update(_ close: Double) {
        closes += 1
        switch variant {
        case .biasCorrected:
            weights = 1 + (1 - weight) * weights
            sum = close + (1 - weight) * sum
        case .recursive:
            sum = closes == 1 ? close : weight * close + (1 - weight) * sum
        case .seededByMean:
            if closes > span {
                sum = weight * close + (1 - weight) * sum
            } else {
                sum += close
                if closes == span { sum /= Double(span) }
            }
        }
    }

    /// Nil while undefined.
    @inlinable @inline(__always)
    public var value: Double? {
        guard closes >= (variant == .seededByMean ? span : 1) else { return nil }
        return variant == .biasCorrected ? sum / weights : sum
    }

    /// Returns the value as if `close` were one more bar.
    @inlinable @inline(__always)
    public func value(after close: Double) -> Double? {
        var next = self
        next.update(close)
        return next.value
    }
}

extension EMA {
    /// Returns the live value (IND-3): this average of bars that end **yesterday**, moved by the last traded price.
    ///
    /// With variant R and span 9 that is 0.2 P + 0.8 Y. Without a price it is yesterday's value, and with fewer bars
    /// than `span` there is none. Never feed today's bar, final or not, before asking.
    @inlinable public func live(_ price: Double?) -> Double? {
        guard closes >= span else { return nil }
        guard let price else { return value }
        return value(after: price)
    }
}
