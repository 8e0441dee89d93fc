import SaudaCore
import SaudaService
import Testing

/// The decisions of a day, line by line.
@Suite struct ScheduleTests {
    private func day(_ text: String) throws -> Day { try #require(Day(text)) }

    private func schedule(_ text: String = "2026-08-20") throws -> DaySchedule {
        DaySchedule(.builtIn, DayFlags(try day(text)))
    }

    private func due(_ text: String, segments: [Segment] = [.nseEquity]) throws -> [String] {
        let lines = try #require(DayLines(day(text), .builtIn, segments: segments))
        return lines.lines.map { "\($0.due.time) \($0.slot)" }
    }

    // What `#expect` cannot call itself, because it changes the schedule.

    private func advance(_ schedule: inout DaySchedule, to now: Timestamp) -> DaySchedule.Turn {
        schedule.advance(to: now)
    }

    private func finish(
        _ schedule: inout DaySchedule,
        _ slot: TaskSlot,
        at now: Timestamp,
        failure: String? = nil
    ) -> TaskEvent? {
        schedule.finish(slot, at: now, failure: failure)
    }

    private func finish(
        _ schedule: inout DaySchedule,
        _ step: EndOfDayStep,
        at now: Timestamp,
        failure: String? = nil
    ) -> TaskEvent? {
        schedule.finish(step, at: now, failure: failure)
    }

    // MARK: - Lines

    @Test func `SVC-2, FED-2: a plain day has its lines at their times`() throws {
        let expected = [
            "08:50:00 token-check", "08:55:00 connect", "09:00:00 premarket-retry", "09:05:00 premarket-adjustment",
            "09:15:00 sell-orders", "09:30:00 monitor 1", "10:30:00 monitor 2", "11:30:00 monitor 3",
            "12:30:00 monitor 4", "13:30:00 monitor 5", "14:30:00 monitor 6", "15:30:00 monitor 7",
            "15:30:00 candle-backup", "16:00:00 analysis", "16:05:00 buy-orders", "18:00:00 cleanup",
        ]
        #expect(try due("2026-06-15") == expected)
    }

    @Test func `DEC-15: candles are kept after the last match of the closing auction, or of derivatives`() throws {
        #expect(try due("2026-08-20").contains("15:35:00 candle-backup"))
        #expect(try due("2026-08-20", segments: [.nseEquity, .nseDerivatives]).contains("15:40:00 candle-backup"))
    }

    @Test func `DEC-16: since 2026-09-07 sizes are adjusted at 09:03`() throws {
        #expect(try due("2026-09-08").contains("09:03:00 premarket-adjustment"))
    }

    @Test func `a Muhurat evening moves the open's lines and the evening's by as much`() throws {
        let lines = try due("2022-10-24")
        #expect(lines.first == "17:50:00 token-check")
        #expect(lines.contains("18:15:00 sell-orders"))
        #expect(lines.filter { $0.contains("monitor") } == ["18:30:00 monitor 1"])
        #expect(lines.suffix(3) == ["19:45:00 analysis", "19:50:00 buy-orders", "21:45:00 cleanup"])
    }

    @Test func `a drill day has no monitor in its pause`() throws {
        let monitors = try due("2024-03-02").filter { $0.contains("monitor") }
        #expect(monitors == ["09:30:00 monitor 1", "11:30:00 monitor 2", "12:30:00 monitor 3"])
    }

    @Test func `S1-40: weekends, holidays and announced days without hours have no lines`() throws {
        for text in ["2026-08-22", "2026-08-23", "2026-10-02", "2026-11-08"] {
            #expect(DayLines(try day(text), .builtIn) == nil, "\(text)")
            var schedule = try schedule(text)
            let noon = try day(text).at(TimeOfDay(12, 0))
            #expect(advance(&schedule, to: noon) == DaySchedule.Turn(), "\(text)")
        }
    }

    // MARK: - Windows and tries

    /// Drives only the named task, everything before it done in its time.
    private func at(_ slot: TaskSlot, minutesLate: Int64, of text: String = "2026-08-20") throws -> DaySchedule.Turn {
        var schedule = try schedule(text)
        let lines = try #require(schedule.lines)
        let line = try #require(lines[slot])
        for earlier in lines.lines where earlier.due < line.due {
            let turn = advance(&schedule, to: earlier.due)
            _ = finish(&schedule, try #require(turn.started), at: earlier.due)
        }
        return advance(&schedule, to: line.due.advanced(by: .seconds(minutesLate * 60)))
    }

    @Test(
        "SVC-3, S3-77: a window begins at its minute and the next one, and no later",
        arguments: [ScheduledTask.premarketRetry, .premarketAdjustment, .monitor]
    )
    func window(task: ScheduledTask) throws {
        for late in [Int64(0), 1] {
            #expect(try at(TaskSlot(task), minutesLate: late).started == TaskSlot(task))
        }
        let turn = try at(TaskSlot(task), minutesLate: 2)
        #expect(turn.events.first { $0.slot == TaskSlot(task) }?.kind == .missed(.notStarted))
        #expect(turn.started != TaskSlot(task))
    }

    @Test func `SVC-4: a failed task is tried once more in the next minute, then it is lost`() throws {
        var schedule = try schedule()
        let slot = TaskSlot(.tokenCheck)
        let due = try #require(schedule.lines?[slot]).due
        #expect(advance(&schedule, to: due).started == slot)
        #expect(finish(&schedule, slot, at: due, failure: "no answer")?.kind == .failed("no answer"))
        #expect(advance(&schedule, to: due.advanced(by: .seconds(59))).started == nil)
        let second = due.advanced(by: .seconds(60))
        #expect(advance(&schedule, to: second).events.map(\.kind) == [.started(attempt: 2)])
        _ = finish(&schedule, slot, at: second, failure: "no answer")
        #expect(advance(&schedule, to: second).events.map(\.kind) == [.missed(.failed)])
        #expect(advance(&schedule, to: second).events.isEmpty)
    }

    @Test func `DIF-18: buys wait for a long analysis and begin as it ends, until 17:55`() throws {
        for (end, starts) in [(TimeOfDay(17, 55), true), (TimeOfDay(17, 55, 1), false)] {
            var schedule = try schedule()
            let today = schedule.flags.day
            for line in try #require(schedule.lines).lines where line.due < today.at(TimeOfDay(16, 0)) {
                _ = finish(&schedule, try #require(advance(&schedule, to: line.due).started), at: line.due)
            }
            #expect(advance(&schedule, to: today.at(TimeOfDay(16, 0))).started == TaskSlot(.analysis))
            #expect(advance(&schedule, to: today.at(TimeOfDay(16, 7))).started == nil)
            _ = finish(&schedule, TaskSlot(.analysis), at: today.at(end))
            let turn = advance(&schedule, to: today.at(end))
            #expect((turn.started == TaskSlot(.buyOrders)) == starts)
            if !starts { #expect(turn.events.map(\.kind) == [.missed(.notStarted)]) }
        }
    }

    @Test func `buys without the evening's analysis are not placed on yesterday's`() throws {
        var schedule = try schedule()
        let today = schedule.flags.day
        let late = today.at(TimeOfDay(17, 56))
        let turn = advance(&schedule, to: late)
        #expect(turn.events.first { $0.slot == TaskSlot(.buyOrders) }?.kind == .missed(.noAnalysis))
        #expect(turn.started == TaskSlot(.candleBackup))
    }

    @Test func `SEL-3, S1-35: 376 monitor minutes with one at 15:30:00, whatever else runs`() throws {
        var schedule = try schedule()
        var time = schedule.flags.day.at(TimeOfDay(9, 0))
        var minutes = 0
        while time.time < TimeOfDay(16, 30) {
            minutes += advance(&schedule, to: time).isMonitorMinute ? 1 : 0
            time = schedule.wake(after: time)
        }
        #expect(minutes == 376)
        #expect(schedule.flags.running == TaskSlot(.tokenCheck), "the task that never ends held up nothing else")
    }

    // MARK: - The end of the day

    @Test func `SVC-6, DIF-1: six steps, each reported, then all flags are clear for the next trading day`() throws {
        var schedule = try schedule("2026-08-21")
        let six = schedule.flags.day.at(TimeOfDay(18, 0))
        #expect(advance(&schedule, to: six).started == TaskSlot(.cleanup))
        #expect(finish(&schedule, .summary, at: six) == nil, "not its turn")
        for step in EndOfDayStep.allCases {
            #expect(schedule.nextStep == step)
            let failure = step == .statistics ? "disk full" : nil
            #expect(finish(&schedule, step, at: six, failure: failure)?.kind == .step(step, failure: failure))
        }
        #expect(schedule.flags[TaskSlot(.cleanup)].steps.count { $0.value } == 5)
        #expect(finish(&schedule, TaskSlot(.cleanup), at: six)?.kind == .done)
        #expect(schedule.flags.areClear)
        #expect("\(schedule.flags.day)" == "2026-08-24")
        #expect(advance(&schedule, to: six.advanced(by: .seconds(60))) == DaySchedule.Turn())
    }

    @Test func `SVC-6: a missed 18:00 does not block the next day`() throws {
        var schedule = try schedule()
        let next = schedule.flags.day.advanced(by: 1)
        let turn = advance(&schedule, to: next.at(TimeOfDay(8, 50)))
        #expect(turn.events.filter { $0.slot.task == .cleanup }.map(\.kind) == [.missed(.notStarted)])
        #expect(turn.started == TaskSlot(.tokenCheck))
        #expect(schedule.flags.day == next)
    }

    @Test func `a task that runs over midnight is given up, and its late end changes nothing`() throws {
        var schedule = try schedule()
        let slot = try #require(advance(&schedule, to: schedule.flags.day.at(TimeOfDay(16, 0))).started)
        let next = schedule.flags.day.advanced(by: 1).at(TimeOfDay(0, 0))
        let kinds = advance(&schedule, to: next).events.filter { $0.slot == slot }.map(\.kind)
        #expect(kinds == [.failed("it had not ended at midnight"), .missed(.failed)])
        #expect(finish(&schedule, slot, at: next) == nil)
        #expect(schedule.flags.areClear)
    }

    @Test func `a clock that is set back a day begins nothing`() throws {
        var schedule = try schedule("2026-08-21")
        #expect(advance(&schedule, to: try day("2026-08-20").at(TimeOfDay(9, 15))) == DaySchedule.Turn())
    }

    @Test func `a holiday announced at noon ends the day's lines`() throws {
        var schedule = try schedule()
        let csv = """
            day,kind,segments,times,name,source
            2026-01-01,first,equity,,begins,test
            2026-08-20,holiday,equity,,announced,test
            2026-12-31,last,equity,,ends,test
            """
        schedule.calendar = try MarketCalendar(parsing: ["calendar.csv": csv])
        #expect(advance(&schedule, to: schedule.flags.day.at(TimeOfDay(12, 30))) == DaySchedule.Turn())
    }
}
