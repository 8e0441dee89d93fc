package import SaudaCore

/// One line of a day: when it is due, and until when it may begin.
package struct DayLine: Hashable, Sendable {
    package var slot: TaskSlot
    package var due: Timestamp
    /// The first moment after its window (SVC-3).
    package var windowEnd: Timestamp
    /// The first moment at which it may not begin any more; later than the window for what catches up.
    package var until: Timestamp

    /// Whether a service that was not there in time may still do it.
    package var catchesUp: Bool { until > windowEnd }
}
