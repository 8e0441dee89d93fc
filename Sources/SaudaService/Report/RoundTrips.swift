import SaudaCore
package import SaudaStore

/// Trades under the products other than delivery, told from a day's fills as the books of an account tell them: either
/// side may open one, what closes it pays the charges, and what is not ours lowers a position and opens none.
package struct RoundTrips {
    private struct Key: Hashable {
        var account: String
        var instrument: DayHeader.Name
        var product: Product
    }

    private struct Open {
        var strategy: String?
        var side: Side
        var held = Quantity.zero
        var opened = Quantity.zero
        var openedValue = Money.zero
        var closed = Quantity.zero
        var closedValue = Money.zero
        var charges = Money.zero
    }

    private var open: [Key: Open] = [:]
    /// In the order in which they ended.
    private(set) var closed: [DayLedger.Trade] = []

    /// - Parameter fills: Of one day, in the order of its journal.
    package static func closed(in fills: [DayLedger.Fill]) -> [DayLedger.Trade] {
        var trips = RoundTrips()
        for fill in fills where fill.product != .delivery { trips.take(fill) }
        return trips.closed
    }

    private mutating func take(_ fill: DayLedger.Fill) {
        let key = Key(account: fill.account, instrument: fill.instrument, product: fill.product)
        let charges = fill.charges.values.reduce(Money.zero, +)
        let known = open[key]
        let closing = known.map { $0.side != fill.side ? min($0.held, fill.quantity) : .zero } ?? .zero
        let value = closing == fill.quantity ? fill.value : fill.price * closing
        if closing > .zero { close(key, closing, value, charges, fill) }
        guard fill.source != "foreign", closing < fill.quantity else { return }
        var trade = open[key] ?? Open(strategy: fill.strategy, side: fill.side)
        trade.held += fill.quantity - closing
        trade.opened += fill.quantity - closing
        trade.openedValue += fill.value - value
        if closing == .zero { trade.charges += charges }
        open[key] = trade
    }

    private mutating func close(
        _ key: Key,
        _ units: Quantity,
        _ value: Money,
        _ charges: Money,
        _ fill: DayLedger.Fill
    ) {
        guard var trade = open[key] else { return }
        trade.held -= units
        trade.closed += units
        trade.closedValue += value
        trade.charges += charges
        open[key] = trade
        guard trade.held == .zero else { return }
        open[key] = nil
        let gain = trade.closedValue - trade.openedValue
        closed.append(
            DayLedger.Trade(
                account: key.account,
                strategy: trade.strategy ?? fill.strategy,
                instrument: key.instrument,
                product: key.product,
                quantity: trade.opened.units * trade.side.sign,
                entry: trade.openedValue.price(per: trade.opened),
                exit: trade.closedValue.price(per: trade.closed),
                profit: trade.side == .buy ? gain : -gain,
                charges: trade.charges,
                exitedAt: fill.at.bookText,
                reason: fill.reason
            )
        )
    }
}
