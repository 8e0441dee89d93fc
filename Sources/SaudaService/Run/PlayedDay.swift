package import SaudaCore

/// A day that was played, on paper or with real brokers, as its summary needs it.
package protocol PlayedDay {
    var day: Day { get }
    var home: String { get }
    var desk: Desk { get }
    /// What all accounts were worth in the morning.
    var openingEquity: Money { get }
    var ticks: Int { get }
    /// What the ticks take in the journal.
    var tickBytes: Int { get }
    var records: UInt64 { get }
    var journalPath: String { get }
}

extension PaperDay: PlayedDay {
    package var day: Day { plan.day }
    package var home: String { plan.home }
    package var journalPath: String { plan.journalPath }
}

extension LiveDay: PlayedDay {
    package var day: Day { plan.day }
    package var home: String { plan.home }
    package var journalPath: String { plan.journalPath }
}
