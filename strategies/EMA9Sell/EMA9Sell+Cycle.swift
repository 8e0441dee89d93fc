import SaudaCore

// The minute cycle: place what is missing, lower what is too high, sell what is overbought (SEL-3).

extension EMA9Sell {
    /// Runs at the open and every whole minute until the close.
    mutating func cycle(on desk: inout Desk) {
        if let pause = today?.pause, pause.contains(desk.now) {
            cycleDue = pause.upperBound
            return desk.wake(at: cycleDue, label: Label.cycle.rawValue)
        }
        guard let today, desk.now >= cycleDue, today.isOpen(at: desk.now) else { return }
        let trades = desk.book.openTrades
        if !isInStep(with: trades) { follow(on: &desk) }
        checkBook(on: &desk)
        for index in watches.indices where needsLook(index, trades, today, desk) {
            look(at: index, on: &desk)
        }
        cycleDue = desk.now.nextMinute
        if cycleDue < today.close { desk.wake(at: cycleDue, label: Label.cycle.rawValue) }
    }

    /// A watch with an order, an unchanged position and an unchanged, fresh price has nothing to do. Nor has one whose
    /// EMA9 is too low for an order, while nobody has placed one by hand.
    @inline(__always)
    private func needsLook(_ index: Int, _ trades: [Trade], _ today: TradingDay, _ desk: Desk) -> Bool {
        // Field by field: this runs for every position every minute, and copies are what it would cost.
        if watches[index].daily.isLeftAlone || watches[index].daily.isBlind { return false }
        if watches[index].daily.exit == .asked { return true }
        if watches[index].daily.target == nil {
            let isGuarded = watches[index].daily.guarded == trades[index].bought
            if !isGuarded || watches[index].daily.lastPrice == .zero { return true }
            if !desk.book.foreignOrders.isEmpty || !book.sells.isEmpty { return true }
        } else if watches[index].held != trades[index].quantity {
            return true
        }
        let place = Int(watches[index].instrument.index)
        if desk.market.quotes[place].last != watches[index].daily.lastPrice { return true }
        return !today.holdsPrices && !isFresh(desk.market.quotes[place].exchangeTime, desk.now)
    }

    /// SEL-6. A price of no known time lies in the infinite past, so times are compared, not subtracted.
    func isFresh(_ time: Timestamp, _ now: Timestamp) -> Bool {
        time >= now.advanced(by: TimeSpan(microseconds: -settings.maxAge.microseconds))
    }

    /// Whether anything may change for a position now: not before the open, not after the close, and not in a closing
    /// auction, into which the resting order is carried untouched (DEC-15).
    @inline(__always)
    private func mayAct(_ index: Int, on desk: Desk) -> Bool {
        guard let today, today.isOpen(at: desk.now) else { return false }
        if watches[index].daily.isLeftAlone || watches[index].daily.isBlind { return false }
        return desk.now < today.auctionFrom || !desk.instruments[watches[index].instrument].hasDerivatives
    }

    /// Looks at one position with what is known, asking for what is not.
    mutating func look(at index: Int, on desk: inout Desk) {
        guard mayAct(index, on: desk) else { return }
        let isAsking = watches[index].request != nil
        if isAsking, !watches[index].asksQuote { return checkPatience(index, on: &desk) }
        guard watches[index].isCurrent else { return askHistory(index, on: &desk) }
        if let price = desk.price(of: watches[index].instrument, notOlderThan: settings.maxAge) {
            // A price from the feed is better than a quote that is still on its way.
            watches[index].request = nil
            act(on: index, at: price, on: &desk)
        } else if isAsking {
            checkPatience(index, on: &desk)
        } else {
            askQuote(index, on: &desk)
        }
    }

    /// Does for one position what the price asks for.
    ///
    /// - Parameter price: nil when none is fresh (SEL-6). A live order then stays where it is; a missing one is placed
    ///   at yesterday's EMA9 (IND-3).
    mutating func act(on index: Int, at price: Price?, on desk: inout Desk) {
        let instrument = watches[index].instrument
        guard mayAct(index, on: desk), watches[index].isCurrent, let trade = desk.book.openTrade(in: instrument)
        else { return }
        watches[index].daily.lastPrice = price ?? .zero
        watches[index].daily.guarded = nil
        if watches[index].daily.exit == .asked { return checkExit(index, trade, on: &desk) }
        if watches[index].daily.target == nil {
            guard book.isRead, adoptsManualOrder(index, trade, on: &desk) else { return }
        }
        if settings.exitsOnRSI, watches[index].daily.exit == .none,
            let rsi = watches[index].liveRSI(price, on: desk.day), rsi > settings.rsiExit
        {
            return convert(index, trade, rsi: rsi, on: &desk)
        }
        guard let average = watches[index].liveAverage(price, on: desk.day), let exact = Price(rupees: average),
            exact > .zero
        else { return missAverage(index, on: &desk) }
        let limit = rounded(exact, index, on: desk)
        if let current = watches[index].daily.target {
            lower(index, trade, from: current, to: price == nil ? current : limit, on: &desk)
        } else {
            place(index, trade, average: exact, limit: limit, on: &desk)
        }
        if settings.logsChanges { log(index, limit, on: &desk) }
    }

    /// SEL-2: up to the next tick, whose size goes by the unrounded price. Below the day's lower limit no order is
    /// taken, and no trade happens either, so the lower limit stands in.
    @inline(__always)
    private func rounded(_ exact: Price, _ index: Int, on desk: Desk) -> Price {
        let instrument = watches[index].instrument
        let limit = exact.roundedUp(toTick: desk.tick(of: instrument, at: exact))
        guard let lower = band(of: index, on: desk)?.lower, limit < lower else { return limit }
        return lower.roundedUp(toTick: desk.tick(of: instrument, at: lower))
    }

    /// The day's limits: the market's, or newer ones told in a rejection (SEL-10).
    @inline(__always)
    func band(of index: Int, on desk: Desk) -> PriceBand? {
        let band = desk.market[watches[index].instrument].band
        guard let told = watches[index].daily.toldBand, band == watches[index].daily.bandThen else { return band }
        return told
    }

    private mutating func missAverage(_ index: Int, on desk: inout Desk) {
        guard watches[index].daily.told.insert(.noAverage).inserted else { return }
        let instrument = watches[index].instrument
        let bars = watches[index].average.count
        desk.note(.skipped, "no-ema9", instrument, "\(bars) daily candles")
        desk.alert(
            .warning,
            "no-ema9",
            instrument,
            "\(desk.instruments[instrument].name): EMA9 needs 9 daily candles and there are \(bars); nothing is placed."
        )
    }

    /// SEL-7: EMA9 as it would be ordered, the live target and the lowest since it was placed; only when one changed.
    private mutating func log(_ index: Int, _ average: Price, on desk: inout Desk) {
        let target = watches[index].daily.target ?? .zero
        if target > .zero { watches[index].daily.lowest = min(watches[index].daily.lowest ?? target, average, target) }
        if let noted = watches[index].daily.noted, noted == (average, target) { return }
        watches[index].daily.noted = (average, target)
        let lowest = watches[index].daily.lowest ?? .zero
        desk.note(
            .seen,
            target > .zero ? "ema9-target-lowest" : "ema9-no-order",
            watches[index].instrument,
            target > .zero ? "\(average) \(target) \(lowest)" : "\(average)"
        )
    }
}

extension Timestamp {
    /// The first whole minute after this moment.
    var nextMinute: Timestamp {
        Timestamp(microseconds: (microseconds / 60_000_000 + 1) * 60_000_000)
    }
}
