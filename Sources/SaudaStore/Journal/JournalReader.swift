import Glibc

/// Streams the records of a journal, checking the chain frame by frame: no record is handed out before its frame holds.
///
/// What the file held when it was opened is read; a writer may go on meanwhile. A frame half written just then
/// shows as a cut. Only *reading* a journal changes nothing on disk.
package struct JournalReader: ~Copyable, Sendable {
    /// Nil when the file breaks off inside its header; there are no records then.
    package private(set) var header: JournalHeader?
    /// Nil until `next` has returned nil.
    package private(set) var ending: JournalEnding?
    /// The digest up to the last frame read: what the next journal's header names as `previous`.
    package private(set) var chain: Digest
    /// The last record of the last frame read; 0 before the first.
    package private(set) var lastSequence: UInt64 = 0

    let file: JournalFile
    let size: Int
    var hash: SHA256
    /// Where the next frame begins.
    private(set) var offset: Int

    private var frame: [UInt8] = []
    private var position = 0
    private var end = 0
    private var nextSequence: UInt64 = 1

    package init(path: String) throws(JournalError) {
        try self.init(file: JournalFile(opening: path, flags: O_RDONLY))
    }

    init(file: consuming JournalFile) throws(JournalError) {
        guard var hash = SHA256() else { throw .noHash(path: file.path) }
        let size = try file.size()
        let start = try JournalStart(of: file, size: size, hash: &hash)
        header = start.header
        ending = start.ending
        chain = start.chain
        offset = start.size
        self.size = size
        self.file = file
        self.hash = hash
    }

    /// How far it has read, in bytes: to the end of the last whole frame.
    package var bytesRead: Int { offset }
    /// What the file held when it was opened, in bytes.
    package var byteCount: Int { size }

    /// The next record, or nil at the end: then `ending` says how it ended.
    package mutating func next() throws(JournalError) -> JournalRecord? {
        while ending == nil {
            if nextSequence <= lastSequence {
                if let record = record() { return record }
                // The chain holds and the content does not: whoever wrote this was no journal writer.
                ending = .corrupt(sequence: nextSequence, byte: offset - frame.count)
            } else {
                try readFrame()
            }
        }
        return nil
    }
}

// MARK: - Frames and records

extension JournalReader {
    private mutating func readFrame() throws(JournalError) {
        guard offset < size else { return ending = .complete }
        let header = try file.read(min(JournalFormat.frameHeaderSize, size - offset), at: offset)
        guard let found = JournalFrame(header, after: chain, hash: &hash) else {
            let begun = header.count < JournalFormat.frameHeaderSize && startsLikeFrame(header)
            return try breakOff(begun ? .unfinished : .damaged, computed: nil)
        }
        guard found.size <= size - offset else { return try breakOff(.unfinished, computed: nil) }
        let bytes = try file.read(found.size, at: offset)
        let bodyEnd = found.size - Digest.byteCount
        guard bytes.count == found.size else { return try breakOff(.damaged, computed: nil) }
        hash.update(chain.bytes)
        unsafe hash.update(bytes.span.extracting(0..<bodyEnd).bytes)
        let computed = hash.finish()
        guard computed.bytes.elementsEqual(bytes[bodyEnd...]) else { return try breakOff(.damaged, computed: computed) }
        guard found.firstSequence == lastSequence + 1 else {
            return ending = .corrupt(sequence: lastSequence + 1, byte: offset)
        }
        frame = bytes
        position = JournalFormat.frameHeaderSize
        end = bodyEnd
        nextSequence = found.firstSequence
        lastSequence = found.firstSequence + UInt64(found.count) - 1
        chain = computed
        offset += found.size
    }

    private mutating func breakOff(_ reason: JournalCut.Reason, computed: Digest?) throws(JournalError) {
        let begin = offset
        let sequence = lastSequence
        ending =
            try file.hasWholeFrame(after: begin, whose: computed, before: size, hash: &hash)
            ? .corrupt(sequence: sequence + 1, byte: begin)
            : .cut(JournalCut(afterSequence: sequence, atByte: begin, reason: reason))
    }

    private func startsLikeFrame(_ bytes: [UInt8]) -> Bool {
        bytes.prefix(4).elementsEqual(JournalFormat.marker.prefix(bytes.count))
    }

    /// The record at `position`; nil when the frame does not hold what it announces.
    private mutating func record() -> JournalRecord? {
        guard position < end else { return nil }
        let kind = frame[position]
        position += 1
        guard let back = JournalFormat.variable(in: frame, at: &position, before: end),
            back < nextSequence,
            let length = JournalFormat.variable(in: frame, at: &position, before: end),
            length <= UInt64(end - position)
        else { return nil }
        let payload = frame[position..<(position + Int(length))]
        position += Int(length)
        if nextSequence == lastSequence && position != end { return nil }
        let cause = back == 0 ? 0 : nextSequence - back
        defer { nextSequence += 1 }
        return JournalRecord(sequence: nextSequence, kind: kind, cause: cause, payload: payload)
    }
}
