public import SaudaCore

// What people do by hand to the positions we sell (SEL-12).

extension EMA9Sell {
    public mutating func foreignOrder(_ order: ForeignOrder, before: ForeignOrder?, on desk: inout Desk) {
        guard order.side == .sell, let index = index(of: order.instrument), order.filled > before?.filled ?? .zero
        else { return }
        let name = desk.instruments[order.instrument].name
        guard let trade = desk.book.openTrade(in: order.instrument) else {
            if let key = watches[index].key { desk.drop(key) }
            watches[index].isLeftAlone = true
            return desk.alert(.info, "manual-exit", order.instrument, "\(name): sold by hand, the trade is closed.")
        }
        desk.note(.seen, "manual-partial-exit", order.instrument, "\(order.filled) sold by hand, \(trade.quantity) left")
        guard let key = watches[index].key, let limit = watches[index].target, !watches[index].isConverted else { return }
        watches[index].key = key
        state(index, trade, .limit(limit), reason: "EMA9_TARGET", on: &desk)
    }

    /// A pending sell placed by hand is adopted, so that no second one is placed. Returns whether there was one.
    mutating func adoptsManualOrder(_ index: Int, on desk: inout Desk) -> Bool {
        let instrument = watches[index].instrument
        let pending = desk.book.foreignOrders.first {
            $0.instrument == instrument && $0.side == .sell && $0.status == .open && $0.product == .delivery
        }
        guard let pending, let trade = desk.book.openTrade(in: instrument) else { return false }
        let open = pending.terms.quantity - pending.filled
        guard open <= trade.quantity, pending.terms.kind == .limit else {
            watches[index].isLeftAlone = true
            let name = desk.instruments[instrument].name
            desk.alert(
                .warning,
                "manual-order",
                instrument,
                "\(name): a sell of \(open) stands in the book by hand, the position is \(trade.quantity); left alone."
            )
            return true
        }
        let key = desk.key(instrument)
        watches[index].key = key
        watches[index].target = pending.terms.limit
        desk.adopt(pending, as: key, reason: "EMA9_TARGET")
        desk.note(.acted, "manual-order-adopted", instrument, "\(open) at \(pending.terms.limit)")
        if open < trade.quantity { state(index, trade, .limit(pending.terms.limit), reason: "EMA9_TARGET", on: &desk) }
        return true
    }

    /// Compares the broker's holdings with what we track, at the start of the day.
    ///
    /// Holdings lag a day, so what was bought yesterday or later is left out. Fewer at the broker: the trade follows.
    /// None at the broker: nothing is sold and a person is told, because one source alone does not close a trade.
    mutating func reconcile(with rows: [HoldingRow], on desk: inout Desk) {
        for index in watches.indices {
            let instrument = watches[index].instrument
            guard let trade = desk.book.openTrade(in: instrument) else { continue }
            let position = desk.book.position(instrument)
            guard position.unsettled.isEmpty else { continue }
            let held = rows.first { $0.instrument == instrument }?.quantity ?? .zero
            let missing = position.quantity - held
            let name = desk.instruments[instrument].name
            if missing < .zero {
                desk.note(.seen, "manual-buy", instrument, "\(-missing) more at the broker; they are not sold")
            } else if held == .zero {
                watches[index].isLeftAlone = true
                desk.alert(.critical, "holdings-gone", instrument, "\(name): the broker holds none; check, nothing is sold.")
            } else if missing > .zero {
                let gone = min(missing, trade.quantity)
                desk.closeTrade(instrument, quantity: gone, at: desk.market[instrument].last, reason: "MANUAL_SELL")
                desk.alert(.warning, "manual-sell", instrument, "\(name): \(gone) fewer at the broker; tracking follows.")
            }
        }
    }
}
