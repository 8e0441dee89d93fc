import SaudaCore

/// Why the books could not be written or read, and what to do. It never quotes what was recorded.
package struct StoreError: Error, Hashable, Sendable {
    package var path: String
    package var what: String
    package var nextStep: String

    package init(path: String, what: String, nextStep: String) {
        self.path = path
        self.what = what
        self.nextStep = nextStep
    }
}

extension StoreError: CustomStringConvertible {
    package var description: String { "\(path): \(what). \(nextStep)" }
}

extension StoreError {
    package init(_ error: JournalError) {
        self.init(path: error.path, what: error.what, nextStep: error.nextStep)
    }

    /// Bytes of a journal that cannot be read: of the header (record 0) or of a record.
    init(_ error: ByteError, in journal: String, record: UInt64) {
        let place = record == 0 ? "the header's payload" : "record \(record)"
        self.init(
            path: journal,
            what: "\(place) cannot be read: \(error.what) (byte \(error.offset))",
            nextStep: error.fault == .newerVersion
                ? "Rebuild with the version of sauda that wrote it. The books were not changed."
                : "Restore the journal from a backup. The books were not changed."
        )
    }
}
