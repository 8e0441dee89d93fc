/// A count of units: shares, or contracts times lot size.
public struct Quantity: Hashable, Comparable, Sendable, CustomStringConvertible {
    @inlinable public static var zero: Quantity { Quantity(0) }
    /// The largest order quantity accepted from outside; with `Price.limit` a value still fits in 64 bits.
    @inlinable public static var limit: Quantity { Quantity(50_000_000) }

    public var units: Int64

    @inlinable public init(_ units: Int64) { self.units = units }

    public var description: String { "\(units)" }

    @inlinable public static func < (a: Quantity, b: Quantity) -> Bool { a.units < b.units }
    @inlinable public static func + (a: Quantity, b: Quantity) -> Quantity { Quantity(a.units + b.units) }
    @inlinable public static func - (a: Quantity, b: Quantity) -> Quantity { Quantity(a.units - b.units) }
    @inlinable public static prefix func - (a: Quantity) -> Quantity { Quantity(-a.units) }
    @inlinable public static func += (a: inout Quantity, b: Quantity) { a.units += b.units }
    @inlinable public static func -= (a: inout Quantity, b: Quantity) { a.units -= b.units }

    /// Returns the largest multiple of `lot` at or below this quantity.
    @inlinable public func roundedDown(toLot lot: Quantity) -> Quantity { Quantity(units - units % lot.units) }
}
