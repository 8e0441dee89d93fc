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
        let entry = sessions.first?.spans.first
        if let entry, entry.phase == .preOpenEntry { preOpen = day.at(entry.start)..<day.at(entry.end) }
        if sessions.count == 2, sessions[0].continuousClose < sessions[1].continuousOpen {
            pause = day.at(sessions[0].continuousClose)..<day.at(sessions[1].continuousOpen)
        }
    }

    /// The hours without the pause in them, for making prices; `afterPause` puts them into the day.
    package var unbroken: Range<TimeOfDay> { unbroken(to: close) }

    /// The hours up to `end`, a moment behind the pause.
    func unbroken(to end: Timestamp) -> Range<TimeOfDay> {
        let pause = self.pause.map { $0.upperBound.since($0.lowerBound) } ?? .zero
        return open.time..<end.advanced(by: TimeSpan(microseconds: -pause.microseconds)).time
    }

    /// A moment that fell into the pause, moved behind it.
    func afterPause(_ time: Timestamp) -> Timestamp {
        guard let pause, pause.contains(time) else { return time }
        return time.advanced(by: pause.upperBound.since(pause.lowerBound))
    }
}
