import SaudaCore

// How much of an order trades, at which price, and what is booked.

extension PracticeExchange {
    /// Trades an order at a price, or as much of it as the volume allows. A buy that the cash no longer covers (a gap
    /// up) is turned down.
    ///
    /// - Returns: whether nothing of the order is left in the market.
    mutating func fill(
        _ order: inout RestingOrder,
        at price: Price,
        _ way: Way,
        time: Timestamp,
        into events: inout [Event]
    ) -> Bool {
        let quantity = quantity(of: order, at: price, way)
        guard quantity > .zero else { return false }
        let account = Int(order.request.account.index)
        release(order)
        order.blocked = .zero
        let fill = fill(of: order, quantity, at: slipped(price, order, quantity, way, time), time: time)
        let charges = charges(for: fill, of: order)
        if fill.side == .buy, !order.isBrokers,
            let rejection = fundsRejection(need: fill.value + charges.total, account)
        {
            // What has traded has traded; the broker takes out the rest.
            let end: Report.Kind = order.filled > .zero ? .expired : .rejected(rejection)
            events.append(Event(time, .report(Report(order.request.id, end))))
            return true
        }
        let earlier = order.value
        order.filled += fill.quantity
        order.value += fill.value
        accounts[account].fill(
            fill,
            charges: charges,
            settlement: day?.settlement ?? time.day.advanced(by: 1),
            earlier: earlier,
            isTracked: !order.isBrokers || fill.side == .sell
        )
        if needsVolume { listings[Int(order.request.instrument.index)].take(quantity, for: account) }
        tellTrade(of: order, at: time, into: &events)
        if order.rest > .zero, !order.isBrokers { block(&order) }
        return order.rest == .zero
    }

    private func tellTrade(of order: RestingOrder, at time: Timestamp, into events: inout [Event]) {
        guard order.isBrokers else {
            let kind = Report.Kind.traded(total: order.filled, value: order.value)
            return events.append(Event(time, .report(Report(order.request.id, kind))))
        }
        events.append(Event(time, .foreign(order.seen(as: order.rest == .zero ? .complete : .open))))
    }

    // MARK: - How much

    private func quantity(of order: RestingOrder, at price: Price, _ way: Way) -> Quantity {
        let index = Int(order.request.instrument.index)
        if listings[index].locked != nil, isToday(index), listings[index].isLocked(for: order.request.side, at: price) {
            return .zero
        }
        guard let share = participation else { return order.rest }
        guard isToday(index) else { return .zero }
        let account = Int(order.request.account.index)
        let free = listings[index].free(for: account, share: share, lot: instruments[order.request.instrument].lot)
        // One that rests shows its disclosed part only, and trades in such slices.
        let isSliced = way == .resting && order.terms.disclosed > .zero
        return min(order.rest, free, isSliced ? order.terms.disclosed : order.rest)
    }

    func isToday(_ index: Int) -> Bool { listings[index].day == day?.day }

    // MARK: - At which price

    /// The price after slippage: on the tick, against the trader, inside the day's range and band.
    private func slipped(
        _ price: Price,
        _ order: RestingOrder,
        _ quantity: Quantity,
        _ way: Way,
        _ time: Timestamp
    ) -> Price {
        guard slips, way != .auction, order.terms.kind == .market || order.terms.kind == .stopMarket
        else { return price }
        let id = order.request.instrument
        let listing = listings[Int(id.index)]
        let rate = model.slippage.rate(for: quantity, of: listing.volume, dice: dice(for: order, time))
        let slip = Price(raw: Money(raw: price.raw).times(perCrore: rate).raw)
        let tick = tick(of: id, at: price)
        let isKnown = isToday(Int(id.index)) && listing.high.raw > 0
        let band = band(of: id)
        if order.request.side == .buy {
            let most = min(isKnown ? listing.high : .limit, band?.upper ?? .limit)
            return max(price, min((price + slip).roundedUp(toTick: tick), most))
        }
        let least = max(isKnown ? listing.low : tick, band?.lower ?? tick)
        return min(price, max((price - slip).roundedDown(toTick: tick), least))
    }

    /// Depends on the share, the account, the moment and what is filled, not on what else is traded.
    private func dice(for order: RestingOrder, _ time: Timestamp) -> UInt64 {
        var seed = SplitMix64.seed(model.seed, for: instruments[order.request.instrument].symbol)
        let account = UInt64(order.request.account.index)
        for part in [account, UInt64(bitPattern: time.microseconds), UInt64(bitPattern: order.filled.units)] {
            seed = SplitMix64.seed(seed, for: part)
        }
        return seed
    }

    // MARK: - What it costs

    func fill(of order: RestingOrder, _ quantity: Quantity, at price: Price, time: Timestamp) -> Fill {
        Fill(
            instrument: order.request.instrument,
            product: order.request.product,
            side: order.request.side,
            quantity: quantity,
            value: price * quantity,
            time: time,
            reason: ""
        )
    }

    func charges(for fill: Fill, of order: RestingOrder) -> Charges {
        let account = Int(order.request.account.index)
        return accounts[account]
            .charges(for: fill, of: instruments[fill.instrument], earlier: order.value, at: rates[account])
    }
}

extension RestingOrder {
    /// As the account's order book shows it.
    func seen(as status: ForeignOrder.Status) -> ForeignOrder {
        ForeignOrder(
            account: request.account,
            id: brokerID,
            instrument: request.instrument,
            side: request.side,
            product: request.product,
            terms: terms,
            filled: filled,
            value: value,
            status: status
        )
    }
}
