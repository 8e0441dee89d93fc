public import SaudaCore

// Placing a purchase, and what became of it (BUY-9, BUY-11).

extension AMOBuy {
    /// BUY-9. A waiting buy of ours in the same share is restated, which modifies or replaces it at the broker; with
    /// the same quantity and price it is left alone (BUY-3).
    mutating func place(_ order: Order, verdict: String, _ reading: Reading, on desk: inout Desk) {
        let instrument = order.instrument
        var buy = PendingBuy(
            key: freshKey(instrument, on: desk),
            purpose: order.purpose,
            quantity: order.quantity,
            price: order.price,
            limit: order.limit,
            isCut: order.isCut,
            rsi: reading.rsiPoints,
            verdict: verdict,
            placed: desk.now,
            preExisting: untracked(instrument, on: desk)
        )
        if let waiting = pending.first(where: { $0.instrument == instrument }) {
            if waiting.quantity == buy.quantity, waiting.limit == buy.limit {
                counters.duplicates += 1
                return desk.note(.skipped, "pending-buy", instrument, "\(waiting.quantity) wait already")
            }
            preflight.reserved -= waiting.value
            buy.key = waiting.key
            buy.revision = waiting.revision
            buy.filled = waiting.filled
        }
        preflight.reserved += buy.value
        keep(buy, on: &desk)
        // An order in doubt is never placed again: the engine reads the order book and asks a person (BUY-9).
        if case .ended(let ending, _) = desk.set(buy.target(expecting: buy.filled + buy.quantity)) {
            preflight.reserved -= buy.value
            counters.refused += 1
            return ended(buy, ending, on: &desk)
        }
        counters.placed += 1
        if order.purpose.level != nil { counters.reentries += 1 }
        desk.note(
            .acted,
            "buy-placed",
            instrument,
            "\(buy.reason) \(buy.quantity) at \(buy.price), RSI10 \(points(buy.rsi))"
        )
    }

    /// The first leg of the day that nothing was done under.
    func freshKey(_ instrument: InstrumentID, on desk: Desk) -> TargetKey {
        var key = desk.key(instrument)
        while desk.status(of: key) != nil { key.leg += 1 }
        return key
    }

    /// BUY-11: held, and not by a trade of ours.
    private func untracked(_ instrument: InstrumentID, on desk: Desk) -> Quantity {
        max(desk.quantity(of: instrument) - (desk.book.openTrade(in: instrument)?.quantity ?? .zero), .zero)
    }

    // MARK: - What became of it

    public mutating func targetChanged(_ key: TargetKey, on desk: inout Desk) {
        guard let index = pending.firstIndex(where: { $0.key == key }), let status = desk.status(of: key)
        else { return }
        switch status {
        case .waiting: break
        case .working(_, let filled):
            leaveQueue(index, on: &desk)
            see(filled, index, on: &desk)
        case .ended(let ending, let filled):
            if filled > .zero { leaveQueue(index, on: &desk) }
            see(filled, index, on: &desk)
            ended(pending[index], ending, on: &desk)
        }
    }

    /// BUY-12: success removes the entry, and nothing less does.
    private mutating func leaveQueue(_ index: Int, on desk: inout Desk) {
        let buy = pending[index]
        guard buy.purpose == .retry, queue.contains(where: { $0.instrument == buy.instrument }) else { return }
        forget(failed: buy.instrument, on: &desk)
    }

    /// A fill, when it is one: an entry becomes a position of ours, a re-entry takes its level (HIS-2, REN-6).
    private mutating func see(_ filled: Quantity, _ index: Int, on desk: inout Desk) {
        guard filled > pending[index].filled else { return }
        let isFirst = pending[index].filled == .zero
        pending[index].filled = filled
        if isFirst { desk.note(.acted, "bought", pending[index].instrument, pending[index].reason) }
        bought(pending[index], isFirst: isFirst, on: &desk)
        remember(pending[index], on: &desk)
    }

    private mutating func ended(_ buy: PendingBuy, _ ending: TargetEnding, on desk: inout Desk) {
        forget(pending: buy.instrument, on: &desk)
        guard buy.filled == .zero else { return }
        switch ending {
        case .done, .dropped: break
        case .refused(.rejected(.funds(_, let have))): refusedForFunds(buy, have, on: &desk)
        case .refused(let refusal):
            if buy.purpose == .retry, let failed = queue.first(where: { $0.instrument == buy.instrument }) {
                keepTrying(failed, available: cash, on: &desk)
            }
            desk.alert(
                .warning,
                "buy-refused",
                buy.instrument,
                "\(desk.instruments[buy.instrument].name): the buy of \(buy.quantity) was refused (\(refusal.code))."
            )
        case .exhausted: desk.note(.skipped, "buy-lapsed", buy.instrument, "not filled at \(buy.limit ?? buy.price)")
        // The engine has told a person; nothing is placed beside it.
        case .handsOff, .stuck: break
        }
    }

    /// The broker found too little cash where the check had seen enough: it waits in the queue like any other (BUY-8).
    private mutating func refusedForFunds(_ buy: PendingBuy, _ available: Money, on desk: inout Desk) {
        guard buy.purpose.level == nil, let reading = reading(of: buy.instrument) else { return }
        let order = Order(
            instrument: buy.instrument,
            purpose: buy.purpose,
            quantity: buy.quantity,
            price: buy.price,
            limit: buy.limit
        )
        enqueue(order, verdict: buy.verdict, reading, available: available, on: &desk)
    }

    /// One decimal: `24.3`.
    func points(_ value: Int64) -> String {
        let tenths = (value + 500) / 1000
        return "\(tenths / 10).\(tenths % 10)"
    }
}
