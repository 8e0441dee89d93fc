import Glibc

/// A file that one process at a time holds, for as long as this value lives.
///
/// The lock is the kernel's (`flock`): it goes with the process, however that ends. The line in the file, pid, start
/// time and boot, is for people and for the message; it also shows a holder that is alive though its lock is not
/// seen here (a disk without locks): that is refused as well.
package struct ProcessLock: ~Copyable, Sendable {
    /// Who held it before and ended without releasing it.
    package let stale: ProcessIdentity?
    private let file: JournalFile

    /// Takes the lock of the file at `path`, which is made when it is not there.
    ///
    /// - Parameter held: what is thrown when somebody else has it.
    package init(
        path: String,
        held: (_ holder: ProcessIdentity?) -> JournalError
    ) throws(JournalError) {
        guard let me = ProcessIdentity.current else {
            throw JournalError(
                path: "/proc/self/stat",
                what: "this process's start time cannot be read",
                nextStep: "sauda needs /proc: mount it, then start again."
            )
        }
        let file = try JournalFile(opening: path, flags: O_RDWR | O_CREAT)
        let taken = try file.tryLock()
        let holder = try ProcessIdentity(line: String(decoding: file.read(256, at: 0), as: UTF8.self))
        guard taken else { throw held(holder) }
        if let holder, holder.isRunning { throw held(holder) }
        // Between opening and locking somebody may have removed the file: a lock on a file nobody finds guards nothing.
        guard try file.isStill(at: path) else {
            throw JournalError(path: path, what: "the lock file was removed just now", nextStep: "Start again.")
        }
        try file.truncate(to: 0)
        try file.write(Array(me.line.utf8))
        try file.synchronize()
        stale = holder
        self.file = file
    }

    /// Empties the file, so that the next holder does not take this one for a crash; closing it releases the lock.
    deinit { try? file.truncate(to: 0) }
}

extension JournalFile {
    /// False when somebody else holds the lock.
    fileprivate func tryLock() throws(JournalError) -> Bool {
        let taken = try retrying("locking", path: path) {
            let answer = flock(descriptor, LOCK_EX | LOCK_NB)
            return answer != 0 && errno == EWOULDBLOCK ? 1 : answer
        }
        return taken == 0
    }

    /// Whether `path` still names this very file.
    fileprivate func isStill(at path: String) throws(JournalError) -> Bool {
        var mine = stat()
        var there = stat()
        _ = try retrying("looking at", path: path) { unsafe fstat(descriptor, &mine) }
        guard unsafe lstat(path, &there) == 0 else { return false }
        return mine.st_ino == there.st_ino && mine.st_dev == there.st_dev
    }
}
