package import SaudaCore
import SaudaSimulation

/// Makes the plan of a session: the schedule by the calendar, the orders by the strategies themselves.
package struct SessionPlanner {
    let basis: SessionBasis
    let calendar: MarketCalendar
    let lines: DayLines
    var rehearsal: SessionRehearsal

    /// - Throws: `RequestError` for a day without trading, or one that has begun under another configuration;
    ///   `JournalError` for a begun day whose journal is damaged.
    package init(_ basis: SessionBasis, _ calendar: MarketCalendar = .builtIn) throws {
        guard let lines = DayLines(basis.day, calendar) else {
            throw RequestError(
                "the market is closed on \(basis.day)",
                "leave --day out for the next session, or name it: \(calendar.nextTradingDay(after: basis.day))"
            )
        }
        self.basis = basis
        self.calendar = calendar
        self.lines = lines
        rehearsal = SessionRehearsal(basis)
        if basis.hasBegun { try rehearsal.takeUp(basis.journalPath) } else { rehearsal.begin(lines.hours) }
        if let end = reach { rehearsal.play(through: end) }
    }

    /// How far the strategies can be asked without prices: to the first moment of the open, or, when the evening's
    /// analysis is done, over the buys.
    private var reach: Timestamp? {
        let now = rehearsal.now
        if now < lines.hours.open { return lines.hours.open.advanced(by: .seconds(1)) }
        return hasAnalysis ? Job.buyOrders.time(on: lines.hours).advanced(by: .seconds(59)) : nil
    }

    /// By a service's flags; where there are none, by how far the day has come.
    var hasAnalysis: Bool {
        if let flags = basis.flags, basis.hasBegun { return flags.isDone(.analysis) }
        return rehearsal.begunUpTo.map { $0 >= Job.analysis.time(on: lines.hours) } ?? false
    }

    /// - Parameter after: the last day that is over; days between it and the session are idle and said.
    package func plan(after: Day) -> SessionPlan {
        SessionPlan(
            session: session,
            idle: idle(after: after),
            lines: schedule,
            accounts: basis.accounts.indices.map { account(AccountID(index: UInt16($0))) },
            inMind: rehearsal.engine.outlook().map { row in
                remark(row.strategy, row.outlook.instrument, row.outlook.code, row.outlook.text)
            },
            notPlaced: notPlaced,
            unknown: unknown,
            notes: basis.notes + basis.opening.warnings
        )
    }

    // MARK: - The day

    private var session: SessionPlan.Session {
        let hours = lines.hours
        return SessionPlan.Session(
            day: "\(basis.day)",
            weekday: "\(basis.day.weekday)",
            kind: calendar.name(of: basis.day) ?? "normal",
            open: Self.minute(hours.open),
            close: Self.minute(hours.close),
            auctionFrom: hours.auctionFrom < hours.close ? Self.minute(hours.auctionFrom) : nil,
            pause: hours.pause.map { "\(Self.minute($0.lowerBound)) to \(Self.minute($0.upperBound))" },
            warning: calendar.warning(on: basis.day),
            begunUpTo: rehearsal.begunUpTo.map { "\($0.time)" }
        )
    }

    private func idle(after: Day) -> [SessionPlan.Idle] {
        let count = basis.day.days(since: after) - 1
        guard count > 0 else { return [] }
        return (1...count).map { after.advanced(by: $0) }.filter { !calendar.isTradingDay($0) }.map { day in
            SessionPlan.Idle(
                day: "\(day)",
                weekday: "\(day.weekday)",
                why: calendar.name(of: day) ?? (day.weekday.isWeekend ? "weekend" : "closed")
            )
        }
    }

    // MARK: - The schedule

    private var schedule: [SessionPlan.Line] {
        var rows = lines.lines.map { line in (time: line.due, row: row(line)) }
        for (strategy, duty) in duties {
            let (from, until): (Timestamp, Timestamp?)
            switch duty.when {
            case .job: continue
            case .at(let time): (from, until) = (time, nil)
            case .between(let start, let end): (from, until) = (start, end)
            }
            let work = SessionPlan.Work(strategy: strategy, does: duty.text)
            rows.append(
                (from, SessionPlan.Line(at: Self.minute(from), until: until.map(Self.minute), work: [work]))
            )
        }
        return rows.enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }.map(
            \.element.row
        )
    }

    private func row(_ line: DayLine) -> SessionPlan.Line {
        let task = line.slot.task
        let own = duties.filter { $0.duty.when == task.job.map(Duty.When.job) }
            .map { SessionPlan.Work(strategy: $0.strategy, does: $0.duty.text) }
        return SessionPlan.Line(
            at: Self.minute(line.due),
            line: "\(line.slot)",
            state: basis.flags.flatMap { $0[line.slot].words },
            work: own + (Self.work(task, isPaper: basis.isPaper).map { [SessionPlan.Work(does: $0)] } ?? [])
        )
    }

    private var duties: [(strategy: String, duty: Duty)] {
        basis.strategies.flatMap { chosen in
            (chosen.plugin.duties?(lines.hours, chosen.parameters) ?? []).map { (chosen.name, $0) }
        }
    }

    /// What the service does itself.
    private static func work(_ task: ScheduledTask, isPaper: Bool) -> String? {
        switch task {
        case .tokenCheck, .connect, .candleBackup: isPaper ? "the service's own; nothing on paper" : words(task)
        default: nil
        }
    }

    private static func words(_ task: ScheduledTask) -> String? {
        switch task {
        case .tokenCheck: "tries each account's session, and signs in anew where it is dead"
        case .connect: "reads instruments, money, shares and orders as the brokers have them"
        case .candleBackup: "keeps the day's candles; then the feed ends"
        default: nil
        }
    }

    static func minute(_ time: Timestamp) -> String { String("\(time.time)".prefix(5)) }
}

extension DayFlags.Entry {
    /// What became of a line, in words; nil while nothing has.
    package var words: String? {
        switch state {
        case .waiting: failures + interruptions > 0 ? "to be tried again" : nil
        case .running: "begun"
        case .done: "done"
        case .missed(let reason): "missed: \(reason.text)"
        }
    }
}
