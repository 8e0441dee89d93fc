import SaudaCore
import Testing

@testable import SaudaStore

/// Books that are only looked at.
@Suite struct BooksReadingTests {
    @Test func `books that are not there are not made by looking at them`() throws {
        let scratch = JournalScratch()
        #expect(throws: StoreError.self) { try BookStore(reading: scratch.folder + "/books.sqlite") }
        #expect(scratch.names == [])
    }

    @Test func `what is read cannot be written, and a writer goes on beside it`() throws {
        let scratch = JournalScratch()
        let path = scratch.folder + "/books.sqlite"
        try BooksDay.busy().write(to: scratch.path)
        let projector = try BooksDay.projector()
        let store = try BookStore(path: path)
        try projector.rebuild(scratch.path, in: store)
        let before = try store.dump()
        let reading = try BookStore(reading: path)
        #expect(throws: StoreError.self) { try projector.rebuild(scratch.path, in: reading) }
        #expect(try reading.dump() == before)
        #expect(try reading.bookedDays().map(\.day) == [BooksDay.day])
        try projector.rebuild(scratch.path, in: store)
    }

    @Test func `another program's database and books of a newer sauda are refused`() throws {
        let scratch = JournalScratch()
        let path = scratch.folder + "/books.sqlite"
        #expect(BooksOtherProgram(opening: path)?.run("CREATE TABLE songs (title TEXT)") == true)
        let other = try #require(throws: StoreError.self) { try BookStore(reading: path) }
        #expect(other.what == "this is a database of another program")
        let newer = scratch.folder + "/newer.sqlite"
        _ = try BookStore(path: newer)
        #expect(BooksOtherProgram(opening: newer)?.run("INSERT INTO grdb_migrations VALUES ('3')") == true)
        let error = try #require(throws: StoreError.self) { try BookStore(reading: newer) }
        #expect(error.what == "these books were written by a newer sauda")
    }

    @Test func `a copy of books in use is whole and a single file`() throws {
        let scratch = JournalScratch()
        let path = scratch.folder + "/books.sqlite"
        try BooksDay.busy().write(to: scratch.path)
        let store = try BookStore(path: path)
        try BooksDay.projector().rebuild(scratch.path, in: store)
        let copy = scratch.folder + "/copy.sqlite"
        try BookStore(reading: path).backup(to: copy)
        #expect(try BookStore(reading: copy).dump() == store.dump())
        #expect(!scratch.names.contains { $0.hasPrefix("copy.sqlite-") })
        #expect(try BookStore.damage(at: copy) == nil)
        _ = try BookStore(path: copy)
    }
}
