import Foundation
import Glibc
import SaudaCore
import Testing

@testable import SaudaStore

@Suite struct BooksFailureTests {
    private func permissions(_ path: String) -> mode_t? {
        var status = stat()
        return unsafe stat(path, &status) == 0 ? status.st_mode & 0o777 : nil
    }

    @Test func `the books are for their owner alone, and so are the files beside them`() throws {
        let scratch = JournalScratch()
        let path = scratch.folder + "/books.sqlite"
        let store = try BookStore(path: path)
        #expect(permissions(path) == 0o600)
        #expect(permissions(path + "-wal") == 0o600)
        #expect(permissions(path + "-shm") == 0o600)
        #expect(try store.lines("PRAGMA journal_mode") == ["wal"])
        #expect(try store.lines("PRAGMA foreign_keys") == ["1"])
        #expect(unsafe chmod(path, 0o644) == 0)
        _ = try BookStore(path: path)
        #expect(permissions(path) == 0o600)
    }

    @Test func `a question cannot change the books`() throws {
        let scratch = JournalScratch()
        let store = try BookStore(path: scratch.folder + "/books.sqlite")
        let error = try #require(throws: StoreError.self) { try store.rows("DELETE FROM days") }
        #expect(error.what.hasPrefix("asking the books failed"))
    }

    @Test func `books that another program locks are named as such, and stay as they were`() throws {
        let scratch = JournalScratch()
        let path = scratch.folder + "/books.sqlite"
        try BooksDay.busy().write(to: scratch.path)
        let projector = try BooksDay.projector()
        let store = try BookStore(path: path, patience: .zero)
        try projector.rebuild(scratch.path, in: store)
        let before = try store.dump()

        let other = try #require(BooksOtherProgram(opening: path))
        #expect(other.run("BEGIN IMMEDIATE"))
        let error = try #require(throws: StoreError.self) { try projector.rebuild(scratch.path, in: store) }
        #expect(error.path == path)
        #expect(error.what == "writing the books of 2026-11-20 failed: database is locked (SQLite 5)")
        #expect(error.nextStep.contains("close it"))
        #expect(try store.dump() == before)
        #expect(other.run("COMMIT"))
        try projector.rebuild(scratch.path, in: store)
    }

    @Test func `books of a newer sauda are refused and left alone`() throws {
        let scratch = JournalScratch()
        let path = scratch.folder + "/books.sqlite"
        _ = try BookStore(path: path)
        #expect(BooksOtherProgram(opening: path)?.run("INSERT INTO grdb_migrations VALUES ('3')") == true)
        let before = FileManager.default.contents(atPath: path)
        let error = try #require(throws: StoreError.self) { try BookStore(path: path) }
        #expect(FileManager.default.contents(atPath: path) == before, "byte for byte")
        #expect(FileManager.default.contents(atPath: path + "-wal")?.isEmpty != false)
        #expect(error.what == "these books were written by a newer sauda")
        #expect(error.nextStep.contains("rebuild"))
    }

    @Test func `another program's database is not taken for books`() throws {
        let scratch = JournalScratch()
        let path = scratch.folder + "/books.sqlite"
        #expect(BooksOtherProgram(opening: path)?.run("CREATE TABLE songs (title TEXT)") == true)
        let error = try #require(throws: StoreError.self) { try BookStore(path: path) }
        #expect(error.what == "this is a database of another program")
    }

    @Test func `a file that is no database, a folder and a symbolic link are refused`() throws {
        let scratch = JournalScratch()
        let path = scratch.folder + "/books.sqlite"
        scratch.put(Array("not a database, and long enough to be seen as such".utf8), at: path)
        let garbage = try #require(throws: StoreError.self) { try BookStore(path: path) }
        #expect(garbage.nextStep.contains("the journals hold all that was in it"))
        let folder = try #require(throws: StoreError.self) { try BookStore(path: scratch.folder) }
        #expect(folder.what == "this is not a regular file")
        let link = scratch.folder + "/link.sqlite"
        #expect(unsafe symlink(path, link) == 0)
        #expect(throws: StoreError.self) { try BookStore(path: link) }
        let missing = try #require(throws: StoreError.self) { try BookStore(path: scratch.folder + "/no/books") }
        #expect(missing.nextStep.contains("the folder must exist"))
    }

    @Test func `a rebuild that finds no room changes nothing`() async {
        // The limit is the process's own, hence a process for this test.
        await #expect(processExitsWith: .success) {
            let scratch = JournalScratch()
            let path = scratch.folder + "/books.sqlite"
            try BooksDay.busy().write(to: scratch.path)
            let store = try BookStore(path: path)
            let before = try store.dump()
            let projector = try BooksDay.projector()

            limitFileSize(to: rlim_t(scratch.bytes(path + "-wal").count + 2000))
            let error = try #require(throws: StoreError.self) { try projector.rebuild(scratch.path, in: store) }
            #expect(error.what.hasPrefix("writing the books of 2026-11-20 failed"))
            #expect(error.nextStep.contains("disk"))
            #expect(try store.dump() == before)

            limitFileSize(to: .max)
            try projector.rebuild(scratch.path, in: store)
            #expect(try store.lines("SELECT count(*) FROM days") == ["1"])
        }
    }

    @Test(
        arguments: [
            (13, "Free space"), (8, "write access"), (5, "close it"), (10, "dmesg"), (11, "rebuild"), (1, "again"),
        ]
    )
    func `every refusal of SQLite has a next step`(code: CInt, remedy: String) {
        #expect(StoreError.remedy(forSQLite: code).contains(remedy))
    }
}

/// Makes this whole process unable to write files beyond `bytes`.
private func limitFileSize(to bytes: rlim_t) {
    _ = signal(SIGXFSZ, SIG_IGN)
    var limit = rlimit(rlim_cur: bytes, rlim_max: .max)
    #expect(unsafe setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0)
}
