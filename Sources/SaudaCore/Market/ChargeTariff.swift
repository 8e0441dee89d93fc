/// What a broker takes of an order: a share of its value between two bounds; equal bounds are a flat fee.
struct ChargeTariff: Hashable, Sendable {
    static let free = ChargeTariff(share: .zero, least: .zero, most: Money(raw: .max))

    var share: ChargeRate
    var least: Money
    var most: Money

    /// Nothing is taken of nothing.
    func fee(on value: Money) -> Money {
        value == .zero ? .zero : min(max(share.of(value), least), most)
    }
}
