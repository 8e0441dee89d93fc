/// Which days the market trades and settles, and in which phases, by segment.
///
/// Read from `calendar.csv` and `hours.csv`: those inside the library or a caller's newer ones. Holidays are added at a
/// few days' notice, so `warning(on:_:)` says when a day lies beyond what the list knows. A day costs one dictionary
/// look-up; ask once a day, not per tick.
public struct MarketCalendar: Sendable {
    /// The facts that ship with the library.
    public static let builtIn = BuiltInFacts.load { () throws(FactError) in try MarketCalendar() }
    /// Every Monday to Friday, no holidays, no special sessions (strategy rules 0.3).
    public static let weekdaysOnly = BuiltInFacts.load { () throws(FactError) in
        try MarketCalendar(parsing: ["calendar.csv": ""])
    }

    private let hours: SessionHours
    /// By `Group`.
    private let lists: [CalendarList]

    /// Reads a folder's texts by file name; a file not given is the built-in one, an empty `calendar.csv` means plain
    /// weekdays. Throws with the line to repair.
    public init(parsing files: [String: String] = [:]) throws(FactError) {
        hours = try SessionHours(parsing: BuiltInFacts.text("hours.csv", newer: files))
        lists = try CalendarList.parse(BuiltInFacts.text("calendar.csv", newer: files), hours: hours)
    }

    private func list(_ segment: Segment) -> CalendarList { lists[Int(CalendarList.Group(segment).rawValue)] }
}

// MARK: - Days

extension MarketCalendar {
    /// A weekday that is no holiday, or a day with a special session whose hours are known.
    public func isTradingDay(_ day: Day, _ segment: Segment = .nseEquity) -> Bool {
        list(segment).isTradingDay(day)
    }

    public func nextTradingDay(after day: Day, _ segment: Segment = .nseEquity) -> Day {
        let list = list(segment)
        var next = day.advanced(by: 1)
        while !list.isTradingDay(next) { next = next.advanced(by: 1) }
        return next
    }

    public func previousTradingDay(before day: Day, _ segment: Segment = .nseEquity) -> Day {
        let list = list(segment)
        var previous = day.advanced(by: -1)
        while !list.isTradingDay(previous) { previous = previous.advanced(by: -1) }
        return previous
    }

    /// The day on which a trade of `day` is settled, T+1: the next trading day that is no settlement holiday.
    ///
    /// T+1 also for the days before 2023-01-27, when shares still moved to it in steps from T+2.
    public func settlementDay(after day: Day, _ segment: Segment = .nseEquity) -> Day {
        var settlement = nextTradingDay(after: day, segment)
        while list(segment).unsettled.contains(settlement) { settlement = nextTradingDay(after: settlement, segment) }
        return settlement
    }

    /// What the list calls a holiday, a day with special sessions or a full day on a weekend; nil for all others.
    public func name(of day: Day, _ segment: Segment = .nseEquity) -> String? { list(segment).names[day] }

    /// The days the list speaks for; nil without a list. Outside it every weekday counts as a trading day.
    public func coverage(of segment: Segment = .nseEquity) -> ClosedRange<Day>? { list(segment).coverage }

    /// What the calendar does not know about a day and what to do about it; nil when all is known.
    public func warning(on day: Day, _ segment: Segment = .nseEquity) -> String? {
        let list = list(segment)
        if let name = list.withoutHours[day] {
            return "\(name) is announced for \(day), but its hours are not known, so it counts as closed; "
                + "add the times to calendar.csv."
        }
        guard let coverage = list.coverage else {
            return "there is no holiday list for \(segment), so every weekday counts as a trading day; "
                + "add one to calendar.csv."
        }
        if coverage.contains(day) { return nil }
        let edge = day > coverage.upperBound ? "ends \(coverage.upperBound)" : "begins \(coverage.lowerBound)"
        return "the calendar \(edge), so \(day) is judged by its weekday alone; update calendar.csv."
    }
}

// MARK: - Hours

extension MarketCalendar {
    /// The day's sessions in order; empty when the market is closed or the segment's hours are not known.
    ///
    /// - Parameter hasDerivatives: whether the share has derivatives, and so a closing auction from 2026-08-03
    ///   (`Instrument.hasDerivatives`). Without meaning outside the cash segments.
    public func sessions(on day: Day, for segment: Segment, hasDerivatives: Bool) -> [Session] {
        let list = list(segment)
        guard list.isTradingDay(day) else { return [] }
        let owner = SessionHours.Class(segment, hasDerivatives: hasDerivatives)
        return list.special[day]?[Int(owner.rawValue)] ?? hours.normal(on: day, owner)
    }

    public func phase(at time: Timestamp, for segment: Segment, hasDerivatives: Bool) -> Session.Phase {
        sessions(on: time.day, for: segment, hasDerivatives: hasDerivatives).phase(at: time.time)
    }

    /// The first moment of continuous trading on a day; nil when there is none.
    public func continuousOpen(on day: Day, for segment: Segment, hasDerivatives: Bool) -> Timestamp? {
        sessions(on: day, for: segment, hasDerivatives: hasDerivatives).first.map { day.at($0.continuousOpen) }
    }

    /// The moment after the day's last continuous trading; nil when there is none.
    public func continuousClose(on day: Day, for segment: Segment, hasDerivatives: Bool) -> Timestamp? {
        sessions(on: day, for: segment, hasDerivatives: hasDerivatives).last.map { day.at($0.continuousClose) }
    }
}
