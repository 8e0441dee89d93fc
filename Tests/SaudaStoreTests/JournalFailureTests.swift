import Glibc
import Testing

@testable import SaudaStore

@Suite struct JournalFailureTests {
    /// A writer upon any descriptor, its header taken as written.
    private static func writer(on descriptor: CInt) throws -> JournalWriter {
        guard let hash = SHA256() else { throw JournalError.noHash(path: "day.journal") }
        return JournalWriter(
            file: JournalFile(descriptor: descriptor, path: "day.journal"),
            hash: hash,
            offset: 0,
            chain: .zero
        )
    }

    @Test func `a full disk ends the writer for good, and the error says what to do`() throws {
        var writer = try Self.writer(on: unsafe open("/dev/full", O_WRONLY))
        try writer.append(kind: 1, payload: [1])
        let error = try #require(throws: JournalError.self) { try writer.commit(sync: true) }
        #expect(error.what.contains("No space left on device"))
        #expect(error.what.contains("nothing was handed out after record 0"))
        #expect(error.nextStep.contains("Free space"))
        #expect(writer.syncedSequence == 0)
        #expect(throws: error) { try writer.append(kind: 1, payload: [2]) }
        #expect(throws: error) { try writer.commit(sync: false) }
    }

    @Test func `a sync that fails ends the writer for good`() throws {
        // A pipe takes the bytes and cannot be synced.
        var ends: [CInt] = [0, 0]
        #expect(unsafe pipe(&ends) == 0)
        defer { _ = close(ends[0]) }
        var writer = try Self.writer(on: ends[1])
        try writer.append(kind: 1, payload: [1])
        try writer.commit(sync: false)
        let error = try #require(throws: JournalError.self) { try writer.commit(sync: true) }
        #expect(error.what.contains("syncing to disk failed"))
        #expect(writer.syncedSequence == 0)
        #expect(throws: error) { try writer.commit(sync: true) }
    }

    @Test func `a frame of which only a part found room is taken back, and all before it can be read`() async {
        // The limit is the process's own, hence a process for this test.
        await #expect(processExitsWith: .success) {
            let scratch = JournalScratch()
            var writer = try JournalWriter(creating: scratch.path, header: JournalScratch.header)
            try writer.append(kind: 1, payload: [1])
            try writer.commit(sync: true)
            let before = scratch.bytes(scratch.path)

            limitFileSize(to: rlim_t(before.count + 60))
            try writer.append(kind: 2, payload: [UInt8](repeating: 2, count: 200))
            let error = try #require(throws: JournalError.self) { try writer.commit(sync: true) }
            #expect(error.what.contains("nothing was handed out after record 1"))
            #expect(error.nextStep.contains("ulimit -f"))
            #expect(scratch.bytes(scratch.path) == before)

            limitFileSize(to: .max)
            #expect(throws: error) { try writer.commit(sync: true) }
            var again = try JournalWriter(continuing: scratch.path, header: JournalScratch.header)
            #expect(again.recovery == nil)
            #expect(try again.append(kind: 3, payload: [3]) == 2)
            _ = try again.close()
        }
    }

    @Test func `a tail that cannot be copied aside is not cut off`() async {
        await #expect(processExitsWith: .success) {
            let scratch = JournalScratch()
            _ = try scratch.makeSmallJournal()
            let cut = Array(scratch.bytes(scratch.path).dropLast(3))
            scratch.put(cut, at: scratch.path)
            limitFileSize(to: 10)
            #expect(throws: JournalError.self) {
                _ = try JournalWriter(continuing: scratch.path, header: JournalScratch.header)
            }
            #expect(scratch.bytes(scratch.path) == cut)
        }
    }

    @Test func `a folder that may not be written refuses a new journal with a next step`() async {
        await #expect(processExitsWith: .success) {
            // Root may write anywhere; nobody may not.
            if geteuid() == 0 { #expect(seteuid(65_534) == 0) }
            let scratch = JournalScratch()
            #expect(unsafe chmod(scratch.folder, 0o500) == 0)
            let error = try #require(throws: JournalError.self) {
                _ = try JournalWriter(creating: scratch.path, header: JournalScratch.header)
            }
            #expect(error.nextStep.contains("read and write access"))
            #expect(unsafe chmod(scratch.folder, 0o700) == 0)
        }
    }

    @Test func `a journal that found no room for its header leaves nothing behind`() async {
        await #expect(processExitsWith: .success) {
            let scratch = JournalScratch()
            limitFileSize(to: 10)
            #expect(throws: JournalError.self) {
                _ = try JournalWriter(creating: scratch.path, header: JournalScratch.header)
            }
            #expect(scratch.names == [])
        }
    }

    @Test func `a missing folder and a symbolic link are refused`() throws {
        let scratch = JournalScratch()
        let missing = #expect(throws: JournalError.self) {
            _ = try JournalWriter(creating: scratch.folder + "/no/day.journal", header: JournalScratch.header)
        }
        #expect(missing?.nextStep.contains("config.yaml") == true)
        _ = try scratch.makeSmallJournal()
        let link = scratch.folder + "/link.journal"
        #expect(unsafe symlink(scratch.path, link) == 0)
        #expect(throws: JournalError.self) { _ = try JournalReader(path: link) }
    }

    @Test func `an error reads as one sentence and a next step`() {
        let error = JournalError("writing", path: "data/day.journal", code: EROFS)
        let start = "data/day.journal: writing failed: Read-only file system (errno 30). Remount"
        #expect(error.description.hasPrefix(start))
    }
}

/// Makes this whole process unable to write files beyond `bytes`: writes are cut short, then refused.
private func limitFileSize(to bytes: rlim_t) {
    _ = signal(SIGXFSZ, SIG_IGN)
    var limit = rlimit(rlim_cur: bytes, rlim_max: .max)
    #expect(unsafe setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0)
}
