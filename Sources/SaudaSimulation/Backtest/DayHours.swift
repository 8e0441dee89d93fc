package import SaudaCore

extension TradingDay {
    /// The hours of a day by the calendar; plain 09:15 to 15:30 where the calendar has the day closed.
    package init(_ day: Day, in calendar: MarketCalendar, holdsPrices: Bool) {
        let sessions = calendar.sessions(on: day, for: .nseEquity, hasDerivatives: false)
        let open = day.at(sessions.first?.continuousOpen ?? TimeOfDay(9, 15))
        let close = day.at(sessions.last?.continuousClose ?? TimeOfDay(15, 30))
        let auction = calendar.continuousClose(on: day, for: .nseEquity, hasDerivatives: true)
        self.init(
            day: day,
            open: open,
            close: close,
            auctionFrom: min(auction ?? close, close),
            settlement: calendar.settlementDay(after: day),
            holdsPrices: holdsPrices
        )
    }
}
