/// A price in 1/10,000 rupee, fine enough for currency ticks of 0.0025.
///
/// Prices entering from outside are range-checked (`isPlausible`), so that `Price * Quantity` cannot overflow.
public struct Price: Hashable, Comparable, Sendable {
    /// Raw units in one rupee.
    @inlinable public static var scale: Int64 { 10_000 }
    @inlinable public static var zero: Price { Price(raw: 0) }
    /// The dearest price accepted from outside: 1,00,00,000 rupees.
    @inlinable public static var limit: Price { Price(raw: 10_000_000 * scale) }

    /// In 1/10,000 rupee.
    public var raw: Int64

    @inlinable public init(raw: Int64) { self.raw = raw }
    @inlinable public init(paise: Int64) { raw = paise * 100 }
    @inlinable public init(rupees: Int64) { raw = rupees * Price.scale }

    /// Rounds to the nearest 1/10,000 rupee; nil when not finite or beyond `limit`.
    public init?(rupees: Double) {
        let scaled = (rupees * Double(Price.scale)).rounded()
        guard scaled.isFinite, abs(scaled) <= Double(Price.limit.raw) else { return nil }
        raw = Int64(scaled)
    }

    /// In rupees, for indicators; never for comparing or adding money.
    @inlinable public var rupees: Double { Double(raw) / Double(Price.scale) }
    @inlinable public var isPlausible: Bool { raw > 0 && raw <= Price.limit.raw }

    @inlinable public static func < (a: Price, b: Price) -> Bool { a.raw < b.raw }
    @inlinable public static func + (a: Price, b: Price) -> Price { Price(raw: a.raw + b.raw) }
    @inlinable public static func - (a: Price, b: Price) -> Price { Price(raw: a.raw - b.raw) }
    @inlinable public static prefix func - (a: Price) -> Price { Price(raw: -a.raw) }
    @inlinable public static func * (price: Price, quantity: Quantity) -> Money {
        Money(raw: price.raw * quantity.units)
    }
}

// MARK: - Ticks

extension Price {
    /// Returns the smallest multiple of `tick` at or above this price: 84.26 on a 0.05 tick gives 84.30.
    ///
    /// - Precondition: `tick > .zero`. Instruments without a tick size are refused when loaded.
    @inlinable public func roundedUp(toTick tick: Price) -> Price {
        let below = roundedDown(toTick: tick)
        return below == self ? self : below + tick
    }

    /// Returns the largest multiple of `tick` at or below this price.
    @inlinable public func roundedDown(toTick tick: Price) -> Price {
        precondition(tick.raw > 0, "a tick size is positive")
        let rest = raw % tick.raw
        return Price(raw: rest < 0 ? raw - rest - tick.raw : raw - rest)
    }

    /// Returns the nearest multiple of `tick`, halves away from zero.
    public func rounded(toTick tick: Price) -> Price {
        let down = roundedDown(toTick: tick)
        let rest = raw - down.raw
        if rest * 2 == tick.raw { return raw < 0 ? down : down + tick }
        return rest * 2 > tick.raw ? down + tick : down
    }

    @inlinable public func isMultiple(ofTick tick: Price) -> Bool { raw % tick.raw == 0 }

    /// Makes money of an indicator's value: first to the nearest 1/100 paisa, then up to the tick, so that
    /// 84.25000000000001 stays 84.25 (SEL-2). Nil when not finite, not positive or beyond `limit`.
    public static func roundedUp(_ rupees: Double, toTick tick: Price) -> Price? {
        guard let exact = Price(rupees: rupees), exact.raw > 0 else { return nil }
        return exact.roundedUp(toTick: tick)
    }
}
