package import SaudaBroker
package import SaudaCore

/// A practice broker with its exchange as a value, as link cards are played against it.
package protocol PracticeSide: Sendable {
    /// The broker and the faults in front of it.
    var broker: FaultyBroker { get set }
    /// The time of the next thing that happens if nobody comes.
    var nextTime: Timestamp { get }
    mutating func advance(to time: Timestamp, into actions: inout [PracticeAction])
    /// As a `Date` header has it.
    static func date(of time: Timestamp) -> String
    mutating func take(_ input: PracticeInput, at time: Timestamp, into actions: inout [PracticeAction])
}
