package import SaudaCore

/// The service's day, decided (SVC-2 to SVC-7): what to begin now, what is lost, when to look again.
///
/// Pure: time comes in, events come out, and whoever carries them out records them first. `advance` at every wake-up and
/// as soon as a task has ended; nothing is begun twice on a date, whatever stops and starts in between.
package struct DaySchedule: Sendable {
    /// What a moment comes to.
    package struct Turn: Hashable, Sendable {
        /// To be on the disk before anything of them is done; at most one of them begins a task.
        package var events: [TaskEvent] = []
        /// The sells are to be looked at, whatever else runs (SVC-5).
        package var isMonitorMinute = false

        package init() {}

        package var started: TaskSlot? {
            for event in events { if case .started = event.kind { return event.slot } }
            return nil
        }
    }

    /// A failed task is tried once more, in the second minute of its window (SVC-4).
    static let tries = 2
    /// As often as the supervisor starts a crashed service again (SVC-7).
    static let restarts = 3

    /// A newer one may take its place during the day: a holiday announced at noon ends the day there.
    package var calendar: MarketCalendar { didSet { find() } }
    package let segments: [Segment]
    /// Of today, or of the next trading day once today is over: then all of them are clear.
    package private(set) var flags: DayFlags
    /// Of the flags' day; nil when the market is closed on it.
    package private(set) var lines: DayLines?
    private var lastMonitored = Int64.min

    /// - Parameter flags: as the log has them; of the day itself when there are none.
    package init(_ calendar: MarketCalendar, _ flags: DayFlags, segments: [Segment] = [.nseEquity]) {
        self.calendar = calendar
        self.flags = flags
        self.segments = segments
        find()
        if isOver { clear(for: flags.day.advanced(by: 1)) }
    }

    /// What a new process says first: nothing runs in it, so what the log has as running was interrupted.
    package mutating func takeUp(at now: Timestamp) -> [TaskEvent] {
        guard let slot = flags.running else { return [] }
        return [happen(now, slot, .interrupted)]
    }

    package mutating func advance(to now: Timestamp) -> Turn {
        var turn = Turn()
        if now.day > flags.day {
            giveUp(at: now, into: &turn.events)
            clear(for: now.day)
        }
        guard let lines, now.day == flags.day else { return turn }
        for line in lines.lines where line.due <= now && flags[line.slot].state == .waiting {
            if let reason = loss(of: line, at: now) {
                turn.events.append(happen(now, line.slot, .missed(reason)))
            } else if flags.running == nil, mayStart(line, at: now) {
                let entry = flags[line.slot]
                let attempt = UInt8(entry.failures + entry.interruptions + 1)
                turn.events.append(happen(now, line.slot, .started(attempt: attempt)))
            }
        }
        if lines.isMonitored(at: now), now.minute > lastMonitored {
            lastMonitored = now.minute
            turn.isMonitorMinute = true
        }
        if isOver { clear(for: flags.day.advanced(by: 1)) }
        return turn
    }

    /// A task has ended; nil when it is not the one that runs.
    package mutating func finish(_ slot: TaskSlot, at now: Timestamp, failure: String? = nil) -> TaskEvent? {
        guard flags.running == slot else { return nil }
        let event = happen(now, slot, failure.map(TaskEvent.Kind.failed) ?? .done)
        if isOver { clear(for: flags.day.advanced(by: 1)) }
        return event
    }

    /// The next step of the end of the day that runs; those before it are reported, from an interrupted try too.
    package var nextStep: EndOfDayStep? {
        guard flags.running?.task == .cleanup else { return nil }
        let steps = flags[TaskSlot(.cleanup)].steps
        return EndOfDayStep.allCases.first { steps[$0] == nil }
    }

    /// A step has ended; a failed one is noted and the next one follows (SVC-6). Nil when it is not its turn.
    package mutating func finish(_ step: EndOfDayStep, at now: Timestamp, failure: String? = nil) -> TaskEvent? {
        guard nextStep == step else { return nil }
        return happen(now, TaskSlot(.cleanup), .step(step, failure: failure))
    }

    /// When to look again: at the next minute, and every 30 s at least (SVC-5).
    package func wake(after now: Timestamp) -> Timestamp {
        min(now.advanced(by: .seconds(30)), Timestamp(microseconds: (now.minute + 1) * 60_000_000))
    }

    /// The next line that is still to come; what waits already is not among them.
    package func next(after now: Timestamp) -> DayLine? { lines?.lines.first { $0.due > now } }
}

// MARK: - Decisions

extension DaySchedule {
    /// Why a line that waits can never begin any more; nil while it can.
    private func loss(of line: DayLine, at now: Timestamp) -> TaskEvent.Reason? {
        let entry = flags[line.slot]
        if entry.failures >= Self.tries || entry.failures > 0 && now >= line.windowEnd { return .failed }
        // What sends no order may be begun as often as it takes: without a connection there is no day.
        if entry.interruptions > Self.restarts, line.slot.task.job != nil { return .interrupted }
        if line.slot.task == .buyOrders, !flags.isDone(.analysis) {
            if flags[TaskSlot(.analysis)].isFinal || now >= line.until { return .noAnalysis }
        }
        return now >= line.until ? .notStarted : nil
    }

    private func mayStart(_ line: DayLine, at now: Timestamp) -> Bool {
        if line.slot.task == .buyOrders, !flags.isDone(.analysis) { return false }
        let entry = flags[line.slot]
        guard entry.failures > 0, let startedAt = entry.startedAt else { return true }
        return now.minute > startedAt.minute
    }

    /// The end of the day is the last line; with it, done or lost, the day is over.
    private var isOver: Bool { flags[TaskSlot(.cleanup)].isFinal }

    /// What is left of a day that the clock has left.
    private mutating func giveUp(at now: Timestamp, into events: inout [TaskEvent]) {
        if let slot = flags.running {
            events.append(happen(now, slot, .failed("it had not ended at midnight")))
        }
        for line in lines?.lines ?? [] where flags[line.slot].state == .waiting {
            let reason = loss(of: line, at: now) ?? .notStarted
            events.append(happen(now, line.slot, .missed(reason)))
        }
    }

    /// Clear flags for the first trading day from `day` on.
    private mutating func clear(for day: Day) {
        flags = DayFlags(
            calendar.isTradingDay(day) ? day : calendar.nextTradingDay(after: day)
        )
        find()
    }

    private mutating func find() { lines = DayLines(flags.day, calendar, segments: segments) }

    private mutating func happen(_ time: Timestamp, _ slot: TaskSlot, _ kind: TaskEvent.Kind) -> TaskEvent {
        let event = TaskEvent(time, flags.day, slot, kind)
        precondition(flags.apply(event), "the schedule decides only what can follow")
        return event
    }
}

extension Timestamp {
    /// Whole minutes since 1970; India's offset is a multiple of half an hour.
    fileprivate var minute: Int64 {
        let (quotient, rest) = microseconds.quotientAndRemainder(dividingBy: 60_000_000)
        return rest < 0 ? quotient - 1 : quotient
    }
}
