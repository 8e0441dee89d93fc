package import SaudaCore

/// What became of each line of one day: the flags of SVC-4, tied to their date.
///
/// A sum of `TaskEvent`s: the same whether they happen or are read back.
package struct DayFlags: Hashable, Sendable {
    package struct Entry: Hashable, Sendable {
        package enum State: Hashable, Sendable {
            case waiting, running, done
            case missed(TaskEvent.Reason)
        }

        package fileprivate(set) var state = State.waiting
        package fileprivate(set) var failures = 0
        package fileprivate(set) var interruptions = 0
        package fileprivate(set) var startedAt: Timestamp?
        package fileprivate(set) var endedAt: Timestamp?
        /// Of the end of the day, as far as reported: true for those that went well.
        package fileprivate(set) var steps: [EndOfDayStep: Bool] = [:]

        /// Nothing more will happen with it on this day.
        package var isFinal: Bool { state != .waiting && state != .running }
    }

    package let day: Day
    private var entries: [TaskSlot: Entry] = [:]

    package init(_ day: Day) { self.day = day }

    package subscript(slot: TaskSlot) -> Entry { entries[slot] ?? Entry() }

    package func isDone(_ task: ScheduledTask) -> Bool { self[TaskSlot(task)].state == .done }

    /// Tasks run one after the other (SVC-5).
    package var running: TaskSlot? { entries.first { $0.value.state == .running }?.key }

    /// Whether nothing has happened yet on this day (S1-62).
    package var areClear: Bool { entries.isEmpty }

    /// Takes up an event. Returns false, and changes nothing, for one that cannot follow on what is there.
    package mutating func apply(_ event: TaskEvent) -> Bool {
        guard event.day == day else { return false }
        var entry = self[event.slot]
        switch (event.kind, entry.state) {
        case (.started(let attempt), .waiting):
            guard running == nil, Int(attempt) == entry.failures + entry.interruptions + 1 else { return false }
            entry.state = .running
            entry.startedAt = event.time
        case (.done, .running):
            entry.state = .done
            entry.endedAt = event.time
        case (.failed, .running):
            entry.state = .waiting
            entry.failures += 1
        case (.interrupted, .running):
            entry.state = .waiting
            entry.interruptions += 1
        case (.missed(let reason), .waiting): entry.state = .missed(reason)
        case (.step(let step, let failure), .running):
            guard event.slot.task == .cleanup, entry.steps[step] == nil else { return false }
            entry.steps[step] = failure == nil
        default: return false
        }
        entries[event.slot] = entry
        return true
    }
}
