import SaudaCore
import SaudaService
import SaudaStore
import Testing

/// Flags: what may follow on what, on the disk, and over restarts at any moment.
@Suite struct ScheduleRestartTests {
    private let day = Day("2026-08-20")!

    private func event(_ slot: TaskSlot, _ kind: TaskEvent.Kind) -> TaskEvent {
        TaskEvent(day.at(TimeOfDay(18, 0)), day, slot, kind)
    }

    /// What `#expect` cannot call itself, because it changes the flags.
    private func take(_ event: TaskEvent, _ flags: inout DayFlags) -> Bool { flags.apply(event) }

    @Test(
        "SVC-4: every pair of state and event, legal or refused",
        arguments: ["waiting", "running", "done", "missed"]
    )
    func pairs(state: String) {
        let slot = TaskSlot(.cleanup)
        let before: [String: [TaskEvent.Kind]] = [
            "waiting": [], "running": [.started(attempt: 1)], "done": [.started(attempt: 1), .done],
            "missed": [.missed(.notStarted)],
        ]
        let legal: [String: Set<TaskEvent.Kind>] = [
            "waiting": [.started(attempt: 1), .missed(.failed)],
            "running": [.done, .failed("x"), .interrupted, .step(.summary, failure: nil)],
            "done": [], "missed": [],
        ]
        let all: [TaskEvent.Kind] = [
            .started(attempt: 1), .started(attempt: 2), .done, .failed("x"), .interrupted, .missed(.failed),
            .step(.summary, failure: nil),
        ]
        for kind in all {
            var flags = DayFlags(day)
            for past in before[state] ?? [] { #expect(take(event(slot, past), &flags)) }
            let untouched = flags
            let isTaken = take(event(slot, kind), &flags)
            #expect(isTaken == legal[state]?.contains(kind), "\(state) \(kind)")
            #expect((flags != untouched) == isTaken, "\(state) \(kind)")
        }
    }

    @Test func `tasks run one after the other, steps belong to the end of the day, and a day to its date`() {
        var flags = DayFlags(day)
        #expect(take(event(TaskSlot(.connect), .started(attempt: 1)), &flags))
        #expect(!take(event(TaskSlot(.monitor), .started(attempt: 1)), &flags))
        #expect(!take(event(TaskSlot(.connect), .step(.summary, failure: nil)), &flags))
        var other = event(TaskSlot(.connect), .done)
        other.day = day.advanced(by: 1)
        #expect(!take(other, &flags))
    }

    @Test func `every task event reads back from its bytes, and other bytes are refused`() throws {
        let kinds: [TaskEvent.Kind] = [
            .started(attempt: 2), .done, .failed("no answer"), .interrupted, .missed(.noAnalysis),
            .step(.statistics, failure: nil), .step(.statistics, failure: "disk full"),
        ]
        for kind in kinds {
            let event = event(TaskSlot(.monitor, 3), kind)
            #expect(try TaskEvent(decoding: event.bytes[...]) == event)
            #expect(throws: ByteError.self) { try TaskEvent(decoding: event.bytes.dropLast()) }
            #expect(throws: ByteError.self) { try TaskEvent(decoding: (event.bytes + [0])[...]) }
        }
    }

    @Test func `SVC-7: the flags survive the process, and the next day has a file of its own`() throws {
        let scratch = ScratchFolder()
        var log = try TaskLog(home: scratch.path)
        let none = log.flags
        #expect(none == nil)
        try log.append([event(TaskSlot(.buyOrders), .started(attempt: 1)), event(TaskSlot(.buyOrders), .done)])
        let flags = try #require(try TaskLog.flags(of: day, in: scratch.path))
        #expect(flags.isDone(.buyOrders))
        var next = event(TaskSlot(.connect), .started(attempt: 1))
        next.day = day.advanced(by: 1)
        try log.append([next])
        let again = try TaskLog(home: scratch.path).flags
        #expect(again?.day == next.day)
        #expect(again?.running == TaskSlot(.connect))
        #expect(try TaskLog.flags(of: day, in: scratch.path) == flags)
    }

    @Test func `what cannot follow is not written`() throws {
        let scratch = ScratchFolder()
        let wrong = event(TaskSlot(.connect), .done)
        #expect(throws: JournalError.self) {
            var log = try TaskLog(home: scratch.path)
            try log.append([wrong])
        }
        #expect(try TaskLog.flags(of: day, in: scratch.path) == DayFlags(day))
    }

    // MARK: - Any restart at any second

    /// Lives through a day from 08:00, a look every few seconds, with the process away and back at random seconds, and returns its events.
    private func live(seed: UInt64, kills: Int, failsOneIn: UInt64) -> (events: [TaskEvent], away: [ClosedRange<Int>]) {
        var dice = Dice(state: seed)
        let midnight = 86_400
        var away: [ClosedRange<Int>] = []
        for _ in 0..<kills {
            let from = 28_800 + Int(dice.next() % UInt64(midnight - 28_800))
            away.append(from...(from + Int(dice.next() % 900)))
        }
        var written: [TaskEvent] = []
        var schedule: DaySchedule? = nil
        var ends = 0
        var second = 28_800
        while second < midnight {
            // The service looks every 30 s at the latest, and when a task ends.
            defer { second += 1 + Int(dice.next() % 25) }
            let now = day.at(TimeOfDay(seconds: Int32(second)))
            if away.contains(where: { $0.contains(second) }) {
                schedule = nil
                continue
            }
            var alive: DaySchedule
            if let schedule {
                alive = schedule
            } else {
                var flags = DayFlags(day)
                for event in written where event.day == day { #expect(take(event, &flags), "\(event)") }
                alive = DaySchedule(.builtIn, flags)
                written += alive.takeUp(at: now)
            }
            if let slot = alive.flags.running, second >= ends {
                while let step = alive.nextStep { written += alive.finish(step, at: now).map { [$0] } ?? [] }
                let failure = failsOneIn > 0 && dice.next() % failsOneIn == 0 ? "no answer" : nil
                if let event = alive.finish(slot, at: now, failure: failure) { written.append(event) }
            }
            let turn = alive.advance(to: now)
            written += turn.events
            if turn.started != nil { ends = second + Int(dice.next() % 200) }
            schedule = alive
        }
        return (written, away)
    }

    @Test("SVC-7: over random restarts nothing is done twice on a date, nothing dropped that catch-up allows")
    func restarts() throws {
        let lines = try #require(DayLines(day, .builtIn))
        var interrupted = 0
        for seed in 1...150 {
            let (events, away) = live(seed: UInt64(seed), kills: seed % 13, failsOneIn: seed.isMultiple(of: 3) ? 5 : 0)
            interrupted += events.count { $0.kind == .interrupted }
            for line in lines.lines {
                let own = events.filter { $0.slot == line.slot && $0.day == day }
                let done = own.count { $0.kind == .done }
                let missed = own.count { if case .missed = $0.kind { true } else { false } }
                #expect(done <= 1 && done + missed <= 1, "seed \(seed): \(own)")
                for case .started in own.map(\.kind) {
                    let starts = own.filter { if case .started = $0.kind { true } else { false } }
                    #expect(starts.allSatisfy { $0.time >= line.due && $0.time < line.until }, "seed \(seed): \(own)")
                }
                #expect(own.count { if case .failed = $0.kind { true } else { false } } <= 2, "seed \(seed): \(own)")
                // Nobody away in the last quarter of an hour, nothing failed: what may catch up was done.
                let isCut = away.contains { day.at(TimeOfDay(seconds: Int32($0.upperBound + 900))) >= line.until }
                let isTroubled = own.count { $0.kind == .interrupted } > 3
                if line.catchesUp, !isCut, !isTroubled, !seed.isMultiple(of: 3) {
                    #expect(done == 1, "seed \(seed): \(line.slot) \(own)")
                }
            }
        }
        #expect(interrupted > 20, "the seeds hardly interrupt anything: \(interrupted)")
    }
}

private struct Dice {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
