/// What stands before a journal's first frame, as found.
struct JournalStart {
    /// Nil when the file ends inside the header, or the header is damaged.
    var header: JournalHeader?
    /// Set when no frame can be read after it.
    var ending: JournalEnding?
    var chain = Digest.zero
    /// Of the header with its chain, in bytes; 0 without a header.
    var size = 0

    /// Throws when this is no journal, or one of another format.
    init(of file: borrowing JournalFile, size fileSize: Int, hash: inout SHA256) throws(JournalError) {
        let fixed = try file.read(min(fileSize, JournalFormat.headerSize), at: 0)
        let known = JournalFormat.magic.count
        guard fixed.prefix(known).elementsEqual(JournalFormat.magic.prefix(fixed.count)) else {
            throw JournalError(
                path: file.path,
                what: "this is not a sauda journal",
                nextStep: "If it should be one, restore it from a backup; else move it aside."
            )
        }
        let cut = JournalEnding.cut(JournalCut(afterSequence: 0, atByte: 0, reason: .unfinished))
        let corrupt = JournalEnding.corrupt(sequence: 0, byte: 0)
        guard fixed.count == JournalFormat.headerSize else {
            ending = cut
            return
        }
        let version = JournalFormat.word(UInt32.self, in: fixed, at: known)
        guard version == JournalFormat.version else {
            throw JournalError(
                path: file.path,
                what: "this journal has format \(version), this sauda knows format \(JournalFormat.version)",
                nextStep: "Read it with the sauda that wrote it, or move it aside. Nothing was changed."
            )
        }
        let length = Int(JournalFormat.word(UInt32.self, in: fixed, at: known + 4))
        let chainAt = JournalFormat.headerSize + length
        let total = chainAt + Digest.byteCount
        guard length <= JournalFormat.maximumHeaderPayload else {
            ending = corrupt
            return
        }
        guard total <= fileSize else {
            // A length that lies looks like a cut too, but then frames follow.
            let hasFrames = try file.hasWholeFrame(after: 0, whose: nil, before: fileSize, hash: &hash)
            ending = hasFrames ? corrupt : cut
            return
        }
        let bytes = try file.read(total, at: 0)
        hash.update(Array(bytes.prefix(chainAt)))
        let computed = hash.finish()
        guard bytes.count == total, computed.bytes.elementsEqual(bytes[chainAt...]),
            let previous = Digest(bytes: fixed.suffix(Digest.byteCount))
        else {
            ending = corrupt
            return
        }
        header = JournalHeader(payload: Array(bytes[JournalFormat.headerSize..<chainAt]), previous: previous)
        chain = computed
        size = total
    }
}
