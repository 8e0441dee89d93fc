package import SaudaCore
import SaudaStore

/// Keeps the schedule of a service's days: `DaySchedule` decides, `TaskLog` has it on the disk before anything is done.
package final class DayClerk {
    private var schedule: DaySchedule
    /// Nil since something could not be written.
    private var log: TaskLog?
    private let home: String
    private var calendar: MarketCalendar
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
        let log = try TaskLog(home: home)
        schedule = DaySchedule(calendar, log.flags ?? DayFlags(now.day))
        recovery = log.recovery
        self.log = consume log
        self.home = home
        self.calendar = calendar
        self.observer = observer
        try record(schedule.takeUp(at: now))
    }

    /// What a crash had left of the flags, for people.
    package private(set) var recovery: String?
    /// The flags could not be written: nothing is begun before `recover`.
    package var isBroken: Bool { log == nil }

    /// Goes on from what the disk has of the flags, after they could not be written. What ran then was interrupted.
    ///
    /// - Throws: as long as they still cannot be.
    package func recover(at now: Timestamp) throws {
        guard isBroken else { return }
        let log = try TaskLog(home: home)
        schedule = DaySchedule(calendar, log.flags ?? DayFlags(now.day))
        recovery = log.recovery
        self.log = consume log
        try record(schedule.takeUp(at: now))
    }

    /// The day whose lines are kept; the next trading day once one is over.
    package var day: Day { schedule.flags.day }
    package var lines: DayLines? { schedule.lines }
    package var flags: DayFlags { schedule.flags }
    /// The day is closed by the calendar of now, whatever was begun on it.
    package var isClosed: Bool { schedule.lines == nil }

    /// The first line of the next day that has any: today's, when today has.
    package var nextDue: Timestamp? {
        let day = isClosed ? calendar.nextTradingDay(after: schedule.flags.day) : schedule.flags.day
        return DayLines(day, calendar)?.lines.first?.due
    }

    /// Takes a newer calendar, which holds at once: a holiday announced at noon ends the day's lines there.
    package func heed(_ calendar: MarketCalendar) {
        self.calendar = calendar
        schedule.calendar = calendar
    }
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
        guard !isBroken else { throw DayClerk.unwritten(home) }
        guard !events.isEmpty else { return }
        do {
            try log?.append(events)
        } catch {
            log = nil
            throw error
        }
        for event in events { observer(event) }
    }

    private static func unwritten(_ home: String) -> JournalError {
        JournalError(
            path: "\(home)/\(TaskLog.folder)",
            what: "the flags of the day's lines could not be written",
            nextStep: "Look at the disk: space, rights. They are tried again in a minute."
        )
    }
}
