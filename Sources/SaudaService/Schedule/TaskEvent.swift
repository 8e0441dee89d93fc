package import SaudaCore

/// Something that came to pass with a line of a day; the flags are the sum of these.
package struct TaskEvent: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        /// Recorded before anything of it is done. Attempts count from 1.
        case started(attempt: UInt8)
        case done
        /// Why, for people.
        case failed(String)
        /// The process ended while it ran.
        case interrupted
        /// The day's slot is lost (SVC-4).
        case missed(Reason)
        /// A step of the end of the day, and why it failed if it did.
        case step(EndOfDayStep, failure: String?)
    }

    /// The numbers stand in files for good.
    package enum Reason: UInt8, Hashable, Sendable, CaseIterable {
        /// Nobody was there, or another task was not finished.
        case notStarted = 1
        case failed
        /// Buys want the same evening's analysis.
        case noAnalysis
        case interrupted

        package var text: String {
            switch self {
            case .notStarted: "it was not begun in time: the service was away, or another task was not finished"
            case .failed: "it failed, and its window is over"
            case .noAnalysis: "the evening's analysis was not done"
            case .interrupted: "it was interrupted too often"
            }
        }
    }

    package var time: Timestamp
    /// The day of the line, which the clock may have left.
    package var day: Day
    package var slot: TaskSlot
    package var kind: Kind

    package init(_ time: Timestamp, _ day: Day, _ slot: TaskSlot, _ kind: Kind) {
        self.time = time
        self.day = day
        self.slot = slot
        self.kind = kind
    }
}
