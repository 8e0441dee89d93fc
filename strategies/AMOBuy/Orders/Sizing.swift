import SaudaCore

/// How many shares a position gets, and whether the market and the cash can bear them (BUY-5 to BUY-8).
struct Sizing: Hashable, Sendable {
    /// For one trade.
    var capital: Money
    /// The most one order may be worth; nil for no limit.
    var mostValue: Money?
    var least: Quantity
    /// Capital is at most a tenth of what trades in a day (BUY-6).
    var limitsCapitalByVolume: Bool
    /// An order is at most a share of what trades in a day (BUY-7).
    var checksVolume: Bool

    /// Fewer units a day are too few to limit a capital by (BUY-6).
    static let leastVolume = 10_000.0

    /// BUY-6. Nil when too little trades: the originals then took the full capital, which is a defect.
    func capital(at price: Price, averageVolume: Double) -> Money? {
        guard limitsCapitalByVolume else { return capital }
        guard averageVolume >= Sizing.leastVolume else { return nil }
        let tenth = averageVolume * price.rupees * 0.1
        guard tenth < capital.rupees else { return capital }
        return Money(raw: Int64(tenth * Double(Price.scale)))
    }

    /// BUY-5: what the capital buys and never less than one share, which the balance then judges; cut to the largest
    /// order value. Zero when even the least quantity is too much.
    func quantity(for capital: Money, at price: Price, lot: Quantity = Quantity(1)) -> Quantity {
        guard price > .zero else { return .zero }
        var quantity = max(capital.units(at: price).roundedDown(toLot: lot), lot)
        if let mostValue { quantity = min(quantity, mostValue.units(at: price).roundedDown(toLot: lot)) }
        quantity = min(quantity, Quantity.limit.roundedDown(toLot: lot))
        return quantity < least ? .zero : quantity
    }

    /// BUY-7: the order against the mean of the last 50 volumes, the dearer the share the smaller its part may be.
    func fitsVolume(_ quantity: Quantity, at price: Price, averageVolume: Double) -> Bool {
        guard checksVolume else { return true }
        guard averageVolume > 0 else { return false }
        let most =
            price >= Price(rupees: 5000)
            ? 0.02 : price >= Price(rupees: 1000) ? 0.05 : price >= Price(rupees: 500) ? 0.1 : 0.2
        return Double(quantity.units) / averageVolume <= most
    }

    /// BUY-8: what cash and price allow, in whole lots.
    static func affordable(_ cash: Money, at price: Price, lot: Quantity = Quantity(1)) -> Quantity {
        cash.units(at: price).roundedDown(toLot: lot)
    }
}
