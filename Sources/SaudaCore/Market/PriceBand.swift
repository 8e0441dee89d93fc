/// The prices an exchange accepts: a percentage around a reference, rounded inward to the tick.
public struct PriceBand: Hashable, Sendable {
    /// The first range of a share with derivatives, which widens during the day; others have a fixed 2, 5, 10 or 20.
    public static let derivativePercent: Int64 = 10
    /// Around the reference price of the closing auction, and for stock futures from 15:15 (from 2026-08-03).
    public static let auctionPercent: Int64 = 3

    public var lower: Price
    public var upper: Price

    @inlinable public init(lower: Price, upper: Price) {
        self.lower = lower
        self.upper = upper
    }

    /// The band `percent` around the previous close, or the auction's reference price.
    ///
    /// Nil unless close and tick are positive and the percentage is 1 to 99, and when no tick lies inside.
    public init?(around reference: Price, percent: Int64, tick: Price) {
        guard reference.isPlausible, tick > .zero, (1...99).contains(percent) else { return nil }
        let low = reference.raw * (100 - percent)
        lower = Price(raw: (low + 99) / 100).roundedUp(toTick: tick)
        upper = Price(raw: reference.raw * (100 + percent) / 100).roundedDown(toTick: tick)
        if lower > upper { return nil }
    }

    /// Both ends belong to the band.
    @inlinable public func contains(_ price: Price) -> Bool { lower <= price && price <= upper }
}
