/// What a journal says of itself before its first record.
package struct JournalHeader: Hashable, Sendable {
    /// The caller's own bytes, at most 64 KiB: the config's digest, the day, the account.
    package var payload: [UInt8]
    /// The last digest of the journal before this one, so that the days form one chain; `.zero` for the first.
    package var previous: Digest

    package init(payload: [UInt8], previous: Digest = .zero) {
        self.payload = payload
        self.previous = previous
    }
}

extension JournalHeader {
    /// All of the header but its chain.
    func encoded(for path: String) throws(JournalError) -> [UInt8] {
        guard payload.count <= JournalFormat.maximumHeaderPayload else {
            throw JournalError(
                path: path,
                what: "a header of \(payload.count) bytes is longer than \(JournalFormat.maximumHeaderPayload)",
                nextStep: "Put a digest of it into the header and the rest into a record."
            )
        }
        var bytes = JournalFormat.magic
        JournalFormat.append(JournalFormat.version, to: &bytes)
        JournalFormat.append(UInt32(payload.count), to: &bytes)
        return bytes + previous.bytes + payload
    }
}
