public import SaudaCore

// Placing, lowering and converting the sell of one position, and what became of it.

extension EMA9Sell {
    /// SEL-1 steps 5 and 6, SEL-10.
    mutating func place(_ index: Int, _ trade: Trade, average: Price, limit: Price, on desk: inout Desk) {
        let instrument = watches[index].instrument
        if let least = Price(rupees: settings.guardShare * trade.entry.rupees), average < least {
            watches[index].daily.guarded = trade.bought
            guard watches[index].daily.told.insert(.guarded).inserted else { return }
            return desk.note(.skipped, "ema9-below-entry", instrument, "EMA9 \(average), entry \(trade.entry)")
        }
        // Above the day's upper limit nothing is placed and nothing is capped: it waits for EMA9 to come down.
        let wanted = min(limit, watches[index].queued ?? limit)
        if let upper = band(of: index, on: desk)?.upper, wanted > upper {
            if watches[index].queued == nil {
                desk.note(.skipped, "above-circuit", instrument, "EMA9 \(wanted), upper limit \(upper)")
            }
            watches[index].queued = wanted
            return
        }
        watches[index].queued = nil
        state(index, trade, .limit(wanted), reason: Self.targetReason, on: &desk)
    }

    /// SEL-4: never raised. A position that has changed is restated at the price of the live order (REN-6).
    mutating func lower(_ index: Int, _ trade: Trade, from current: Price, to limit: Price, on desk: inout Desk) {
        guard limit < current || watches[index].held != trade.quantity else { return }
        state(index, trade, .limit(min(limit, current)), reason: Self.targetReason, on: &desk)
    }

    /// SEL-11: the limit becomes a market order, once a day.
    mutating func convert(_ index: Int, _ trade: Trade, rsi: Double, on desk: inout Desk) {
        watches[index].daily.exit = .asked
        desk.note(.acted, "rsi-exit", watches[index].instrument, "RSI10 \(Self.text(rsi))")
        state(index, trade, .market, reason: Self.exitReason, on: &desk)
    }

    /// A minute after the conversion the order must be a market order; else the limit is kept and a person told.
    mutating func checkExit(_ index: Int, _ trade: Trade, on desk: inout Desk) {
        watches[index].see(trade, on: desk.day)
        guard let key = watches[index].daily.key, case .working(let limit, _)? = desk.status(of: key), limit > .zero
        else { return }
        exitFailed(index, "the change was not taken", on: &desk)
        state(index, trade, .limit(limit), reason: Self.targetReason, on: &desk)
    }

    private mutating func exitFailed(_ index: Int, _ why: String, on desk: inout Desk) {
        watches[index].daily.exit = .failed
        let instrument = watches[index].instrument
        desk.alert(
            .critical,
            "rsi-exit-failed",
            instrument,
            "\(desk.instruments[instrument].name): RSI10 asks for a market sell and it failed (\(why)); the limit "
                + "order stays, sell by hand if you want out now."
        )
    }

    /// States the sell of all that is ours and reads how it stands.
    mutating func state(
        _ index: Int,
        _ trade: Trade,
        _ price: Target.PriceRule,
        reason: String,
        on desk: inout Desk
    ) {
        let key = watches[index].daily.key ?? freshKey(watches[index].instrument, on: desk)
        watches[index].daily.key = key
        watches[index].daily.isStated = true
        watches[index].see(trade, on: desk.day)
        let target = Target(
            key,
            revision: watches[index].daily.revision,
            .sell,
            desk.filled(key) + trade.quantity,
            price,
            reason: reason
        )
        judge(index, desk.set(target), on: &desk)
    }

    /// The first leg of the day that nothing was done under: a trade closed and opened anew is another intention.
    ///
    /// A leg that has not ended is taken up again instead, so that there are never two sells.
    func freshKey(_ instrument: InstrumentID, on desk: Desk) -> TargetKey {
        var key = desk.key(instrument)
        while case .ended? = desk.status(of: key) { key.leg += 1 }
        return key
    }

    // MARK: - What became of it

    public mutating func targetChanged(_ key: TargetKey, on desk: inout Desk) {
        guard let index = watches.firstIndex(where: { $0.daily.key == key }), let status = desk.status(of: key)
        else { return }
        judge(index, status, on: &desk)
    }

    private mutating func judge(_ index: Int, _ status: TargetStatus, on desk: inout Desk) {
        switch status {
        case .waiting: break
        case .working(let limit, _): if limit > .zero { watches[index].daily.target = limit }
        case .ended(let ending, _):
            guard watches[index].daily.isStated else { return }
            watches[index].daily.isStated = false
            ended(index, ending, on: &desk)
        }
    }

    private mutating func ended(_ index: Int, _ ending: TargetEnding, on desk: inout Desk) {
        let wanted = watches[index].daily.target
        watches[index].daily.target = nil
        watches[index].daily.lowest = nil
        watches[index].daily.revision += 1
        switch ending {
        // What is left of the trade, a re-entry perhaps, gets an order with the next cycle.
        case .done, .dropped: break
        case .handsOff, .stuck: watches[index].daily.isLeftAlone = true
        case .refused(let refusal): refused(index, refusal, wanted, on: &desk)
        case .exhausted:
            if today?.isOpen(at: desk.now) == true { countAttempt(index, "it lapsed", on: &desk) }
        }
        // There is no second conversion that day.
        if watches[index].daily.exit == .asked { watches[index].daily.exit = .failed }
    }

    private mutating func refused(_ index: Int, _ refusal: Refusal, _ wanted: Price?, on desk: inout Desk) {
        if watches[index].daily.exit == .asked { exitFailed(index, refusal.code, on: &desk) }
        switch refusal {
        case .rejected(.outsideBand(let low, let high)):
            tell(index, PriceBand(lower: low, upper: high), wanted, on: &desk)
        case .outsideBand(let band): tell(index, band, wanted, on: &desk)
        case .rejected(.noHoldings): soldElsewhere(index, at: wanted, on: &desk)
        case .noReference: awaitReference(index, on: &desk)
        default: countAttempt(index, refusal.code, on: &desk)
        }
    }

    /// SEL-10: the limits of a rejection hold until the market says otherwise; above them the target waits.
    private mutating func tell(_ index: Int, _ band: PriceBand, _ wanted: Price?, on desk: inout Desk) {
        guard let wanted, band.upper > .zero, !band.contains(wanted) else {
            return countAttempt(index, "outside-band", on: &desk)
        }
        watches[index].daily.toldBand = band
        watches[index].daily.bandThen = desk.market[watches[index].instrument].band
        if wanted > band.upper { watches[index].queued = wanted }
    }

    /// The risk gate knows no price of the share at all; the next cycles try again until there is one.
    private mutating func awaitReference(_ index: Int, on desk: inout Desk) {
        guard watches[index].daily.told.insert(.noReference).inserted else { return }
        let instrument = watches[index].instrument
        let name = desk.instruments[instrument].name
        desk.alert(.warning, "no-price", instrument, "\(name): no price is known, so no order leaves; check the feed.")
    }

    private mutating func countAttempt(_ index: Int, _ why: String, on desk: inout Desk) {
        watches[index].daily.attempts += 1
        guard watches[index].daily.attempts >= settings.attempts else { return }
        watches[index].daily.isLeftAlone = true
        let instrument = watches[index].instrument
        desk.alert(
            .critical,
            "sell-refused",
            instrument,
            "\(desk.instruments[instrument].name): the sell was refused \(watches[index].daily.attempts) times "
                + "(\(why)); it is left alone for today, sell by hand if you want to."
        )
    }

    /// SEL-10: a broker that knows of no holdings says they were sold elsewhere; the trade is closed at the target.
    private mutating func soldElsewhere(_ index: Int, at price: Price?, on desk: inout Desk) {
        guard let trade = desk.book.openTrade(in: watches[index].instrument) else { return }
        watches[index].daily.isLeftAlone = true
        desk.closeTrade(trade.instrument, at: price ?? lastKnownPrice(index, trade, on: desk), reason: "MANUAL_EXIT")
        let name = desk.instruments[trade.instrument].name
        desk.alert(.warning, "sold-elsewhere", trade.instrument, "\(name): the broker holds none; the trade is closed.")
    }

    /// Stands in for a price nobody can tell us; the entry price when nothing else is known.
    func lastKnownPrice(_ index: Int, _ trade: Trade, on desk: Desk) -> Price {
        let last = desk.market[watches[index].instrument].last
        if last > .zero { return last }
        return watches[index].lastClose > .zero ? watches[index].lastClose : trade.entry
    }

    /// One decimal: `-0.4`.
    static func text(_ value: Double) -> String {
        let tenths = Int64((value * 10).rounded())
        return "\(tenths < 0 ? "-" : "")\(tenths.magnitude / 10).\(tenths.magnitude % 10)"
    }
}
