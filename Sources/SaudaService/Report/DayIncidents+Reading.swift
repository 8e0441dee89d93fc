import SaudaCore
package import SaudaStore

extension DayIncidents {
    /// Of a day in a home. The log and the flags may be missing: then what they would tell is not known.
    ///
    /// - Throws: `JournalError` for flags that are damaged, `DataError` for a log that cannot be read.
    package init(_ ledger: DayLedger, in home: String) throws {
        self.init(ledger)
        if Folders.exists(LogFolder.file(home, ledger.day)) {
            (logins, reconnects, halts) = (0, 0, 0)
            var tail = LogTail(home: home, from: ledger.day, isFollowing: false)
            while true {
                let lines = try tail.next()
                if lines.isEmpty { break }
                for line in lines { if let line = LogLine(line) { take(line) } }
            }
        }
        for event in try TaskLog.events(of: ledger.day, in: home) { take(event) }
    }
}
