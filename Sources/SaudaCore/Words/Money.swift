/// An amount in 1/10,000 rupee: a price times a quantity, a charge, a balance.
public struct Money: Hashable, Comparable, Sendable {
    @inlinable public static var zero: Money { Money(raw: 0) }

    /// In 1/10,000 rupee.
    public var raw: Int64

    @inlinable public init(raw: Int64) { self.raw = raw }
    @inlinable public init(paise: Int64) { raw = paise * 100 }
    @inlinable public init(rupees: Int64) { raw = rupees * Price.scale }

    /// In rupees, for statistics and display only.
    @inlinable public var rupees: Double { Double(raw) / Double(Price.scale) }

    @inlinable public static func < (a: Money, b: Money) -> Bool { a.raw < b.raw }
    @inlinable public static func + (a: Money, b: Money) -> Money { Money(raw: a.raw + b.raw) }
    @inlinable public static func - (a: Money, b: Money) -> Money { Money(raw: a.raw - b.raw) }
    @inlinable public static prefix func - (a: Money) -> Money { Money(raw: -a.raw) }
    @inlinable public static func += (a: inout Money, b: Money) { a.raw += b.raw }
    @inlinable public static func -= (a: inout Money, b: Money) { a.raw -= b.raw }

    /// Returns the whole number of units that this amount buys at `price`, zero when the price is not positive.
    @inlinable public func units(at price: Price) -> Quantity {
        price.raw > 0 && raw > 0 ? Quantity(raw / price.raw) : .zero
    }

    /// Returns this amount to the nearest paisa, halves away from zero.
    @inlinable public func roundedToPaisa() -> Money { rounded(to: 100) }
    /// Returns this amount to the nearest rupee, halves away from zero.
    @inlinable public func roundedToRupee() -> Money { rounded(to: Price.scale) }

    @inlinable func rounded(to unit: Int64) -> Money {
        let half = raw < 0 ? -unit / 2 : unit / 2
        return Money(raw: (raw + half) / unit * unit)
    }

    /// Returns the average price of `quantity` units, to the nearest 1/10,000 rupee; zero for no units.
    @inlinable public func price(per quantity: Quantity) -> Price {
        guard quantity.units != 0 else { return .zero }
        let half = (raw < 0) == (quantity.units < 0) ? quantity.units / 2 : -quantity.units / 2
        return Price(raw: (raw + half) / quantity.units)
    }

    /// Returns this amount times a rate in parts per crore (1/10,000,000), halves away from zero: 0.1 % is 10,000.
    @inlinable public func times(perCrore rate: Int64) -> Money {
        let product = raw.multipliedFullWidth(by: rate)
        let (quotient, rest) = (10_000_000 as Int64).dividingFullWidth(product)
        if abs(rest) >= 5_000_000 { return Money(raw: quotient + (rest < 0 ? -1 : 1)) }
        return Money(raw: quotient)
    }
}
