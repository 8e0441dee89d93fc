import SaudaCore

/// A day's phases at the exchange, for plain shares and for those that close in an auction.
struct DaySessions: Sendable {
    let day: TradingDay
    private let plain: [Session]
    /// Empty where no closing auction is held.
    private let auction: [Session]

    init(_ day: TradingDay, in calendar: MarketCalendar, hasClosingAuction: Bool) {
        self.day = day
        plain = calendar.sessions(on: day.day, for: .nseEquity, hasDerivatives: false)
        guard hasClosingAuction, day.auctionFrom < day.close else {
            auction = []
            return
        }
        auction = calendar.sessions(on: day.day, for: .nseEquity, hasDerivatives: true)
    }

    var hasClosingAuction: Bool { !auction.isEmpty }

    /// The hours told for the day decide over continuous trading; the calendar knows what lies around it.
    ///
    /// - Parameter closes: whether the share closes in an auction.
    func phase(at time: Timestamp, closes: Bool) -> Session.Phase {
        let closes = closes && hasClosingAuction
        if day.isOpen(at: time) {
            return closes && time >= day.auctionFrom ? auction.phase(at: time.time) : .continuous
        }
        guard time.day == day.day else { return .closed }
        let phase = (closes ? auction : plain).phase(at: time.time)
        return phase == .continuous ? .closed : phase
    }

    /// When the order entry of the opening that comes next ends; nil when there is none.
    func entryEnd(after time: Timestamp) -> Timestamp? { next(after: time) { $0.last?.end } }

    /// From when on market orders of the opening that comes next are frozen; nil when there is none.
    func freeze(after time: Timestamp) -> Timestamp? { next(after: time) { $0.first?.end } }

    private func next(after time: Timestamp, _ edge: ([Session.Span]) -> TimeOfDay?) -> Timestamp? {
        guard let session = plain.first(where: { day.day.at($0.continuousOpen) > time }) else { return nil }
        return edge(session.spans.filter { $0.phase == .preOpenEntry || $0.phase == .preOpenLimitOnly })
            .map { day.day.at($0) }
    }
}
