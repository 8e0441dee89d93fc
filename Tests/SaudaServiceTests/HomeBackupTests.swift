import Foundation
import SaudaCore
import SaudaService
import SaudaStore
import Testing

/// `sauda backup`: a copy that is sound by itself, whoever writes meanwhile.
@Suite struct HomeBackupTests {
    private let home: AuditedHome
    private let folder = ScratchFolder()
    private var copy: String { "\(folder.path)/new/copy" }

    init() throws { home = try AuditedHome() }

    private func data(_ path: String) throws -> Data { try Data(contentsOf: URL(filePath: path)) }

    @Test func `the copy has the same journals and rows, is for its owner alone, and has no vault`() throws {
        try Data("secret".utf8).write(to: URL(filePath: "\(home.path)/vault"))
        let backup = try HomeBackup(of: home.path, to: copy)
        #expect(backup.audit.isSound && backup.audit.count(.remark) == 0)
        #expect(backup.audit.days.map(\.books) == [.same, .same])
        for day in [AuditedHome.first, AuditedHome.second] {
            #expect(try data("\(copy)/journal/\(day).journal") == data(home.file(day)))
        }
        let books = try [home.path, copy].map { try BookStore(reading: "\($0)/books.sqlite") }
        for kind in BookTable.Kind.allCases {
            let tables = try books.map { try $0.table(kind, of: AuditedHome.second) }
            #expect(tables[0] == tables[1] && !tables[0].rows.isEmpty)
        }
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: copy).sorted() == ["books.sqlite", "journal", "tasks"]
        )
        let mode = try FileManager.default.attributesOfItem(atPath: "\(copy)/books.sqlite")[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }

    @Test func `a restored home is of its kind, and halted as it was`() throws {
        try Data("live\n".utf8).write(to: URL(filePath: "\(home.path)/kind"))
        try HaltFile(home: home.path).set(at: AuditedHome.first.at(TimeOfDay(10, 0)), why: "the line is bad")
        try HaltFile(home: home.path, isPractice: true).set(at: AuditedHome.first.at(TimeOfDay(11, 0)), why: "")
        let backup = try HomeBackup(of: home.path, to: copy)
        #expect(backup.audit.isSound)
        for mark in ["kind", "halt", "halt.practice"] {
            #expect(try data("\(copy)/\(mark)") == data("\(home.path)/\(mark)"))
            #expect(backup.files.contains { $0.file == mark })
        }
        try HomeKind.live.claim(copy)
        #expect(throws: JournalError.self) { try HomeKind.paper.claim(copy) }
        #expect(HaltFile(home: copy).text == "2026-11-19 10:00:00, the line is bad")
    }

    @Test func `what is not copied is said`() {
        for word in ["vault", "trades_history.json", "candles", "logs"] {
            #expect(HomeBackup.leftOut.contains(word), "\(word)")
        }
    }

    @Test func `at every byte of a growing journal the copy ends with a whole frame and is sound`() throws {
        let whole = try home.bytes(AuditedHome.second)
        // Books of the first day alone: a day is booked when it stops.
        for end in ["", "-wal", "-shm"] {
            try? FileManager.default.removeItem(atPath: "\(home.path)/books.sqlite\(end)")
        }
        try home.book(AuditedHome.first)
        var wholeFrames = 0
        for size in stride(from: whole.count, to: whole.count - 300, by: -7) {
            try home.put(whole[..<size], AuditedHome.second)
            let target = "\(copy)-\(size)"
            let backup = try HomeBackup(of: home.path, to: target)
            #expect(backup.audit.isSound, "\(size)")
            #expect(backup.audit.days[1].ending == .complete)
            let copied = try #require(backup.files.last { $0.file == "journal/\(AuditedHome.second).journal" })
            #expect(copied.bytes + copied.leftOut == size)
            if copied.leftOut == 0 { wholeFrames += 1 }
            try FileManager.default.removeItem(atPath: target)
        }
        #expect(wholeFrames >= 1)
    }

    @Test func `damage is copied as it is and told`() throws {
        var bytes = try home.bytes(AuditedHome.first)
        bytes[bytes.count - 200] ^= 1
        try home.put(bytes, AuditedHome.first)
        let backup = try HomeBackup(of: home.path, to: copy)
        #expect(!backup.audit.isSound)
        #expect(try data("\(copy)/journal/\(AuditedHome.first).journal") == Data(bytes))
    }

    @Test func `a folder that holds something is refused, and so is a home without a journal`() throws {
        try Data().write(to: URL(filePath: "\(folder.path)/file"))
        #expect(throws: RequestError.self) { try HomeBackup(of: home.path, to: folder.path) }
        #expect(throws: DataError.self) { try HomeBackup(of: ScratchFolder().path, to: copy) }
        #expect(!FileManager.default.fileExists(atPath: copy))
    }
}
