import Foundation
import SaudaCore
import SaudaService
import SaudaStore
import Testing

/// `sauda verify`: every kind of damage is found, and what a crash leaves is not taken for one.
@Suite struct JournalAuditTests {
    private let first = AuditedHome.first
    private let second = AuditedHome.second

    private func damage(_ audit: JournalAudit) -> [String] {
        (audit.days + audit.tasks).flatMap { line in
            line.findings.filter { $0.weight == .damage }.map { "\(line.day) \($0.what)" }
        } + audit.findings.filter { $0.weight == .damage }.map { "home \($0.what)" }
    }

    @Test func `two days that join, and their books, are sound, and nothing in the home changes`() throws {
        let home = try AuditedHome()
        let before = try [first, second].map(home.bytes)
        let books = try Data(contentsOf: URL(filePath: "\(home.path)/books.sqlite"))
        let audit = try #require(try home.audit())
        #expect(audit.isSound && audit.count(.remark) == 0)
        #expect(audit.days.map(\.link) == [.first, .linked])
        #expect(audit.days.map(\.books) == [.same, .same])
        #expect(audit.days.map(\.records) == [15, 15])
        #expect(try [first, second].map(home.bytes) == before)
        #expect(try Data(contentsOf: URL(filePath: "\(home.path)/books.sqlite")) == books)
    }

    @Test func `a home without a day has nothing to verify`() throws {
        #expect(try HomeAudit.run(ScratchFolder().path) == nil)
        #expect(try HomeAudit.run("nowhere") == nil)
    }

    @Test func `every prefix of the latest journal is sound or cut, and no prefix of it fits books made of more`()
        throws
    {
        let home = try AuditedHome()
        let whole = try home.bytes(second)
        var wholeFrames = 0
        for size in whole.indices {
            try home.put(whole[..<size], second)
            let line = try #require(try home.audit()?.days.last)
            #expect(line.ending == .cut || line.ending == .complete, "cut at \(size)")
            #expect(line.books == .other && line.isDamaged, "cut at \(size)")
            if line.ending == .complete { wholeFrames += 1 }
        }
        #expect(wholeFrames == 11)
    }

    @Test func `a crash on the latest day, with books of what was there before, is said and is no damage`() throws {
        let home = try AuditedHome()
        let whole = try home.bytes(second)
        try home.put(whole.dropLast(1), second)
        try home.book(second)
        for size in [whole.count, whole.count - 1] {
            try home.put(whole[..<size], second)
            let audit = try #require(try home.audit())
            #expect(damage(audit) == [], "\(size)")
            #expect(audit.days[1].books == (size == whole.count ? .behind : .same))
            #expect(audit.count(.remark) == 1)
        }
    }

    @Test func `every prefix of an earlier journal is damage`() throws {
        let home = try AuditedHome()
        let whole = try home.bytes(first)
        for size in whole.indices {
            try home.put(whole[..<size], first)
            let audit = try #require(try home.audit())
            #expect(!audit.isSound && audit.days[0].isDamaged, "cut at \(size)")
        }
    }

    @Test func `every flipped byte of either journal is found`() throws {
        let home = try AuditedHome()
        for day in [first, second] {
            var bytes = try home.bytes(day)
            for index in bytes.indices {
                bytes[index] ^= 0x20
                try home.put(bytes, day)
                bytes[index] ^= 0x20
                #expect(try home.audit()?.isSound == false, "byte \(index) of \(day)")
            }
            try home.put(bytes, day)
        }
        #expect(try home.audit()?.isSound == true)
    }

    @Test func `a day written anew under the same chain value breaks the link and the books`() throws {
        let home = try AuditedHome()
        try FileManager.default.removeItem(atPath: home.file(first))
        _ = try AuditedHome.write(first, to: home.file(first), entries: AuditedHome.entries(first).dropLast(2))
        let audit = try #require(try home.audit())
        #expect(audit.days[1].link == .broken)
        #expect(audit.days[0].books == .other)
        #expect(damage(audit).count == 2)
    }

    @Test func `a day whose header names no day before is said to be not linked, which is no damage`() throws {
        let home = try AuditedHome()
        try FileManager.default.removeItem(atPath: home.file(second))
        _ = try AuditedHome.write(second, to: home.file(second))
        try home.book(second)
        let audit = try #require(try home.audit())
        #expect(audit.isSound && audit.days[1].link == .notLinked && audit.count(.remark) == 1)
    }

    @Test func `a journal under another day's name is damage`() throws {
        let home = try AuditedHome()
        let moved = Day("2026-11-23")!
        try FileManager.default.moveItem(atPath: home.file(second), toPath: home.file(moved))
        let found = damage(try #require(try home.audit()))
        #expect(found.contains("2026-11-23 its header is that of 2026-11-20"))
        #expect(found.contains("2026-11-20 the books have this day, and its journal is gone"))
    }

    @Test func `a journal that is gone is missed by the books and by the day after it`() throws {
        let home = try AuditedHome()
        try FileManager.default.removeItem(atPath: home.file(first))
        let audit = try #require(try home.audit())
        #expect(audit.days.map(\.ending) == [.missing, .complete])
        #expect(audit.days[1].link == .broken)
    }

    @Test(
        "a record that is whole and makes no sense is damage",
        arguments: [(UInt8(9), UInt64(0)), (1, 0), (1, 1), (2, 0), (2, 1)]
    )
    func senseless(kind: UInt8, cause: UInt64) throws {
        let home = try AuditedHome()
        try FileManager.default.removeItem(atPath: home.file(second))
        let header = DayHeader(day: second, config: "", accounts: [], instruments: [], strategies: [])
        var writer = try JournalWriter(creating: home.file(second), header: JournalHeader(payload: header.payload))
        var event = ByteWriter()
        Event(second.at(TimeOfDay(9, 0)), .dayEnded).encode(into: &event)
        for _ in 0..<2 { try writer.append(kind: 1, payload: event.bytes) }
        var command = ByteWriter()
        Command.watch(AuditedHome.infy, true).encode(into: &command)
        let payload = kind == 1 && cause == 1 ? event.bytes : command.bytes
        try writer.append(kind: kind, cause: cause, payload: payload)
        _ = try writer.close()
        let found = damage(try #require(try home.audit()))
        #expect(found.contains { $0.contains("record 3 makes no sense") }, "\(found)")
    }

    @Test func `books that are behind on an earlier day are damage, and absent ones are only said`() throws {
        let home = try AuditedHome()
        let whole = try home.bytes(first)
        try home.put(whole.dropLast(1), first)
        try home.book(first)
        try home.put(whole, first)
        #expect(damage(try #require(try home.audit())).count == 1)
        try FileManager.default.removeItem(atPath: "\(home.path)/books.sqlite")
        for end in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: "\(home.path)/books.sqlite\(end)") }
        let audit = try #require(try home.audit())
        #expect(audit.isSound && audit.days.map(\.books) == [.absent, .absent] && audit.count(.remark) == 1)
    }

    @Test func `books that are no books are damage`() throws {
        let home = try AuditedHome()
        for end in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: "\(home.path)/books.sqlite\(end)") }
        try Data("not a database, and long enough to be seen as such".utf8)
            .write(to: URL(filePath: "\(home.path)/books.sqlite"))
        let audit = try #require(try home.audit())
        #expect(audit.days.map(\.books) == [.unknown, .unknown])
        #expect(damage(audit).first?.hasPrefix("home the books cannot be read") == true)
    }

    @Test func `the flags of the schedule are read too: a cut is damage on all days but the latest`() throws {
        let home = try AuditedHome()
        for day in [first, second] {
            try FileManager.default.createDirectory(atPath: "\(home.path)/one", withIntermediateDirectories: true)
            var log = try TaskLog(home: "\(home.path)/one")
            let slot = TaskSlot(.analysis)
            let time = day.at(TimeOfDay(16, 0))
            try log.append([TaskEvent(time, day, slot, .started(attempt: 1)), TaskEvent(time, day, slot, .done)])
        }
        for day in [first, second] {
            let name = "tasks/\(day).journal"
            try FileManager.default.moveItem(atPath: "\(home.path)/one/\(name)", toPath: "\(home.path)/\(name)")
        }
        let audit = try #require(try home.audit())
        #expect(audit.isSound && audit.tasks.map(\.records) == [2, 2])
        for (day, count) in [(second, 0), (first, 1)] {
            let url = URL(filePath: "\(home.path)/tasks/\(day).journal")
            try Data(try Data(contentsOf: url).dropLast(3)).write(to: url)
            #expect(damage(try #require(try home.audit())).count == count)
        }
    }
}
