import Glibc
import SaudaStore
import Testing

@Suite struct JournalHomeLockTests {
    @Test func `SVC-8: a second service on the same home is refused with the first one's pid`() throws {
        let scratch = JournalScratch()
        do {
            let lock = try HomeLock(home: scratch.folder)
            #expect(lock.stale == nil)
            let error = try #require(throws: JournalError.self) { _ = try HomeLock(home: scratch.folder) }
            #expect(error.what.contains("pid \(getpid())"))
            #expect(error.nextStep.contains("kill \(getpid())"))
        }
        let again = try HomeLock(home: scratch.folder)
        #expect(again.stale == nil, "a released lock is not a stale one")
    }

    @Test func `SVC-8: the lock of a process that was killed is taken over`() async throws {
        let scratch = JournalScratch()
        let folder = scratch.folder
        let result = await #expect(processExitsWith: .signal(SIGKILL)) { [folder = folder as String] in
            let lock = try HomeLock(home: folder)
            kill(getpid(), SIGKILL)
            _ = consume lock
        }
        #expect(result != nil)
        let lock = try HomeLock(home: scratch.folder)
        let holder = lock.stale
        let stale = try #require(holder)
        #expect(stale.pid != getpid())
        #expect(try #require(ProcessIdentity.current).boot == stale.boot)
    }

    @Test func `SVC-8: a stale lock is taken over, also when its pid was given to another process`() throws {
        let me = try #require(ProcessIdentity.current)
        let gone = ProcessIdentity(pid: Int32.max, start: 1, boot: me.boot)
        let reused = ProcessIdentity(pid: me.pid, start: me.start + 1, boot: me.boot)
        let beforeReboot = ProcessIdentity(pid: me.pid, start: me.start, boot: "another-boot")
        for holder in [gone, reused, beforeReboot] {
            let scratch = JournalScratch()
            let line = "pid \(holder.pid) start \(holder.start) boot \(holder.boot)\n"
            scratch.put(Array(line.utf8), at: scratch.folder + "/" + HomeLock.name)
            let lock = try HomeLock(home: scratch.folder)
            #expect(lock.stale == holder)
        }
    }

    @Test func `SVC-8: a holder that lives is believed even where the kernel's lock is not seen`() throws {
        let scratch = JournalScratch()
        let me = try #require(ProcessIdentity.current)
        let line = "pid \(me.pid) start \(me.start) boot \(me.boot)\n"
        scratch.put(Array(line.utf8), at: scratch.folder + "/" + HomeLock.name)
        #expect(throws: JournalError.self) { _ = try HomeLock(home: scratch.folder) }
    }

    @Test func `SVC-8: the lock holds although its file says nothing`() throws {
        let scratch = JournalScratch()
        let lock = try HomeLock(home: scratch.folder)
        scratch.put([UInt8](), at: scratch.folder + "/" + HomeLock.name)
        let error = try #require(throws: JournalError.self) { _ = try HomeLock(home: scratch.folder) }
        #expect(error.what.contains("another process"))
        _ = consume lock
    }

    @Test func `a lock file of rubbish is no holder`() throws {
        let scratch = JournalScratch()
        scratch.put([0xFF, 0x00, 0x0A], at: scratch.folder + "/" + HomeLock.name)
        let lock = try HomeLock(home: scratch.folder)
        #expect(lock.stale == nil)
    }
}
