/// What a strategy does at some time of a trading day, in words: its part of the day's schedule.
public struct Duty: Hashable, Sendable {
    public enum When: Hashable, Sendable {
        /// With that line of the schedule.
        case job(Job)
        case at(Timestamp)
        case between(Timestamp, Timestamp)
    }

    public var when: When
    public var text: String

    public init(_ when: When, _ text: String) {
        self.when = when
        self.text = text
    }
}
