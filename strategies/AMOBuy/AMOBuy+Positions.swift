import SaudaCore

// Positions of ours: begun by a fill, averaged down by a fill, let go when their trade is closed (HIS-2, HIS-6, REN-6).

extension AMOBuy {
    /// Takes a fill of a buy of ours in.
    mutating func bought(_ buy: PendingBuy, isFirst: Bool, on desk: inout Desk) {
        guard let trade = desk.book.openTrade(in: buy.instrument) else { return }
        // A re-entry that fills after its position was sold begins a new one (REN-1).
        let isNew = tracked.contains {
            $0.instrument == buy.instrument && trade.fills == 1 && trade.entered > $0.since
        }
        if buy.purpose.level == nil ? isFirst : isNew {
            var position = Tracking(
                buy.instrument,
                entryRSI: buy.rsi,
                since: desk.now,
                entryType: EntryType.recommended
            )
            position.verdict = buy.verdict
            position.preExisting = buy.preExisting
            keep(position)
        }
        guard let index = tracked.firstIndex(where: { $0.instrument == buy.instrument }) else { return }
        if let level = buy.purpose.level, !isNew {
            let quantity = trade.bought - tracked[index].bought
            let value = trade.boughtValue - tracked[index].boughtValue
            tracked[index].take(
                Tracking.Reentry(
                    quantity: quantity,
                    level: Int64(level),
                    rsi: buy.rsi,
                    price: value.price(per: quantity),
                    time: desk.now,
                    cycle: tracked[index].cycle
                )
            )
        }
        tracked[index].bought = trade.bought
        tracked[index].boughtValue = trade.boughtValue
        remember(tracked[index], on: &desk)
    }

    /// Lets go of positions whose trade is closed, and takes up trades of ours that no memo told of: their levels
    /// follow from the RSI of the evening before their entry (REN-1).
    mutating func prune(on desk: inout Desk) {
        let trades = desk.book.openTrades
        for position in tracked where !trades.contains(where: { $0.instrument == position.instrument }) {
            forget(position: position.instrument, on: &desk)
        }
        for trade in trades where PendingBuy.Purpose.isOurs(trade.entryReason) {
            guard !tracked.contains(where: { $0.instrument == trade.instrument }) else { continue }
            var position = Tracking(
                trade.instrument,
                entryRSI: entryRSI(of: trade),
                since: trade.entered,
                entryType: EntryType.recommended
            )
            position.bought = trade.bought
            position.boughtValue = trade.boughtValue
            keep(position)
            remember(position, on: &desk)
        }
    }

    /// SEL-9: a waiting re-entry of a position that is gone is cancelled.
    mutating func dropOrphans(on desk: inout Desk) -> Int {
        let orphans = pending.filter {
            $0.purpose.level != nil && $0.filled == .zero && desk.book.openTrade(in: $0.instrument) == nil
        }
        for buy in orphans {
            desk.note(.acted, "reentry-cancelled", buy.instrument, "its position is closed")
            desk.drop(buy.key)
        }
        return orphans.count
    }

    /// Looks every minute of the market's hours whether the position of a waiting re-entry is still there.
    mutating func watchOrphans(on desk: inout Desk) {
        guard let today, desk.now < today.close else { return }
        _ = dropOrphans(on: &desk)
        guard pending.contains(where: { $0.purpose.level != nil }) else { return }
        desk.wake(at: max(desk.now.advanced(by: .seconds(60)), today.open), label: Label.orphans)
    }

    // MARK: - The evening's cleaning (SVC-6)

    mutating func cleanUp(on desk: inout Desk) {
        let expired = removeExpired(on: &desk)
        _ = dropOrphans(on: &desk)
        let before = tracked.count
        prune(on: &desk)
        let stale = removeStalePending(on: &desk)
        desk.note(
            .seen,
            "day-cleaned",
            nil,
            "failed orders \(queue.count) (\(expired) expired), buys waiting \(pending.count) (\(stale) stale), positions "
                + "\(tracked.count) (\(max(before - tracked.count, 0)) completed)"
        )
        finish(.cleanup, on: &desk)
    }

    /// HIS-7: rows older than a day whose order is gone.
    private mutating func removeStalePending(on desk: inout Desk) -> Int {
        let limit = desk.now.advanced(by: .seconds(-86_400))
        let stale = pending.filter { buy in
            guard buy.placed < limit else { return false }
            switch desk.status(of: buy.key) {
            case nil, .ended: return true
            case .waiting, .working: return false
            }
        }
        for buy in stale { forget(pending: buy.instrument, on: &desk) }
        return stale.count
    }

    /// A new morning: a row whose order the desk does not know has no order any more.
    mutating func verifyPending(on desk: inout Desk) {
        for buy in pending {
            switch desk.status(of: buy.key) {
            case nil:
                desk.alert(
                    .warning,
                    "pending-lost",
                    buy.instrument,
                    "\(desk.instruments[buy.instrument].name): the waiting buy of \(buy.quantity) is not known any more; "
                        + "look at the broker's order book."
                )
                forget(pending: buy.instrument, on: &desk)
            case .waiting, .working, .ended: targetChanged(buy.key, on: &desk)
            }
        }
    }
}
