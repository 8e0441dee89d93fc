package import SaudaCore

/// How a day ended, as far as its journal tells.
package enum DayEnding: Hashable, Sendable {
    /// Played to the end of its evening.
    case ended
    /// The last event came at or after the market's close: some of the evening's work may be left.
    case closed
    /// The last event came before the close: sauda was stopped.
    case stoppedEarly
    /// No trading day was ever started.
    case neverStarted
    /// The journal breaks off after that record.
    case cut(after: UInt64)

    package var isComplete: Bool { self == .ended }
}

extension DayEnding: CustomStringConvertible {
    /// As it stands in the books.
    package var description: String {
        switch self {
        case .ended: "ended"
        case .closed: "stopped after the close"
        case .stoppedEarly: "stopped before the close"
        case .neverStarted: "no trading day was started"
        case .cut(let sequence): "the journal is cut after record \(sequence)"
        }
    }
}

/// What a rebuild found.
package struct RebuiltDay: Sendable {
    package var day: Day
    package var ending: DayEnding
    package var events: Int
    package var commands: Int
    /// Reports on orders that this journal did not place; their fills are in no book.
    package var unknownReports: Int
    /// By `AccountID`, to be compared with the engine's own when it stops.
    package var books: [AccountBook]
}
