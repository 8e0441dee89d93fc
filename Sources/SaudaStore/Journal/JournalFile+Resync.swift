extension JournalFile {
    /// Whether any whole frame stands beyond byte `start`, where reading broke off.
    ///
    /// A frame's check and chain need only the 32 bytes before it, the chain of the frame before, so any place in the
    /// file can be tried. That tells a crash (nothing follows) from damage in the middle, whichever field was hit. The
    /// broken frame's own `computed` chain is tried too: if only its *stored* chain was hit, the next frame follows
    /// the computed one.
    func hasWholeFrame(
        after start: Int,
        whose computed: Digest?,
        before size: Int,
        hash: inout SHA256
    ) throws(JournalError) -> Bool {
        let step = 1 << 20
        let overlap = JournalFormat.marker.count - 1
        var offset = start + 1
        while offset < size {
            let bytes = try read(min(step + overlap, size - offset), at: offset)
            for index in bytes.indices.dropLast(overlap) where isMarker(bytes, at: index) {
                if try isWholeFrame(at: offset + index, before: size, computed: computed, hash: &hash) { return true }
            }
            offset += step
        }
        return false
    }

    private func isMarker(_ bytes: [UInt8], at index: Int) -> Bool {
        // Compared one by one: this runs for every byte of the tail.
        bytes[index] == JournalFormat.marker[0] && bytes[index + 1] == JournalFormat.marker[1]
            && bytes[index + 2] == JournalFormat.marker[2] && bytes[index + 3] == JournalFormat.marker[3]
    }

    private func isWholeFrame(
        at offset: Int,
        before size: Int,
        computed: Digest?,
        hash: inout SHA256
    ) throws(JournalError) -> Bool {
        let before = offset - Digest.byteCount
        guard before >= 0 else { return false }
        let stored = Digest(bytes: try read(Digest.byteCount, at: before))
        let header = try read(JournalFormat.frameHeaderSize, at: offset)
        for case let chain? in [stored, computed] {
            guard let found = JournalFrame(header, after: chain, hash: &hash), found.size <= size - offset else {
                continue
            }
            let bytes = try read(found.size, at: offset)
            guard bytes.count == found.size else { continue }
            hash.update(chain.bytes)
            unsafe hash.update(bytes.span.extracting(0..<(found.size - Digest.byteCount)).bytes)
            if hash.finish().bytes.elementsEqual(bytes.suffix(Digest.byteCount)) { return true }
        }
        return false
    }
}
