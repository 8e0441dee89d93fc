public import SaudaCore

// What people buy by hand (BUY-3 step 4, BUY-13).

extension AMOBuy {
    public mutating func foreignOrder(_ order: ForeignOrder, before: ForeignOrder?, on desk: inout Desk) {
        let filled = order.filled - (before?.filled ?? .zero)
        let value = order.value - (before?.value ?? .zero)
        takeManualBuy(order, filled, value, on: &desk)
    }

    /// Every purchase by hand of the day that may be one of a failed recommendation.
    mutating func takeManualBuys(on desk: inout Desk) {
        guard !queue.isEmpty else { return }
        for order in desk.book.foreignOrders where failedOrder(of: order.instrument, on: desk) != nil {
            takeManualBuy(order, order.filled, order.value, on: &desk)
        }
    }

    /// BUY-13: a person bought what we could not. It becomes a position of ours, with the recommendation's figures;
    /// later fills by hand join it.
    private mutating func takeManualBuy(
        _ order: ForeignOrder,
        _ filled: Quantity,
        _ value: Money,
        on desk: inout Desk
    ) {
        guard order.side == .buy, order.product == .delivery, filled > .zero, value > .zero else { return }
        let instrument = order.instrument
        if let index = tracked.firstIndex(where: { $0.instrument == instrument && $0.entryType == EntryType.byHand }) {
            desk.track(instrument, quantity: filled, value: value, reason: PendingBuy.Purpose.adopted.reason)
            var position = tracked[index]
            see(desk.book.openTrade(in: instrument), &position, on: &desk)
            return keep(position)
        }
        guard let failed = failedOrder(of: instrument, on: desk) else { return }
        desk.track(instrument, quantity: filled, value: value, reason: PendingBuy.Purpose.adopted.reason)
        guard let trade = desk.book.openTrade(in: instrument) else { return }
        var position = Tracking(instrument, entryRSI: failed.rsi, since: desk.now, entryType: EntryType.byHand)
        position.verdict = failed.verdict
        position.recommended = failed.firstFailed
        see(trade, &position, on: &desk)
        keep(position)
        forget(failed: failed.instrument, on: &desk)
        desk.note(.acted, "manual-buy-tracked", instrument, "\(trade.quantity) at \(trade.entry)")
    }

    private func see(_ trade: Trade?, _ position: inout Tracking, on desk: inout Desk) {
        guard let trade else { return }
        position.bought = trade.bought
        position.boughtValue = trade.boughtValue
        remember(position, on: &desk)
    }

    /// By base symbol, whatever series it was bought in.
    private func failedOrder(of instrument: InstrumentID, on desk: Desk) -> FailedOrder? {
        let symbol = desk.instruments[instrument].symbol
        return queue.first { desk.instruments[$0.instrument].symbol == symbol }
    }

    // MARK: - Waiting buys by hand

    /// BUY-3 step 4: a pending buy placed by hand is taken over, so that no second one is placed. One that only the
    /// order book knows may be another desk's; nothing is placed beside it.
    ///
    /// - Returns: whether the candidate is dealt with.
    mutating func adopts(_ instrument: InstrumentID, _ verdict: String, _ rsi: Int64, on desk: inout Desk) -> Bool {
        let waiting = foreignBuys(on: desk).filter { $0.instrument == instrument }
        guard let order = waiting.first else { return false }
        counters.duplicates += 1
        let key = freshKey(instrument, on: desk)
        if settings.isCurrent, waiting.count == 1, desk.book.foreignOrders.contains(where: { $0.id == order.id }) {
            desk.adopt(order, as: key, reason: PendingBuy.Purpose.adopted.reason)
        }
        guard desk.status(of: key) != nil else {
            desk.note(.skipped, "pending-buy", instrument, "order \(order.id) stands in the book")
            return true
        }
        let isLimit = order.terms.limit > .zero
        let buy = PendingBuy(
            key: key,
            purpose: .adopted,
            quantity: order.terms.quantity,
            price: isLimit ? order.terms.limit : desk.market[instrument].last,
            limit: isLimit ? order.terms.limit : nil,
            rsi: rsi,
            verdict: verdict,
            placed: desk.now,
            preExisting: .zero,
            filled: desk.filled(key)
        )
        keep(buy, on: &desk)
        desk.note(.acted, "manual-order-adopted", instrument, "\(order.terms.quantity)")
        return true
    }
}
