import SaudaCore
import SaudaStore

/// How the days of a home hang together: each journal's header names the end of the one before.
enum JournalChain {
    /// The chain value at the end of a day's journal; a cut, which a crash leaves, is an end too.
    ///
    /// - Throws: `JournalError` with `nextStep` when the file is damaged.
    static func end(of path: String, nextStep: String) throws(JournalError) -> Digest {
        var reader = try JournalReader(path: path)
        while try reader.next() != nil {}
        if case .corrupt(let sequence, _)? = reader.ending {
            throw JournalError(path: path, what: "record \(sequence) does not fit the chain", nextStep: nextStep)
        }
        return reader.chain
    }
}
