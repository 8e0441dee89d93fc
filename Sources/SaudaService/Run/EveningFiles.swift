import SaudaCore
import SaudaStore

/// What a home keeps beside its books for people and other programs: the candidates (SCO-7) and the history of trades
/// (HIS-1). Made of the books, so a file that could not be written is there again with the next day.
package enum EveningFiles {
    /// Where the history of trades is, in a home.
    package static func history(_ home: String) -> String { "\(home)/trades_history.json" }

    /// Writes them as the books have them after a day, each whole or not at all.
    ///
    /// - Returns: What could not be written and what to do, a sentence each; the day goes on without it.
    static func write(_ day: Day, _ store: BookStore, home: String) -> [String] {
        var failures: [String] = []
        func attempt(_ body: () throws -> Void) {
            do { try body() } catch { failures.append("\(error)") }
        }
        attempt { try CandidateFile.write(try store.candidates(of: day), home: home) }
        attempt {
            // A day that is played again does not take later ones out of the history.
            let latest = try store.bookedDays().last.map { max($0.day, day) } ?? day
            try WholeFile.replace(history(home), with: Array(TradesHistory.text(upTo: latest, in: store).utf8))
        }
        return failures
    }
}
