public import SaudaCore

// What it will do and has in mind, for `sauda plan`.

extension EMA9Sell {
    public func outlook(on desk: Desk) -> [Outlook] {
        watches.compactMap { watch in
            guard let trade = desk.book.openTrade(in: watch.instrument) else { return nil }
            var text = "\(trade.quantity) held since \(trade.entered.day) at \(trade.entry)"
            if let through = watch.through, let average = watch.average.value {
                text += "; EMA9 \(Price(rupees: average) ?? .zero)"
                if let rsi = watch.rsi.value { text += ", RSI10 \(Self.text(rsi))" }
                text += " by the closes to \(through)"
            }
            if let queued = watch.queued { text += "; \(queued) waits to come under the day's upper limit" }
            return Outlook("position", watch.instrument, text)
        }
    }

    static func duties(_ day: TradingDay, _ parameters: Parameters) -> [Duty] {
        let settings = EMA9Sell(parameters).settings
        var duties = [
            Duty(.job(.sellOrders), "a day limit at EMA9, rounded up, for every position it follows"),
            Duty(
                .between(day.open, day.close),
                "each minute: lowers limits to EMA9, never raises them"
                    + (settings.exitsOnRSI ? "; RSI10 over \(Self.text(settings.rsiExit)) sells at the market" : "")
            ),
            Duty(.job(.cleanup), "forgets the day's targets and compares holdings"),
        ]
        if settings.monitors { duties.append(Duty(.job(.monitor), "looks at each position, alerts, places nothing")) }
        return duties
    }
}
