package import SaudaCore
package import SaudaStore

/// What the days before left in a home, for a live day to begin with.
package struct LiveEvening: Sendable {
    /// Nil for a home without a day.
    package var books: OpeningBooks?
    /// The end of the latest journal, which the next one's header names.
    package var previous = Digest.zero

    package init() {}

    /// Reads it. Days that the books lack, because a process ended without writing them, are first made of their
    /// journals. Whoever calls holds the home's lock.
    ///
    /// - Parameter plans: of the accounts, by name.
    /// - Throws: `JournalError` or `StoreError` for a day that is damaged; nothing is begun on top of it.
    package init(before day: Day, in home: String, plans: [String: ChargePlan]) throws {
        let days = Folders.journals(in: home).filter { $0 < day }
        guard let latest = days.last else { return }
        let nextStep = "Restore the file from a backup before you go on; compare the broker's order book."
        previous = try JournalChain.end(of: "\(home)/journal/\(latest).journal", nextStep: nextStep)
        let store = try BookStore(path: "\(home)/books.sqlite")
        let booked = Dictionary(uniqueKeysWithValues: try store.bookedDays().map { ($0.day, $0.journalDigest) })
        for day in days where day == latest ? booked[day] != "\(previous)" : booked[day] == nil {
            let path = "\(home)/journal/\(day).journal"
            let projector = BookProjector(
                schedule: .builtIn,
                plans: plans,
                instruments: try InstrumentTable(ofJournal: path)
            )
            _ = try projector.rebuild(path, in: store)
        }
        let books = try OpeningBooks(before: day, in: store)
        if !books.accounts.isEmpty { self.books = books }
    }
}
