package import SaudaCore

/// A day in the books, and what they were made of.
package struct BookedDay: Hashable, Sendable {
    package var day: Day
    /// The chain of the last frame that was read, 64 hexadecimal digits.
    package var journalDigest: String

    package init(day: Day, journalDigest: String) {
        self.day = day
        self.journalDigest = journalDigest
    }
}
