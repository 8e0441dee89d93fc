package import SaudaCore
package import SaudaSimulation
import SaudaStore

/// A paper day, ready to be played: what the command line and the configuration come down to.
package struct PaperPlan: Sendable {
    package var day: Day
    package var setup: BacktestSetup
    /// What the account starts the day with.
    package var opening: Opening
    /// Says what the settings and data were, so that a begun day is not continued with others.
    package var fingerprint: String
    package var home: String
    /// For whoever asks later why an order was placed.
    package var settings: DaySettings?

    package init(day: Day, setup: BacktestSetup, opening: Opening, fingerprint: String, home: String) {
        self.day = day
        self.setup = setup
        self.opening = opening
        self.fingerprint = fingerprint
        self.home = home
    }

    var header: DayHeader {
        DayHeader(
            day: day,
            config: fingerprint,
            accounts: setup.accounts.map(\.name),
            instruments: setup.instruments,
            strategies: setup.strategies.map(\.name)
        )
    }

    /// - Throws: `DataError` when there is no journal, `JournalError` for one that was begun with other settings or
    ///   prices.
    package func checkJournal() throws {
        try Folders.requireJournal(of: day, in: home)
        let reader = try JournalReader(path: journalPath)
        guard reader.header?.payload == header.payload else {
            throw JournalError(
                path: journalPath,
                what: "was begun with other settings, prices or positions",
                nextStep: "Give the configuration, --seed and files that the day was run with."
            )
        }
    }

    package var journalPath: String { "\(home)/journal/\(day).journal" }
    package var booksPath: String { "\(home)/books.sqlite" }
}
