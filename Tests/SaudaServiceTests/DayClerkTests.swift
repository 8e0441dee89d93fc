import Foundation
import SaudaCore
import SaudaService
import SaudaStore
import Testing

/// The schedule with its flags on the disk, over the ends of processes.
@Suite struct DayClerkTests {
    private let day = Day("2026-08-20")!

    private final class Told {
        var events: [TaskEvent] = []
    }

    private func clerk(_ home: ScratchFolder, at time: Timestamp, _ told: Told = Told()) throws -> DayClerk {
        try DayClerk(home: home.path, calendar: .builtIn, at: time) { told.events.append($0) }
    }

    private func at(_ hour: Int, _ minute: Int, _ second: Int = 0) -> Timestamp {
        day.at(TimeOfDay(hour, minute, second))
    }

    @Test func `SVC-4: each line begins once, and is told once it is on the disk`() throws {
        let home = ScratchFolder()
        let told = Told()
        let clerk = try clerk(home, at: at(8, 0), told)
        try clerk.turn(at: at(8, 49, 59))
        #expect(clerk.running == nil && told.events.isEmpty && !clerk.isUnderWay(at: at(8, 49, 59)))
        try clerk.turn(at: at(8, 50))
        #expect(clerk.running == TaskSlot(.tokenCheck) && clerk.isUnderWay(at: at(8, 50)))
        #expect(try TaskLog.flags(of: day, in: home.path)?.running == TaskSlot(.tokenCheck))
        try clerk.finish(TaskSlot(.tokenCheck), at: at(8, 50, 5))
        try clerk.finish(TaskSlot(.tokenCheck), at: at(8, 50, 6))
        try clerk.turn(at: at(8, 51))
        #expect(told.events.map(\.kind) == [.started(attempt: 1), .done])
    }

    @Test func `SVC-7: a restart at 16:06 buys nothing twice, and goes on with what was interrupted`() throws {
        let home = ScratchFolder()
        do {
            let first = try clerk(home, at: at(15, 58))
            try first.turn(at: at(16, 0))
            while let slot = first.running, slot != TaskSlot(.buyOrders) {
                try first.finish(slot, at: at(16, 1))
                try first.turn(at: at(16, 5))
            }
            #expect(first.running == TaskSlot(.buyOrders))
        }
        let told = Told()
        do {
            let second = try clerk(home, at: at(16, 6), told)
            #expect(told.events.map(\.kind) == [.interrupted])
            try second.turn(at: at(16, 6))
            #expect(second.running == TaskSlot(.buyOrders))
            try second.finish(TaskSlot(.buyOrders), at: at(16, 6, 30))
        }
        let third = try clerk(home, at: at(16, 7))
        try third.turn(at: at(16, 7))
        #expect(third.running == nil && third.flags.isDone(.buyOrders))
    }

    @Test func `SVC-6: with the end of the day the next trading day's flags are clear`() throws {
        let home = ScratchFolder()
        let clerk = try clerk(home, at: at(18, 0))
        try clerk.turn(at: at(18, 0))
        #expect(clerk.running == TaskSlot(.cleanup))
        for step in EndOfDayStep.allCases {
            #expect(clerk.nextStep == step)
            try clerk.finish(step, at: at(18, 1), failure: step == .checkPending ? "no answer" : nil)
        }
        #expect(clerk.day == day && clerk.nextStep == nil)
        try clerk.finish(TaskSlot(.cleanup), at: at(18, 2))
        #expect(clerk.day == day.advanced(by: 1) && clerk.flags.areClear)
        #expect(!clerk.isUnderWay(at: at(18, 3)))
        // And so for the next process.
        #expect(try self.clerk(home, at: at(19, 0)).day == day.advanced(by: 1))
        #expect(try TaskLog.flags(of: day, in: home.path)?[TaskSlot(.cleanup)].steps[.checkPending] == false)
    }

    @Test func `SVC-5: flags that cannot be written end the attempt, and are taken up from the disk when they can`()
        throws
    {
        let home = ScratchFolder()
        let told = Told()
        let clerk = try clerk(home, at: at(8, 50), told)
        try clerk.turn(at: at(8, 50))
        let next = day.advanced(by: 1)
        // A folder stands where the next day's flags are to be written.
        let obstacle = "\(home.path)/tasks/\(next).journal"
        try FileManager.default.createDirectory(atPath: obstacle, withIntermediateDirectories: true)
        let morning = next.at(TimeOfDay(8, 50))
        #expect(throws: JournalError.self) { try clerk.turn(at: morning) }
        #expect(clerk.isBroken)
        #expect(throws: JournalError.self) { try clerk.turn(at: morning.advanced(by: .seconds(60))) }
        #expect(throws: JournalError.self) { try clerk.recover(at: morning.advanced(by: .seconds(60))) }
        #expect(clerk.isBroken)
        try FileManager.default.removeItem(atPath: obstacle)
        try clerk.recover(at: morning.advanced(by: .seconds(120)))
        try clerk.turn(at: morning.advanced(by: .seconds(120)))
        #expect(!clerk.isBroken && clerk.day == next && clerk.running == TaskSlot(.tokenCheck))
        // Nothing was told that is not on the disk.
        #expect(told.events.filter { $0.day == next }.map(\.kind) == [.started(attempt: 1)])
        #expect(try TaskLog.flags(of: next, in: home.path)?.running == TaskSlot(.tokenCheck))
    }

    @Test func `DIF-1: an end of the day that was missed does not hold up the next day`() throws {
        let home = ScratchFolder()
        do {
            let first = try clerk(home, at: at(12, 0))
            try first.turn(at: at(12, 0))
        }
        let next = day.advanced(by: 1).at(TimeOfDay(8, 50))
        let clerk = try clerk(home, at: next)
        try clerk.turn(at: next)
        #expect(clerk.day == day.advanced(by: 1) && clerk.running == TaskSlot(.tokenCheck))
    }
}
