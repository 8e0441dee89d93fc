package import SaudaCore

/// What a practice clock jumps over: nights, and spans of every day.
package struct PracticeQuiet: Hashable, Sendable {
    /// From 20:00 to 08:00 of the next trading day.
    package var nights = false
    /// Each within one day.
    package var spans: [Range<TimeOfDay>] = []

    package init(nights: Bool = false, spans: [Range<TimeOfDay>] = []) {
        self.nights = nights
        self.spans = spans
    }

    var isNone: Bool { !nights && spans.isEmpty }

    /// When it is over; nil when it is not quiet now.
    func end(on floor: PracticeFloor) -> Timestamp? {
        if let span = spans.first(where: { $0.contains(floor.now.time) }) { return floor.now.day.at(span.upperBound) }
        return nights ? floor.endOfNight : nil
    }
}
