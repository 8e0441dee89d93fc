import SaudaCore

/// What waits for one channel: so many and no more. When it is full, the oldest that is not critical makes room.
struct NoticeQueue: Sendable {
    let limit: Int
    private(set) var waiting: [Notice] = []

    init(limit: Int) { self.limit = limit }

    /// Returns the one that found no room, if any: the new one itself where all others are critical.
    mutating func push(_ notice: Notice) -> Notice? {
        waiting.append(notice)
        guard waiting.count > limit else { return nil }
        let place = waiting.firstIndex { $0.level < .critical } ?? waiting.count - 1
        return waiting.remove(at: place)
    }

    /// Adds one whatever waits.
    mutating func append(_ notice: Notice) { waiting.append(notice) }

    mutating func pop() -> Notice? { waiting.isEmpty ? nil : waiting.removeFirst() }
}
