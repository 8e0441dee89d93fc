import SaudaCore

// Failed orders: kept for another try, dropped when they are too old (BUY-8, BUY-12, HIS-3, HIS-4).

extension AMOBuy {
    /// BUY-8: the order is not shrunk. A person is told, and it waits for the next morning.
    mutating func fail(_ order: Order, verdict: String, _ reading: Reading, on desk: inout Desk) {
        counters.failedBalance += 1
        enqueue(order, verdict: verdict, reading, available: cash, on: &desk)
    }

    /// One entry per instrument; a new failure keeps when it failed first (HIS-3).
    mutating func enqueue(
        _ order: Order,
        verdict: String,
        _ reading: Reading,
        available: Money?,
        on desk: inout Desk
    ) {
        let required = order.price * order.quantity
        let before = queue.first { $0.instrument == order.instrument }
        let failed = FailedOrder(
            instrument: order.instrument,
            close: order.price,
            quantity: order.quantity,
            required: required,
            available: available,
            reason: "insufficient_balance",
            verdict: verdict,
            rsi: reading.rsiPoints,
            ema9: reading.ema9,
            ema200: reading.ema200,
            firstFailed: before?.firstFailed ?? desk.now,
            lastRetry: order.purpose == .retry ? desk.now : before?.lastRetry,
            retries: (before?.retries ?? 0) + (order.purpose == .retry ? 1 : 0)
        )
        keep(failed, on: &desk)
        desk.note(.skipped, "insufficient-balance", order.instrument)
        let name = desk.instruments[order.instrument].name
        let have = available.map { "\($0)" } ?? "an unknown amount"
        let short = failed.shortfall.map { ", \($0) short" } ?? ""
        desk.alert(
            .warning,
            "insufficient-balance",
            order.instrument,
            "\(name): \(order.quantity) at \(order.price) need \(required), there is \(have)\(short); tried again before "
                + "the next opening."
        )
    }

    /// HIS-4. Returns how many went.
    @discardableResult
    mutating func removeExpired(on desk: inout Desk) -> Int {
        let expired = queue.filter { life(of: $0, on: desk).isExpired }
        for order in expired { forget(failed: order.instrument, on: &desk) }
        if !expired.isEmpty { desk.note(.seen, "failed-orders-expired", nil, "\(expired.count)") }
        return expired.count
    }

    func life(of order: FailedOrder, on desk: Desk) -> FailedOrder.Life {
        guard let today else { return FailedOrder.Life(mayRetry: false, isExpired: false) }
        let session = lastSession.flatMap { $0 < today.day ? $0 : nil }
        return order.life(
            at: desk.now,
            on: desk.now.day,
            opening: today.open,
            lastSession: session,
            by: settings.dayBasis
        )
    }

    // MARK: - Retrying

    /// BUY-12. What failed a moment ago in this run is not in it yet.
    mutating func retryQueue(on desk: inout Desk) {
        for order in queue where life(of: order, on: desk).mayRetry {
            if isFull(beside: order.instrument, on: desk) {
                counters.portfolioLimit += 1
                return desk.note(.skipped, "portfolio-limit", order.instrument, "the queue waits")
            }
            retry(order, on: &desk)
        }
    }

    private mutating func retry(_ failed: FailedOrder, on desk: inout Desk) {
        let instrument = failed.instrument
        if isHeld(instrument, on: desk) { return forget(failed: instrument, on: &desk) }
        if pending.contains(where: { $0.instrument == instrument })
            || foreignBuys(on: desk).contains(where: { $0.instrument == instrument })
        {
            counters.duplicates += 1
            return
        }
        counters.attempted += 1
        counters.retried += 1
        guard let reading = reading(of: instrument) else {
            counters.missingData += 1
            return desk.note(.skipped, "missing-data", instrument)
        }
        // Too large for the market, or for any order: it will not get better (BUY-7).
        guard let order = size(instrument, reading, .retry, on: &desk) else {
            return forget(failed: instrument, on: &desk)
        }
        guard let cash, Sizing.affordable(cash, at: order.price) >= order.quantity else {
            counters.failedBalance += 1
            let retries = keepTrying(failed, available: cash, on: &desk)
            return desk.note(.skipped, "insufficient-balance", instrument, "retry \(retries)")
        }
        // It leaves the queue when the broker has taken the order.
        place(order, verdict: failed.verdict, reading, on: &desk)
    }

    /// One try more, and the entry stays. Returns how many there were.
    @discardableResult
    mutating func keepTrying(_ failed: FailedOrder, available: Money?, on desk: inout Desk) -> Int64 {
        var again = failed
        again.retries += 1
        again.lastRetry = desk.now
        again.available = available
        keep(again, on: &desk)
        return again.retries
    }
}
