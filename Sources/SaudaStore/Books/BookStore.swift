import GRDB
import Glibc
package import SaudaCore

/// The books as a SQLite file, for people, pages and the next morning. All of it can be rebuilt from the journals.
///
/// The file is readable by its owner alone and uses write-ahead logging, so that readers never hold up a rebuild.
/// Money and prices stand in columns that end in `_e4`: whole numbers of 1/10,000 rupee. A moment stands twice: as
/// Indian time in ISO 8601, and in `_us` as microseconds since 1970-01-01 UTC. The views show rupees.
package struct BookStore: Sendable {
    package let path: String
    private let queue: DatabaseQueue

    /// Opens the books at `path`, creating or upgrading them.
    ///
    /// - Parameter patience: how long to wait for another program that is writing.
    package init(path: String, patience: TimeSpan = .seconds(5)) throws(StoreError) {
        try BookStore.prepareFile(at: path)
        var configuration = Configuration()
        configuration.label = "books"
        // Opening it for writing already changes the file: what is not ours to write is refused before.
        configuration.readonly = true
        configuration.busyMode = .timeout(Double(patience.microseconds) / 1_000_000)
        do {
            let looking = try DatabaseQueue(path: path, configuration: configuration)
            try looking.read { try BookSchema.refuseOthers($0, path: path) }
            try looking.close()
        } catch {
            throw StoreError(error, "opening the books", path: path)
        }
        configuration.readonly = false
        configuration.journalMode = .wal
        configuration.foreignKeysEnabled = true
        do {
            queue = try DatabaseQueue(path: path, configuration: configuration)
            try queue.write { try BookSchema.claim($0, path: path) }
            try BookSchema.migrator.migrate(queue)
        } catch {
            throw StoreError(error, "opening the books", path: path)
        }
        self.path = path
    }

    /// Opens books that are there, to look at them: nothing is created, upgraded or written.
    ///
    /// Books of an older sauda are taken as they are; a question about what they do not have yet is refused.
    package init(reading path: String, patience: TimeSpan = .seconds(5)) throws(StoreError) {
        var configuration = Configuration()
        configuration.label = "books"
        configuration.readonly = true
        configuration.busyMode = .timeout(Double(patience.microseconds) / 1_000_000)
        do {
            queue = try DatabaseQueue(path: path, configuration: configuration)
            try queue.read { try BookSchema.check($0, path: path) }
        } catch {
            throw StoreError(error, "opening the books", path: path)
        }
        self.path = path
    }

    /// Copies the books as they are at one moment into a file that is not there yet or empty; others may go on writing.
    package func backup(to copy: String) throws(StoreError) {
        try BookStore.prepareFile(at: copy)
        do {
            let target = try DatabaseQueue(path: copy)
            try queue.backup(to: target)
            // One file, which can be read where nothing may be written beside it.
            try target.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = DELETE") }
            try target.close()
        } catch {
            throw StoreError(error, "copying the books", path: copy)
        }
    }

    /// Runs `body` in one transaction: all of it happens, or nothing.
    func write<Value>(_ action: String, _ body: (Database) throws -> Value) throws(StoreError) -> Value {
        do {
            return try queue.write(body)
        } catch {
            throw StoreError(error, action, path: path)
        }
    }

    func read<Value>(_ action: String, _ body: (Database) throws -> Value) throws(StoreError) -> Value {
        do {
            return try queue.read(body)
        } catch {
            throw StoreError(error, action, path: path)
        }
    }

    /// The answer to a question in SQL, as text by row and column; nil for NULL. It cannot change anything.
    package func rows(_ sql: String) throws(StoreError) -> [[String?]] {
        try read("asking the books") { database in
            try Row.fetchAll(database, sql: sql).map { row in
                row.databaseValues.map { value in
                    switch value.storage {
                    case .null: nil
                    case .int64(let number): "\(number)"
                    case .double(let number): "\(number)"
                    case .string(let text): text
                    case .blob(let bytes): "\(bytes.count) bytes"
                    }
                }
            }
        }
    }
}

extension BookStore {
    /// Sees to it that the file is there, plain and readable by its owner alone. SQLite gives its -wal and -shm files
    /// the same permissions. An existing file is not opened here: closing it would drop SQLite's locks on it.
    private static func prepareFile(at path: String) throws(StoreError) {
        let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        if descriptor >= 0 {
            _ = close(descriptor)
            return
        }
        let code = errno
        guard code == EEXIST else { throw StoreError(JournalError("creating the books", path: path, code: code)) }
        var status = stat()
        guard unsafe lstat(path, &status) == 0 else {
            throw StoreError(JournalError("looking at the books", path: path, code: errno))
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw StoreError(path: path, what: "this is not a regular file", nextStep: "Move it aside, then try again.")
        }
        guard status.st_mode & 0o077 == 0 || (unsafe chmod(path, 0o600)) == 0 else {
            throw StoreError(JournalError("closing the books to others", path: path, code: errno))
        }
    }
}
