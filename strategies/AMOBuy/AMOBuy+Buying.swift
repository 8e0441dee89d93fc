import SaudaCore

// The buy step (section 4): the queue of failed orders, the evening's candidates, then re-entries.

extension AMOBuy {
    mutating func startEveningBuys(on desk: inout Desk) {
        guard let today else { return finish(.buyOrders, on: &desk) }
        // The errands are in line, so the analysis is over (SVC-5). Asked for by hand it may be any time of the day.
        if desk.now > Schedule(today).latestBuys {
            desk.alert(.warning, "buys-missed", nil, "The analysis ended after 17:55; nothing is bought this evening.")
            return finish(.buyOrders, on: &desk)
        }
        if !picks.rows.isEmpty, !picks.areFresh(at: desk.now, on: today, lastSession: lastSession) {
            desk.alert(
                .warning,
                "candidates-stale",
                nil,
                "The candidates are of \(picks.day) and too old to be bought; run the analysis first."
            )
            picks = Picks()
        }
        startBuys(.evening, on: &desk)
    }

    /// BUY-2, then the account is read when there is anything to do.
    mutating func startBuys(_ scope: Preflight.Scope, on desk: inout Desk) {
        counters = BuyCounters()
        counters.expired = removeExpired(on: &desk)
        takeManualBuys(on: &desk)
        preflight = Preflight()
        preflight.scope = scope
        if scope == .evening {
            prune(on: &desk)
            preflight.reentries = dueReentries(on: &desk)
        }
        let hasCandidates = scope == .evening && !picks.rows.isEmpty
        guard hasCandidates || !queue.isEmpty || !preflight.reentries.isEmpty else { return endBuys(on: &desk) }
        readAccount(on: &desk)
    }

    /// Places all that the account bears. No question is asked from here on.
    mutating func work(on desk: inout Desk) {
        retryQueue(on: &desk)
        if preflight.scope == .evening {
            buyCandidates(on: &desk)
            buyReentries(on: &desk)
        }
        endBuys(on: &desk)
    }

    private mutating func endBuys(on desk: inout Desk) {
        if !counters.isEmpty { desk.note(.acted, "buy-run", nil, counters.description) }
        let isEvening = preflight.scope == .evening
        preflight = Preflight()
        finish(isEvening ? .buyOrders : .premarketRetry, on: &desk)
    }

    // MARK: - Candidates

    private mutating func buyCandidates(on desk: inout Desk) {
        for (index, pick) in picks.rows.enumerated() {
            if isFull(beside: pick.instrument, on: desk) {
                counters.portfolioLimit = picks.rows.count - index
                for rest in picks.rows[index...] { desk.note(.skipped, "portfolio-limit", rest.instrument) }
                return
            }
            counters.attempted += 1
            buy(pick, on: &desk)
        }
    }

    /// BUY-3 steps 2 to 8.
    private mutating func buy(_ pick: Candidate, on desk: inout Desk) {
        let instrument = pick.instrument
        if isHeld(instrument, on: desk) {
            counters.duplicates += 1
            return desk.note(.skipped, "already-held", instrument)
        }
        if adopts(instrument, pick.verdict, pick.rsi, on: &desk) { return }
        guard let reading = reading(of: instrument) else {
            counters.missingData += 1
            return desk.note(.skipped, "missing-data", instrument, "RSI10, EMA9 or EMA200 has no value")
        }
        guard let order = size(instrument, reading, .entry, on: &desk) else { return }
        if let cash, Sizing.affordable(cash + own(instrument), at: order.price) >= order.quantity {
            place(order, verdict: pick.finalVerdict, reading, on: &desk)
        } else {
            fail(order, verdict: pick.finalVerdict, reading, on: &desk)
        }
    }

    // MARK: - Steps that all purchases share

    /// A purchase as sized, not placed yet.
    struct Order: Sendable {
        var instrument: InstrumentID
        var purpose: PendingBuy.Purpose
        var quantity: Quantity
        var price: Price
        var limit: Price?
        var isCut = false
    }

    /// BUY-3 step 6, BUY-5, BUY-6, BUY-7. Nil when it is not to be bought; counted and noted.
    mutating func size(
        _ instrument: InstrumentID,
        _ reading: Reading,
        _ purpose: PendingBuy.Purpose,
        on desk: inout Desk
    ) -> Order? {
        let share = desk.instruments[instrument]
        guard let capital = settings.sizing.capital(at: reading.close, averageVolume: reading.averageVolume) else {
            counters.illiquid += 1
            desk.note(.skipped, "illiquid", instrument, "\(Int64(reading.averageVolume)) shares a day")
            return nil
        }
        let quantity = settings.sizing.quantity(for: capital, at: reading.close, lot: share.lot)
        guard reading.close > .zero, quantity > .zero else {
            counters.invalidQuantity += 1
            desk.note(.skipped, "invalid-quantity", instrument, "one share costs \(reading.close)")
            return nil
        }
        // Re-entries are sized by cash, not by volume (REN-5).
        if purpose.level == nil,
            !settings.sizing.fitsVolume(quantity, at: reading.close, averageVolume: reading.averageVolume)
        {
            counters.illiquid += 1
            desk.note(.skipped, "illiquid", instrument, "\(quantity) of \(Int64(reading.averageVolume)) shares a day")
            return nil
        }
        return Order(
            instrument: instrument,
            purpose: purpose,
            quantity: quantity,
            price: reading.close,
            limit: limit(for: instrument, at: reading.close, on: desk)
        )
    }

    /// BUY-9: trade-to-trade shares take no market orders; theirs stands 1 % above the close.
    func limit(for instrument: InstrumentID, at price: Price, on desk: Desk) -> Price? {
        let isTradeToTrade = Series.tradeToTrade.contains(desk.instruments[instrument].series)
        guard isTradeToTrade || settings.placesLimits else { return nil }
        let exact = isTradeToTrade ? Price(raw: (price.raw * 101 + 50) / 100) : price
        return exact.roundedUp(toTick: desk.tick(of: instrument, at: exact))
    }

    /// What a waiting buy of ours in it has set aside, and would be free for the one that replaces it.
    func own(_ instrument: InstrumentID) -> Money {
        pending.first { $0.instrument == instrument }?.value ?? .zero
    }
}
