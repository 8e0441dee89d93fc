public import SaudaCore

// What people do by hand to the positions we sell (SEL-12).

extension EMA9Sell {
    /// What is bought by hand raises no trade and needs no word here.
    public mutating func foreignOrder(_ order: ForeignOrder, before: ForeignOrder?, on desk: inout Desk) {
        let filled = order.filled - (before?.filled ?? .zero)
        guard order.product == .delivery, order.side == .sell, filled > .zero, !adopted.contains(order.id),
            let index = index(of: order.instrument)
        else { return }
        sold(filled, index, on: &desk)
    }

    private mutating func sold(_ quantity: Quantity, _ index: Int, on desk: inout Desk) {
        let instrument = watches[index].instrument
        let name = desk.instruments[instrument].name
        guard let trade = desk.book.openTrade(in: instrument) else {
            if let key = watches[index].daily.key { desk.drop(key) }
            watches[index].daily.isLeftAlone = true
            return desk.alert(.info, "manual-exit", instrument, "\(name): sold by hand, the trade is closed.")
        }
        desk.note(.seen, "manual-partial-exit", instrument, "\(quantity) sold by hand, \(trade.quantity) left")
        guard watches[index].daily.isStated else { return watches[index].see(trade, on: desk.day) }
        // At once and in an auction too: an order over more than is held must not stand.
        if watches[index].daily.exit == .asked {
            state(index, trade, .market, reason: Self.exitReason, on: &desk)
        } else if let limit = watches[index].daily.target {
            state(index, trade, .limit(limit), reason: Self.targetReason, on: &desk)
        }
    }

    /// A pending sell placed by hand is adopted with its price as target and lowest, so that no second one is placed
    /// (SEL-1 step 3, SEL-12). Returns false when one stands in the way that cannot be adopted: nothing is placed then.
    mutating func adoptsManualOrder(_ index: Int, _ trade: Trade, on desk: inout Desk) -> Bool {
        if desk.book.foreignOrders.isEmpty, book.sells.isEmpty { return true }
        let instrument = watches[index].instrument
        let pending = desk.book.foreignOrders.filter {
            $0.instrument == instrument && $0.side == .sell && $0.status == .open && $0.product == .delivery
        }
        let told = book.sells.filter { row in
            row.instrument == instrument && !adopted.contains(row.id)
                && !desk.book.foreignOrders.contains { $0.id == row.id }
        }
        guard let order = pending.first ?? told.first else { return true }
        let open = pending.reduce(Quantity.zero) { $0 + $1.terms.quantity - $1.filled }
        guard pending.count == 1, told.isEmpty, order.terms.kind == .limit, open <= trade.quantity else {
            if watches[index].daily.told.insert(.manualOrder).inserted {
                let name = desk.instruments[instrument].name
                desk.alert(
                    .warning,
                    "manual-order",
                    instrument,
                    "\(name): order \(order.id) stands for sale and cannot be taken over for the position of "
                        + "\(trade.quantity); nothing is placed beside it."
                )
            }
            return false
        }
        let key = freshKey(instrument, on: desk)
        guard desk.status(of: key) == nil else { return false }
        desk.adopt(order, as: key, reason: Self.targetReason)
        guard desk.status(of: key) != nil else { return false }
        adopted.insert(order.id)
        watches[index].see(trade, on: desk.day)
        watches[index].daily.key = key
        watches[index].daily.revision = 0
        watches[index].daily.isStated = true
        watches[index].daily.target = order.terms.limit
        watches[index].daily.lowest = order.terms.limit
        watches[index].queued = nil
        desk.note(.acted, "manual-order-adopted", instrument, "\(open) at \(order.terms.limit)")
        if open < trade.quantity {
            state(index, trade, .limit(order.terms.limit), reason: Self.targetReason, on: &desk)
        }
        return true
    }
}
