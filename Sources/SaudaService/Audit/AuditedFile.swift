import SaudaCore

/// One line of an audit: a journal, or a day that has none any more.
package struct AuditedFile: Hashable, Sendable {
    package enum Ending: String, Hashable, Sendable, Encodable {
        case complete, cut, corrupt, unreadable, missing
    }

    /// How the day joins the one before it.
    package enum Link: String, Hashable, Sendable, Encodable {
        /// The first day of the home.
        case first
        case linked, broken
        /// Its header names no day before it.
        case notLinked = "not linked"
        /// The header, or the day before, cannot be read.
        case unknown
        /// Flags of the schedule are not linked.
        case none = "-"
    }

    package enum Books: String, Hashable, Sendable, Encodable {
        /// Made of this very journal.
        case same
        /// Made of an earlier part of it.
        case behind
        /// Made of something else.
        case other
        case absent
        /// The journal or the books cannot be read.
        case unknown
        case none = "-"
    }

    /// Within the home: `journal/2026-11-20.journal`.
    package var file: String
    /// `YYYY-MM-DD`, by the file's name.
    package var day: String
    package var records: UInt64
    package var ending: Ending
    package var link: Link
    package var books: Books
    package var findings: [AuditFinding] = []

    package var isDamaged: Bool { findings.contains { $0.weight == .damage } }
}

extension AuditedFile: Encodable {}
