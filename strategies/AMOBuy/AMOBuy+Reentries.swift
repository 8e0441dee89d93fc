import SaudaCore

// Averaging down (section 5), judged on the evening's close and bought at the next opening.

extension AMOBuy {
    struct DueReentry: Sendable {
        var instrument: InstrumentID
        var level: Int
    }

    /// The positions whose RSI10 has reached a level tonight. Resets happen here, purchases later.
    mutating func dueReentries(on desk: inout Desk) -> [DueReentry] {
        guard settings.reenters, let today else { return [] }
        var due: [DueReentry] = []
        for index in tracked.indices {
            let instrument = tracked[index].instrument
            // On a day without a candle of its own nothing has moved.
            guard let trade = desk.book.openTrade(in: instrument), let view = view(of: instrument),
                view.day == today.day, desk.now >= today.close
            else { continue }
            let before = tracked[index]
            if let level = level(&tracked[index], view.last, trade, on: today.day) {
                tracked[index].missed = Int64(level)
                due.append(DueReentry(instrument: instrument, level: level))
            }
            if tracked[index] != before { remember(tracked[index], on: &desk) }
        }
        return due
    }

    private func level(_ position: inout Tracking, _ bar: Bar, _ trade: Trade, on day: Day) -> Int? {
        // Exit before re-entry: what is about to be sold is not bought (REN-7, SEL-11).
        if bar.rsi > 50 || bar.close >= bar.ema9 {
            if bar.rsi > 30 { position.levels.isResetReady = true }
            return nil
        }
        if settings.isCurrent, position.entryRSI == nil { return nil }
        let wasReady = position.levels.isResetReady
        var fired = position.levels.step(bar.rsi, settings.isCurrent ? .skipping : .oneByOne)
        if wasReady, bar.rsi < 30 {
            position.cycle += 1
            position.missed = nil
        }
        // It fired on an earlier evening and could not be bought.
        if fired == nil, let missed = position.missed, bar.rsi < Double(missed), !position.levels.has(Int(missed)) {
            fired = Int(missed)
        }
        guard let fired, !position.hasFired(fired, on: day), isSane(bar, trade) else { return nil }
        return fired
    }

    /// REN-4: a price that fits none of the prices known is another share's, or a split's.
    private func isSane(_ bar: Bar, _ trade: Trade) -> Bool {
        guard settings.isCurrent else { return true }
        // Average and entry price are one in our books: the trade's.
        return [trade.entry.rupees, bar.ema200].contains { known in
            known > 0 && settings.saneShares.contains(bar.close / known)
        }
    }

    /// REN-5: cash that is short makes the order smaller; only a waiting buy stands in its way.
    mutating func buyReentries(on desk: inout Desk) {
        for due in preflight.reentries {
            let instrument = due.instrument
            if pending.contains(where: { $0.instrument == instrument })
                || foreignBuys(on: desk).contains(where: { $0.instrument == instrument })
            {
                counters.duplicates += 1
                desk.note(.skipped, "pending-buy", instrument)
                continue
            }
            guard let reading = reading(of: instrument),
                var order = size(instrument, reading, .reentry(due.level), on: &desk)
            else { continue }
            let lot = desk.instruments[instrument].lot
            let affordable = Sizing.affordable(cash ?? .zero, at: order.price, lot: lot)
            guard affordable > .zero else {
                counters.failedBalance += 1
                desk.note(.skipped, "insufficient-balance", instrument, "re-entry at RSI level \(due.level)")
                continue
            }
            if affordable < order.quantity {
                order.quantity = affordable
                order.isCut = true
            }
            var verdict = ""
            if let index = tracked.firstIndex(where: { $0.instrument == instrument }) {
                verdict = tracked[index].verdict
                tracked[index].note(fired: due.level, on: desk.now.day)
                remember(tracked[index], on: &desk)
            }
            place(order, verdict: verdict, reading, on: &desk)
        }
    }
}
