extension AccountBook {
    /// What a fill costs, before it is booked.
    ///
    /// Shares bought and sold on the same day are charged as intraday whatever the product says: a sale corrects the
    /// delivery charges its purchase was booked with. Zero when no rate is known (a foreign fill; ours is refused).
    ///
    /// - Parameter earlier: the value of the same order's fills before this one; brokerage is per order.
    package func charges(
        for fill: Fill,
        of instrument: Instrument,
        earlier: Money = .zero,
        at rates: DayRates
    ) -> Charges {
        guard let own = rates.rates(for: instrument, fill.product) else { return .zero }
        guard fill.product == .delivery, fill.side == .sell else {
            return own.charges(side: fill.side, value: fill.value, earlier: earlier)
        }
        let parts = position(fill.instrument).squared(by: fill.quantity, on: fill.time.day)
        guard !parts.isEmpty, let intraday = rates.rates(for: instrument, .intraday) else {
            return own.charges(side: .sell, value: fill.value, earlier: earlier)
                + depository(own, fill.instrument, fill.value)
        }
        let squared = fill.value(of: parts.reduce(.zero) { $0 + $1.quantity })
        var charges = intraday.charges(side: .sell, value: squared, earlier: earlier)
        for part in parts {
            charges += intraday.charges(side: .buy, value: part.value, earlier: part.earlier)
            charges += -own.charges(side: .buy, value: part.value, earlier: part.earlier)
        }
        let rest = fill.value - squared
        guard rest > .zero else { return charges }
        return charges + own.charges(side: .sell, value: rest) + depository(own, fill.instrument, rest)
    }

    private func depository(_ rates: ChargeRates, _ instrument: InstrumentID, _ value: Money) -> Charges {
        let before = delivered(instrument)
        return rates.depositoryCharges(onSaleOf: before + value) + -rates.depositoryCharges(onSaleOf: before)
    }
}

extension Charges {
    fileprivate static prefix func - (a: Charges) -> Charges {
        var negative = Charges()
        negative.brokerage = -a.brokerage
        negative.stt = -a.stt
        negative.exchange = -a.exchange
        negative.ipft = -a.ipft
        negative.sebi = -a.sebi
        negative.stamp = -a.stamp
        negative.gst = -a.gst
        negative.dp = -a.dp
        return negative
    }
}
