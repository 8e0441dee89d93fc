package import SaudaCore

/// Keeps the schedule of a service's days: `DaySchedule` decides, `TaskLog` has it on the disk before anything is done.
package final class DayClerk {
    private var schedule: DaySchedule
    private var log: TaskLog
    private let observer: (TaskEvent) -> Void

    /// Takes up what the home's flags say. What had been running was interrupted. Hold the home's lock.
    ///
    /// - Parameter observer: told of every event once it is on the disk.
    package init(
        home: String,
        calendar: MarketCalendar,
        at now: Timestamp,
        observer: @escaping (TaskEvent) -> Void
    ) throws {
        log = try TaskLog(home: home)
        schedule = DaySchedule(calendar, log.flags ?? DayFlags(now.day))
        self.observer = observer
        try record(schedule.takeUp(at: now))
    }

    /// What a crash had left of the flags, for people.
    package var recovery: String? { log.recovery }
    /// The day whose lines are kept; the next trading day once one is over.
    package var day: Day { schedule.flags.day }
    package var lines: DayLines? { schedule.lines }
    package var flags: DayFlags { schedule.flags }
    /// What has been begun and not ended.
    package var running: TaskSlot? { schedule.flags.running }
    package var nextStep: EndOfDayStep? { schedule.nextStep }

    /// Whether the day's work has begun and is not over: then the accounts' lines are to be up.
    package func isUnderWay(at now: Timestamp) -> Bool {
        guard now.day == day, let first = lines?.lines.first else { return false }
        return now >= first.due
    }

    /// Decides what the moment comes to; at most one task is `running` after it.
    package func turn(at now: Timestamp) throws { try record(schedule.advance(to: now).events) }

    /// The running task has ended. Nothing for one that does not run.
    package func finish(_ slot: TaskSlot, at now: Timestamp, failure: String? = nil) throws {
        if let event = schedule.finish(slot, at: now, failure: failure) { try record([event]) }
    }

    package func finish(_ step: EndOfDayStep, at now: Timestamp, failure: String? = nil) throws {
        if let event = schedule.finish(step, at: now, failure: failure) { try record([event]) }
    }

    private func record(_ events: [TaskEvent]) throws {
        guard !events.isEmpty else { return }
        try log.append(events)
        for event in events { observer(event) }
    }
}
