public import SaudaCore

// The minute cycle: place what is missing, lower what is too high, sell what is overbought (SEL-3).

extension EMA9Sell {
    /// Runs at the open and every minute until the close.
    mutating func cycle(on desk: inout Desk) {
        guard let today, today.isOpen(at: desk.now) else { return }
        if desk.book.openTrades.count != watches.count { follow(on: &desk) }
        for index in watches.indices where needsLook(watches[index], on: desk) { look(at: index, on: &desk) }
        let next = desk.now.advanced(by: .seconds(60 - Int64(desk.now.time.second)))
        if next < today.close { desk.wake(at: next, label: Label.cycle.rawValue) }
    }

    /// Lets go of closed trades and takes up new ones.
    private mutating func follow(on desk: inout Desk) {
        for watch in watches where desk.book.openTrade(in: watch.instrument) == nil {
            if let key = watch.key { desk.drop(key) }
            desk.watch(watch.instrument, false)
        }
        watches.removeAll { desk.book.openTrade(in: $0.instrument) == nil }
        track(on: &desk, isCurrentThrough: nil)
    }

    /// A watch with an order and an unchanged price has nothing to do.
    private func needsLook(_ watch: Watch, on desk: Desk) -> Bool {
        watch.request == nil && !watch.isBlind
            && (watch.target == nil || desk.market[watch.instrument].last != watch.lastPrice)
    }

    mutating func look(at index: Int, on desk: inout Desk) {
        let watch = watches[index]
        guard watch.request == nil, !watch.isBlind, !watch.isLeftAlone, !isFrozen(watch.instrument, on: desk)
        else { return }
        let price = desk.price(of: watch.instrument, notOlderThan: settings.maxAge)
        if price == nil, watch.target != nil {
            // A stale price moves no order (SEL-6); ask for a fresh one.
            watches[index].request = desk.fetch(.quote(watch.instrument))
            return
        }
        act(on: index, at: price, on: &desk)
    }

    /// In a closing auction the resting order is carried over untouched (DEC-15).
    private func isFrozen(_ instrument: InstrumentID, on desk: Desk) -> Bool {
        guard let today, desk.instruments[instrument].hasDerivatives else { return false }
        return desk.now >= today.auctionFrom
    }

    /// Does for one position what the price asks for.
    ///
    /// - Parameter price: nil when there is none yet today; yesterday's EMA9 stands in (IND-3).
    mutating func act(on index: Int, at price: Price?, on desk: inout Desk) {
        let watch = watches[index]
        guard !watch.isConverted, !watch.isLeftAlone, let trade = desk.book.openTrade(in: watch.instrument)
        else { return }
        watches[index].lastPrice = price ?? .zero
        if let price, settings.exitsOnRSI, let rsi = watch.liveRSI(price), rsi > settings.rsiExit {
            return convert(index, trade, rsi: rsi, on: &desk)
        }
        guard let average = watch.liveAverage(price), let limit = rounded(average, watch.instrument, on: desk)
        else { return }
        if let current = watch.target {
            if limit < current { state(index, trade, .limit(limit), reason: "EMA9_TARGET", on: &desk) }
        } else {
            place(index, trade, average: average, limit: limit, on: &desk)
        }
    }

    /// SEL-2: up to the next tick, whose size goes by the unrounded price.
    private func rounded(_ average: Double, _ instrument: InstrumentID, on desk: Desk) -> Price? {
        guard let exact = Price(rupees: average), exact > .zero else { return nil }
        return exact.roundedUp(toTick: desk.tick(of: instrument, at: exact))
    }

    // MARK: - Placing

    private mutating func place(
        _ index: Int,
        _ trade: Trade,
        average: Double,
        limit: Price,
        on desk: inout Desk
    ) {
        let instrument = watches[index].instrument
        guard average >= settings.guardShare * trade.entry.rupees else {
            if !watches[index].isGuardNoted {
                watches[index].isGuardNoted = true
                desk.note(.skipped, "ema9-below-entry", instrument, "EMA9 \(limit), entry \(trade.entry)")
            }
            return
        }
        if adoptsManualOrder(index, on: &desk) { return }
        var limit = limit
        if let band = desk.market[instrument].band {
            // SEL-10: above the day's limit nothing is placed and nothing is capped; it waits.
            if let queued = watches[index].circuitTarget { limit = min(limit, queued) }
            if limit > band.upper {
                if watches[index].circuitTarget == nil {
                    desk.note(.skipped, "above-circuit", instrument, "EMA9 \(limit), upper limit \(band.upper)")
                }
                watches[index].circuitTarget = limit
                return
            }
        }
        watches[index].circuitTarget = nil
        state(index, trade, .limit(limit), reason: "EMA9_TARGET", on: &desk)
    }

    /// SEL-11: the limit becomes a market order, once a day.
    private mutating func convert(_ index: Int, _ trade: Trade, rsi: Double, on desk: inout Desk) {
        watches[index].isConverted = true
        desk.note(.acted, "rsi-exit", watches[index].instrument, "RSI10 \(Self.text(rsi))")
        state(index, trade, .market, reason: "EMA9 or RSI50", on: &desk)
    }

    /// States the sell of all that is held and reads how it stands.
    mutating func state(
        _ index: Int,
        _ trade: Trade,
        _ price: Target.PriceRule,
        reason: String,
        on desk: inout Desk
    ) {
        let key = watches[index].key ?? desk.key(watches[index].instrument)
        watches[index].key = key
        if case .limit(let limit) = price { watches[index].target = limit }
        let target = Target(
            key,
            revision: watches[index].revision,
            .sell,
            desk.filled(key) + trade.quantity,
            price,
            reason: reason
        )
        judge(index, desk.set(target), on: &desk)
    }

    // MARK: - What became of it

    public mutating func targetChanged(_ key: TargetKey, on desk: inout Desk) {
        guard let index = watches.firstIndex(where: { $0.key == key }), let status = desk.status(of: key)
        else { return }
        judge(index, status, on: &desk)
    }

    private mutating func judge(_ index: Int, _ status: TargetStatus, on desk: inout Desk) {
        guard case .ended(let ending, _) = status else { return }
        switch ending {
        case .done: watches[index].isLeftAlone = true
        case .exhausted, .dropped: watches[index].target = nil
        case .handsOff, .stuck: watches[index].isLeftAlone = true
        case .refused(let refusal): refused(index, refusal, on: &desk)
        }
    }

    private mutating func refused(_ index: Int, _ refusal: Refusal, on desk: inout Desk) {
        let instrument = watches[index].instrument
        let wanted = watches[index].target
        watches[index].target = nil
        watches[index].revision += 1
        watches[index].attempts += 1
        switch refusal {
        case .rejected(.outsideBand(_, let high)) where high > .zero:
            watches[index].circuitTarget = wanted
        case .rejected(.noHoldings), .noHoldings:
            soldElsewhere(index, at: wanted, on: &desk)
        default:
            guard watches[index].attempts >= settings.attempts else { return }
            watches[index].isLeftAlone = true
            let name = desk.instruments[instrument].name
            desk.alert(
                .critical,
                "sell-refused",
                instrument,
                "\(name): the sell was refused \(watches[index].attempts) times (\(refusal.code)); "
                    + "it is left alone for today, sell by hand if you want to."
            )
        }
    }

    /// SEL-10: a refusal for want of holdings means they were sold elsewhere; the trade is closed at the target.
    private mutating func soldElsewhere(_ index: Int, at price: Price?, on desk: inout Desk) {
        let instrument = watches[index].instrument
        watches[index].isLeftAlone = true
        desk.closeTrade(instrument, at: price ?? desk.market[instrument].last, reason: "MANUAL_EXIT")
        let name = desk.instruments[instrument].name
        desk.alert(.warning, "sold-elsewhere", instrument, "\(name): the broker holds none; the trade is closed.")
    }

    static func text(_ value: Double) -> String {
        let tenths = Int64((value * 10).rounded())
        return "\(tenths / 10).\(abs(tenths % 10))"
    }
}
