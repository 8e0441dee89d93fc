import GRDB
package import SaudaCore

extension BookStore {
    /// The latest day before `day` that the books know, and the digest of the journal they were made of.
    package func latestDay(before day: Day) throws(StoreError) -> (day: Day, journalDigest: String)? {
        let query = "SELECT day, journal_digest FROM days WHERE day < '\(day)' ORDER BY day DESC LIMIT 1"
        guard let row = try rows(query).first, let day = row[0].flatMap({ Day($0) }) else { return nil }
        return (day, row[1] ?? "")
    }

    /// Every day in the books, in order.
    package func bookedDays() throws(StoreError) -> [BookedDay] {
        try read("reading the days") { database in
            try Row.fetchAll(database, sql: "SELECT day, journal_digest FROM days ORDER BY day").map { row in
                let text: String = row["day"]
                guard let day = Day(text) else { throw StoreError.unreadable("the day '\(text)'", path: path) }
                return BookedDay(day: day, journalDigest: row["journal_digest"])
            }
        }
    }

    /// Whether the books have a day whole, to the end of its evening.
    package func isComplete(_ day: Day) throws(StoreError) -> Bool {
        try rows("SELECT is_complete FROM days WHERE day = '\(day)'").first?[0] == "1"
    }
}

extension BookStore {
    /// What SQLite finds wrong with the file of the books; nil when it is whole. Changes nothing.
    package static func damage(at path: String) throws(StoreError) -> String? {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(1)
        do {
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            let answer = try queue.read { try String.fetchOne($0, sql: "PRAGMA quick_check(1)") }
            return answer == "ok" ? nil : answer ?? "no answer"
        } catch {
            throw StoreError(error, "checking the books", path: path)
        }
    }
}
