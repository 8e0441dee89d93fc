/// A frame's header, as written and as found.
struct JournalFrame {
    var bodySize: Int
    var count: Int
    var firstSequence: UInt64

    /// All of the frame, in bytes.
    var size: Int { JournalFormat.frameHeaderSize + bodySize + Digest.byteCount }

    /// The 24 bytes, with a check that ties them to the chain before.
    func encoded(after chain: Digest, hash: inout SHA256) -> [UInt8] {
        var bytes = JournalFormat.marker
        JournalFormat.append(UInt32(bodySize), to: &bytes)
        JournalFormat.append(UInt32(count), to: &bytes)
        JournalFormat.append(firstSequence, to: &bytes)
        return bytes + JournalFrame.check(bytes, after: chain, hash: &hash)
    }

    init(bodySize: Int, count: Int, firstSequence: UInt64) {
        self.bodySize = bodySize
        self.count = count
        self.firstSequence = firstSequence
    }

    /// Nil when the first 24 of `bytes` are no frame header that follows `chain`.
    init?(_ bytes: [UInt8], after chain: Digest, hash: inout SHA256) {
        guard bytes.count >= JournalFormat.frameHeaderSize, bytes.starts(with: JournalFormat.marker) else { return nil }
        let fields = Array(bytes[..<JournalFormat.checkOffset])
        let check = bytes[JournalFormat.checkOffset..<JournalFormat.frameHeaderSize]
        guard check.elementsEqual(JournalFrame.check(fields, after: chain, hash: &hash)) else { return nil }
        bodySize = Int(JournalFormat.word(UInt32.self, in: bytes, at: 4))
        count = Int(JournalFormat.word(UInt32.self, in: bytes, at: 8))
        firstSequence = JournalFormat.word(UInt64.self, in: bytes, at: 12)
        guard bodySize <= JournalFormat.maximumBody, count > 0 else { return nil }
    }

    private static func check(_ fields: [UInt8], after chain: Digest, hash: inout SHA256) -> ArraySlice<UInt8> {
        hash.update(chain.bytes)
        hash.update(fields)
        return hash.finish().bytes.prefix(4)
    }
}
