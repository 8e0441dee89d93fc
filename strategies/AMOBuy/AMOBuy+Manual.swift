import SaudaCore

// What people buy by hand (BUY-3 step 4).

extension AMOBuy {
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
