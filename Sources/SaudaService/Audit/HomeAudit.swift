import SaudaCore
package import SaudaStore

/// Reads all that an audit needs of a home, and changes nothing there. A sauda may go on meanwhile.
package enum HomeAudit {
    /// - Parameter progress: Bytes read of how many.
    /// - Returns: Nil for a home without a journal or a booked day.
    /// - Throws: `JournalError` when a folder cannot be read.
    package static func run(
        _ home: String,
        progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) throws(JournalError) -> JournalAudit? {
        // The books first: what a sauda adds to a journal meanwhile only puts them behind.
        let books = books("\(home)/books.sqlite")
        let journal = try Folders.names(in: "\(home)/journal").map { "journal/\($0)" }
        let tasks = try Folders.names(in: "\(home)/\(TaskLog.folder)").map { "\(TaskLog.folder)/\($0)" }
        let total = (journal + tasks).reduce(0) { $0 + Folders.size(of: "\(home)/\($1)") }
        var done = 0
        var digests: [Day: String] = [:]
        if case .days(let days) = books { for booked in days { digests[booked.day] = booked.journalDigest } }

        func facts(_ file: String, _ names: [String], _ read: (Day) -> JournalFacts) -> JournalFacts? {
            guard let day = day(of: file) else { return nil }
            var facts = read(day)
            facts.tails = names.filter { $0.hasPrefix(file + ".cut-") }
            done += Folders.size(of: "\(home)/\(file)")
            progress(done, total)
            return facts
        }
        let days = journal.compactMap { file in
            facts(file, journal) { day in
                JournalFacts(day: day, file: file, home: home, booked: digests[day]) { progress(done + $0, total) }
            }
        }
        let flags = tasks.compactMap { file in
            facts(file, tasks) { day in
                JournalFacts(tasksOf: day, file: file, home: home) { progress(done + $0, total) }
            }
        }
        if days.isEmpty, flags.isEmpty, digests.isEmpty {
            guard case .unreadable = books else { return nil }
        }
        let others = (journal + tasks).filter { $0.hasSuffix(".journal") && day(of: $0) == nil }
        return JournalAudit(journals: days, tasks: flags, books: books, others: others)
    }

    private static func day(of file: String) -> Day? {
        Folders.day(ofJournal: String(file.drop { $0 != "/" }.dropFirst()))
    }

    private static func books(_ path: String) -> JournalAudit.Books {
        guard Folders.exists(path) else { return .absent }
        do throws(StoreError) {
            if let damage = try BookStore.damage(at: path) { return .unreadable(damage) }
            return .days(try BookStore(reading: path).bookedDays())
        } catch {
            return .unreadable(error.what)
        }
    }
}
