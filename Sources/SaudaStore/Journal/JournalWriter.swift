/// Appends records to a journal. One owner, one task; it never waits for anything but the disk.
///
/// Records gather in memory and reach the disk as one frame when `commit` is called or 64 KiB have gathered. What
/// leaves the process (an order) is handed out only after `commit(sync: true)` has returned. After the first error
/// nothing is accepted any more: the same error is thrown again, and trading stops.
package struct JournalWriter: ~Copyable, Sendable {
    /// What was found and put aside when this journal was continued after a crash; tell the user.
    package let recovery: JournalRecovery?
    /// The last record appended; 0 before the first.
    package private(set) var lastSequence: UInt64
    /// The last record known to be on disk.
    package private(set) var syncedSequence: UInt64
    /// The digest up to the last frame written: what the next journal's header names as `previous`.
    package private(set) var chain: Digest
    /// The error that ended this writer's work, if one did.
    package private(set) var failure: JournalError?

    private let file: JournalFile
    private var hash: SHA256
    /// Where the next frame goes, in bytes.
    private var offset: Int
    /// 24 bytes left free for the frame's header, then its records.
    private var buffer: [UInt8]
    private var count = 0
    private var hasUnsyncedFrames = false

    /// Writes on at the file's position, which is `offset`.
    init(
        file: consuming JournalFile,
        hash: consuming SHA256,
        offset: Int,
        chain: Digest,
        lastSequence: UInt64 = 0,
        recovery: JournalRecovery? = nil
    ) {
        self.file = file
        self.hash = hash
        self.offset = offset
        self.chain = chain
        self.lastSequence = lastSequence
        self.recovery = recovery
        syncedSequence = lastSequence
        buffer = [UInt8](repeating: 0, count: JournalFormat.frameHeaderSize)
        buffer.reserveCapacity(JournalFormat.fullFrame + 4_096)
    }

    package var path: String { file.path }

    /// Adds a record and returns its sequence. It is not on disk before `commit`.
    ///
    /// - Parameter cause: the sequence of the record that caused it; 0 when none did.
    /// - Precondition: `cause` comes before this record.
    @discardableResult
    package mutating func append(kind: UInt8, cause: UInt64 = 0, payload: [UInt8]) throws(JournalError) -> UInt64 {
        if let failure { throw failure }
        guard payload.count <= JournalFormat.maximumPayload else {
            throw JournalError(
                path: path,
                what: "a record of \(payload.count) bytes is longer than \(JournalFormat.maximumPayload)",
                nextStep: "Record it in parts. This record was not taken; the journal goes on."
            )
        }
        lastSequence += 1
        precondition(cause < lastSequence, "a cause comes before its effect")
        buffer.append(kind)
        JournalFormat.appendVariable(cause == 0 ? 0 : lastSequence - cause, to: &buffer)
        JournalFormat.appendVariable(UInt64(payload.count), to: &buffer)
        buffer.append(contentsOf: payload)
        count += 1
        if buffer.count >= JournalFormat.fullFrame { try writeFrame() }
        return lastSequence
    }

    /// Writes what has gathered as one frame; with `sync`, also waits until it and all before it are on disk.
    package mutating func commit(sync: Bool) throws(JournalError) {
        if let failure { throw failure }
        try writeFrame()
        guard sync, hasUnsyncedFrames else { return }
        do throws(JournalError) {
            try file.synchronize()
        } catch {
            // Not tried again: after a failed sync the kernel may drop the pages and report the next one as done.
            throw fail(error)
        }
        hasUnsyncedFrames = false
        syncedSequence = lastSequence
    }

    /// Commits, syncs and closes. A writer that just goes out of scope loses what was not committed.
    package consuming func close() throws(JournalError) -> Digest {
        try commit(sync: true)
        return chain
    }
}

extension JournalWriter {
    private mutating func writeFrame() throws(JournalError) {
        guard count > 0 else { return }
        let bodySize = buffer.count - JournalFormat.frameHeaderSize
        let frame = JournalFrame(bodySize: bodySize, count: count, firstSequence: lastSequence - UInt64(count) + 1)
        buffer.replaceSubrange(
            0..<JournalFormat.frameHeaderSize,
            with: frame.encoded(after: chain, hash: &hash)
        )
        hash.update(chain.bytes)
        hash.update(buffer)
        let next = hash.finish()
        buffer.append(contentsOf: next.bytes)
        do throws(JournalError) {
            try file.write(buffer)
        } catch {
            // Half a frame is no harm to a reader, but a tidy end is better. If this fails too, recovery does it.
            try? file.truncate(to: offset)
            throw fail(error)
        }
        chain = next
        offset += frame.size
        hasUnsyncedFrames = true
        count = 0
        buffer.removeLast(buffer.count - JournalFormat.frameHeaderSize)
    }

    private mutating func fail(_ error: JournalError) -> JournalError {
        let failure = JournalError(
            path: error.path,
            what: error.what + "; trading stops here, and nothing was handed out after record \(syncedSequence)",
            nextStep: error.nextStep
        )
        self.failure = failure
        return failure
    }
}
