public import SaudaCore

extension Money {
    /// What the filled units of a row are worth, to the nearest 1/10,000 rupee.
    ///
    /// - Parameter average: a number, rupees for a unit, of which eight decimals count. Nil where that is no possible price.
    public init?(average: JSON, of filled: Quantity) {
        guard let price = average.decimal(places: 8), price > 0, price <= Price.limit.raw * 10_000 else { return nil }
        self.init(raw: Int64((Int128(price) * Int128(filled.units) + 5000) / 10_000))
    }
}
