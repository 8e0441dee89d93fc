import Glibc

extension JournalWriter {
    /// Begins a journal (permissions 0600). A file of that name is never overwritten.
    package init(creating path: String, header: JournalHeader) throws(JournalError) {
        let bytes = try header.encoded(for: path)
        let file = try JournalFile(opening: path, flags: O_RDWR | O_CREAT | O_EXCL)
        do throws(JournalError) {
            try self.init(beginning: file, with: bytes)
        } catch {
            // Ours and without a record: leave no empty journal behind to stumble over.
            _ = unsafe unlink(path)
            throw error
        }
    }

    /// Goes on with the journal at `path` after its last whole frame.
    ///
    /// Reads and checks all of it. A tail cut by a crash is copied to `NAME.cut-N` before it is cut off (`recovery`
    /// says so); a journal that is corrupt, or was begun under another header, is refused and left as it is.
    ///
    /// - Parameter replay: called with every record in order, so that one reading serves both. Records may have been
    ///   handed over when this throws; what was built from them is then to be dropped.
    package init(
        continuing path: String,
        header: JournalHeader,
        replay: (JournalRecord) throws(JournalError) -> Void = { _ in }
    ) throws(JournalError) {
        var reader = try JournalReader(file: JournalFile(opening: path, flags: O_RDWR))
        if let found = reader.header, found != header { throw .otherHeader(path: path) }
        while let record = try reader.next() { try replay(record) }

        guard try reader.file.size() == reader.size else { throw .growing(path: path) }
        var recovery: JournalRecovery?
        switch reader.ending {
        case .complete?: try reader.file.seek(to: reader.offset)
        case .cut(let cut)?:
            recovery = try JournalRecovery(keeping: cut, of: reader.file)
            try reader.file.truncate(to: reader.offset)
        case .corrupt(let sequence, let byte)?: throw .corrupt(path: path, sequence: sequence, byte: byte)
        case nil: preconditionFailure("a reader that returns nil has ended")
        }
        // What a crashed process wrote, or the very name of the file, may still be in the kernel's memory only.
        try reader.file.synchronize()
        try reader.file.synchronizeFolder()
        if reader.header == nil {
            // Cut inside the header: no record was ever in it.
            try self.init(beginning: reader.file, with: header.encoded(for: path), recovery: recovery)
        } else {
            self.init(
                file: reader.file,
                hash: reader.hash,
                offset: reader.offset,
                chain: reader.chain,
                lastSequence: reader.lastSequence,
                recovery: recovery
            )
        }
    }

    private init(
        beginning file: consuming JournalFile,
        with header: [UInt8],
        recovery: JournalRecovery? = nil
    ) throws(JournalError) {
        guard var hash = SHA256() else { throw .noHash(path: file.path) }
        hash.update(header)
        let chain = hash.finish()
        let bytes = header + chain.bytes
        try file.write(bytes)
        try file.synchronize()
        try file.synchronizeFolder()
        self.init(file: file, hash: hash, offset: bytes.count, chain: chain, recovery: recovery)
    }
}

extension JournalError {
    static func otherHeader(path: String) -> JournalError {
        JournalError(
            path: path,
            what: "this journal was begun under another header (config, day, account or previous journal)",
            nextStep: "Begin a new journal for the new one. This one was not changed."
        )
    }

    static func growing(path: String) -> JournalError {
        JournalError(
            path: path,
            what: "the journal grew while it was read: somebody else writes to it",
            nextStep: "Find the other sauda (`fuser \(path)`) and stop it. This one has changed nothing."
        )
    }

    static func corrupt(path: String, sequence: UInt64, byte: Int) -> JournalError {
        JournalError(
            path: path,
            what: sequence == 0
                ? "the journal's header is damaged"
                : "record \(sequence) (the frame at byte \(byte)) is damaged as no crash does it: bit rot or tampering",
            nextStep: "Do not trade on it: restore the file from a backup; or move it aside, compare the broker's "
                + "order book by hand and begin a new journal. It was not changed."
        )
    }
}
