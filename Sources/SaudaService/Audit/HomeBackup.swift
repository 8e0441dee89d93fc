import SaudaCore
import SaudaStore

/// A copy of what a home cannot make anew, taken while a sauda may run, and what an audit says of the copy.
package struct HomeBackup: Sendable {
    package struct Copied: Hashable, Sendable {
        /// Within the home.
        package var file: String
        package var bytes: Int
        /// Of a journal that is being written: what follows its last whole frame.
        package var leftOut: Int
    }

    package private(set) var files: [Copied] = []
    package let audit: JournalAudit
    /// What is not in it, for people.
    package static let leftOut =
        "vault and sessions, logs, also of orders by hand, instrument lists, candles, candidate files, "
        + "trades_history.json"

    /// - Parameter folder: Must be empty, or not there.
    /// - Throws: `RequestError` for a folder that holds something, `DataError` for a home without a journal. What was
    ///   copied before another error stays there.
    package init(
        of home: String,
        to folder: String,
        progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) throws {
        guard try Folders.names(in: folder).isEmpty else {
            throw RequestError("\(folder) holds something already", "name a new folder: nothing is ever overwritten")
        }
        // The books first: what a sauda adds to a journal meanwhile only puts them behind.
        let journals = try Self.journals(of: home)
        guard !journals.isEmpty else {
            throw DataError(file: home, what: "there is no journal to copy", nextStep: "look at --home")
        }
        for name in ["journal", TaskLog.folder] { try Folders.make("\(folder)/\(name)") }
        if Folders.exists("\(home)/\(Self.books)") {
            try BookStore(reading: "\(home)/\(Self.books)").backup(to: "\(folder)/\(Self.books)")
            files.append(Copied(file: Self.books, bytes: Folders.size(of: "\(folder)/\(Self.books)"), leftOut: 0))
        }
        for (index, journal) in journals.enumerated() {
            progress(index, journals.count)
            let copy = try JournalCopy(
                of: "\(home)/\(journal.file)",
                to: "\(folder)/\(journal.file)",
                isGrowing: journal.isLatest
            )
            files.append(Copied(file: journal.file, bytes: copy.bytes, leftOut: copy.leftOut))
            if let settings = try Self.copySettings(of: journal.file, from: home, to: folder) { files.append(settings) }
        }
        for mark in Self.marks where Folders.exists("\(home)/\(mark)") {
            let bytes = try WholeFile.read("\(home)/\(mark)")
            try WholeFile.replace("\(folder)/\(mark)", with: bytes)
            files.append(Copied(file: mark, bytes: bytes.count, leftOut: 0))
        }
        guard let audit = try HomeAudit.run(folder) else {
            throw DataError(file: folder, what: "the copy holds no journal", nextStep: "try again with a new folder")
        }
        self.audit = audit
    }

    /// What the day's configuration said, where it was kept.
    private static func copySettings(of journal: String, from home: String, to folder: String) throws -> Copied? {
        guard journal.hasPrefix("journal/"),
            let day = Folders.day(ofJournal: String(journal.dropFirst("journal/".count))),
            let bytes = try? WholeFile.read(DaySettings.path(day, home))
        else { return nil }
        try WholeFile.replace(DaySettings.path(day, folder), with: bytes)
        return Copied(file: "journal/\(day).settings.json", bytes: bytes.count, leftOut: 0)
    }

    private static let books = "books.sqlite"
    /// Without its kind no run takes up a home of a broker's days; without its halts one would trade (`HomeKind`,
    /// `HaltFile`).
    private static let marks = ["kind", "halt", "halt.practice"]

    /// Journals, flags and tails of earlier crashes, each with whether it may still grow.
    private static func journals(of home: String) throws -> [(file: String, isLatest: Bool)] {
        try ["journal", TaskLog.folder].flatMap { folder in
            let names = try Folders.names(in: "\(home)/\(folder)")
            let latest = names.last { Folders.day(ofJournal: $0) != nil }
            return names.filter { Folders.day(ofJournal: $0) != nil || $0.contains(".journal.cut-") }
                .map { ("\(folder)/\($0)", $0 == latest) }
        }
    }
}

extension HomeBackup: Encodable {
    private enum CodingKeys: String, CodingKey {
        case files, audit
        case notCopied = "not_copied"
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(files, forKey: .files)
        try fields.encode(audit, forKey: .audit)
        try fields.encode(Self.leftOut, forKey: .notCopied)
    }
}

extension HomeBackup.Copied: Encodable {
    private enum CodingKeys: String, CodingKey {
        case file, bytes
        case leftOut = "left_out"
    }
}
