import SaudaCore

// Before the open, waiting buys are resized by the pre-market price, one per answer (BUY-15).

extension AMOBuy {
    struct Adjustment: Sendable {
        /// The last one is next.
        var waiting: [InstrumentID] = []
        /// Asked for first; what raises of this run take is gone from it. Nil when nobody could tell.
        var funds: Money?
        var knowsFunds = false
        var checked = 0
        var priceUnavailable = 0
        var cancelledAboveEMA9 = 0
        var noAdjustmentNeeded = 0
        var adjusted = 0
        var missingData = 0
        var unaffordable = 0
        var orphansCancelled = 0
    }

    mutating func startAdjustment(on desk: inout Desk) {
        adjustment = Adjustment()
        guard settings.adjustsBeforeOpen, let today, desk.now < today.open else {
            return finish(.premarketAdjustment, on: &desk)
        }
        adjustment.orphansCancelled = dropOrphans(on: &desk)
        adjustment.waiting = pending.filter { $0.filled == .zero && $0.purpose != .adopted }
            .map(\.instrument).reversed()
        guard !adjustment.waiting.isEmpty else { return endAdjustment(on: &desk) }
        watchPatience(on: &desk)
        ask(.funds(desk.account), on: &desk)
    }

    mutating func takeAdjustment(_ answer: Answer, on desk: inout Desk) {
        guard adjustment.knowsFunds else {
            adjustment.knowsFunds = true
            if case .funds(let available) = answer { adjustment.funds = max(available, .zero) }
            return askQuote(on: &desk)
        }
        takeQuote(answer, on: &desk)
    }

    private mutating func askQuote(on desk: inout Desk) {
        guard let next = adjustment.waiting.last else { return endAdjustment(on: &desk) }
        ask(.quote(next), on: &desk)
    }

    private mutating func takeQuote(_ answer: Answer, on desk: inout Desk) {
        guard let instrument = adjustment.waiting.popLast() else { return endAdjustment(on: &desk) }
        if let index = pending.firstIndex(where: { $0.instrument == instrument }), pending[index].filled == .zero {
            adjustment.checked += 1
            adjust(index, by: preMarketPrice(answer, on: desk), on: &desk)
        }
        askQuote(on: &desk)
    }

    /// Yesterday's last price says nothing about this morning.
    private func preMarketPrice(_ answer: Answer, on desk: Desk) -> Price? {
        guard case .quote(let tick) = answer, tick.price.isPlausible, tick.exchangeTime.day == desk.day else {
            return nil
        }
        return tick.price
    }

    private mutating func adjust(_ index: Int, by price: Price?, on desk: inout Desk) {
        var buy = pending[index]
        guard let price else {
            adjustment.priceUnavailable += 1
            return
        }
        if let average = liveAverage(buy.instrument, at: price, on: desk),
            price.rupees > settings.mostOfAverage * average
        {
            adjustment.cancelledAboveEMA9 += 1
            desk.note(
                .skipped,
                "above-ema9",
                buy.instrument,
                "pre-market \(price), EMA9 \(Price(rupees: average) ?? .zero)"
            )
            return desk.drop(buy.key)
        }
        let share = desk.instruments[buy.instrument]
        // What cannot be sized anew keeps the size it has (BUY-6).
        guard let reading = reading(of: buy.instrument),
            let capital = settings.sizing.capital(at: price, averageVolume: reading.averageVolume)
        else {
            adjustment.missingData += 1
            return desk.note(.skipped, "missing-data", buy.instrument, "\(buy.quantity) stay")
        }
        var quantity = settings.sizing.quantity(for: capital, at: price, lot: share.lot)
        if buy.isCut { quantity = min(quantity, Sizing.affordable(buy.value, at: price, lot: share.lot)) }
        // A limit order becomes a market order, where the series takes one.
        let limit = Series.tradeToTrade.contains(share.series) ? limit(for: buy.instrument, at: price, on: desk) : nil
        guard quantity > .zero, quantity != buy.quantity || limit != buy.limit else {
            adjustment.noAdjustmentNeeded += 1
            return
        }
        let raise = raise(of: buy, to: quantity, at: price)
        guard raise <= .zero || adjustment.funds.map({ raise <= $0 }) == true else {
            adjustment.unaffordable += 1
            return desk.note(.skipped, "insufficient-balance", buy.instrument, "\(buy.quantity) stay, not \(quantity)")
        }
        adjustment.funds = adjustment.funds.map { $0 - raise }
        desk.note(.acted, "buy-adjusted", buy.instrument, "\(buy.quantity) to \(quantity) at \(price)")
        buy.quantity = quantity
        buy.price = price
        buy.limit = limit
        adjustment.adjusted += 1
        keep(buy, on: &desk)
        desk.set(buy.target(expecting: quantity))
    }

    /// What a broker may set aside on top for the new quantity: at the dearer of the prices known, and a hundredth more
    /// for charges. A raise that the cash does not bear would put the good order at risk (BUY-8).
    private func raise(of buy: PendingBuy, to quantity: Quantity, at price: Price) -> Money {
        let most = max(price, buy.limit ?? buy.price)
        let value = most * quantity - (buy.limit ?? buy.price) * buy.quantity
        return value > .zero ? Money(raw: value.raw + (most * quantity).raw / 100) : .zero
    }

    /// IND-3, with a price from before the open. Nil below nine candles.
    private func liveAverage(_ instrument: InstrumentID, at price: Price, on desk: Desk) -> Double? {
        guard let bar = view(of: instrument)?.last, bar.day < desk.day, bar.ema9.isFinite else { return nil }
        return 0.2 * price.rupees + 0.8 * bar.ema9
    }

    private mutating func endAdjustment(on desk: inout Desk) {
        let sums = adjustment
        if sums.checked + sums.orphansCancelled > 0 {
            desk.note(
                .seen,
                "premarket-adjustment",
                nil,
                "checked \(sums.checked), adjusted \(sums.adjusted), no_adjustment_needed \(sums.noAdjustmentNeeded), "
                    + "price_unavailable \(sums.priceUnavailable), cancelled_above_ema9 \(sums.cancelledAboveEMA9), "
                    + "missing_data \(sums.missingData), insufficient_balance \(sums.unaffordable), "
                    + "reentries_cancelled \(sums.orphansCancelled)"
            )
        }
        finish(.premarketAdjustment, on: &desk)
    }
}
