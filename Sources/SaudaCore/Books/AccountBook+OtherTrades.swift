// Trades under the products other than delivery: either side may open them.

extension AccountBook {
    /// Closed ones in the order in which they ended, then the open ones in the order of handles.
    package var otherTrades: [Trade] {
        closedOthers
            + openOthers.sorted {
                ($0.key.instrument, $0.key.product.rawValue) < ($1.key.instrument, $1.key.product.rawValue)
            }
            .map(\.value)
    }

    /// Books a fill into the trade it closes, and what goes beyond it into a new one. What closes pays the charges.
    ///
    /// - Parameters:
    ///   - before: what was held under the product before the fill, signed; it counts where no trade of ours is open.
    ///   - opens: false for a fill of a person's or the broker's, which lowers trades of ours and makes none.
    mutating func track(_ fill: Fill, before: Quantity, charges: Money, opens: Bool) {
        let key = OtherKey(instrument: fill.instrument, product: fill.product)
        let held = openOthers[key]?.quantity ?? before
        let isClosing = held.units != 0 && (held.units > 0) == (fill.side == .sell)
        let closing = isClosing ? min(fill.quantity, Quantity(abs(held.units))) : .zero
        let value = fill.value(of: closing)
        if isClosing, openOthers[key] != nil { add(fill, closing, value, charges, to: key) }
        guard opens, closing < fill.quantity else { return }
        add(fill, fill.quantity - closing, fill.value - value, isClosing ? .zero : charges, to: key)
    }

    private mutating func add(_ fill: Fill, _ units: Quantity, _ value: Money, _ charges: Money, to key: OtherKey) {
        var trade =
            openOthers[key] ?? Trade(fill.instrument, fill.product, fill.side, at: fill.time, reason: fill.reason)
        trade.quantity += Quantity(units.units * fill.side.sign)
        if fill.side == .buy {
            trade.bought += units
            trade.boughtValue += value
        } else {
            trade.sold += units
            trade.soldValue += value
        }
        if fill.side != trade.side { trade.exitReason = fill.reason }
        trade.charges += charges
        trade.fills += 1
        openOthers[key] = trade
        guard trade.quantity == .zero else { return }
        trade.exited = fill.time
        closedOthers.append(trade)
        openOthers[key] = nil
    }
}
