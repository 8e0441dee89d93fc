/// A fact that changes over time: values with the day each starts to hold.
struct DatedList<Value: Sendable>: Sendable {
    private(set) var entries: [(from: Day, value: Value)] = []

    /// Returns false, and adds nothing, when a value of that day is there already.
    mutating func add(_ value: Value, from: Day) -> Bool {
        let place = entries.firstIndex { $0.from >= from } ?? entries.count
        if place < entries.count, entries[place].from == from { return false }
        entries.insert((from, value), at: place)
        return true
    }

    /// The value that holds on a day; nil before the first.
    func value(on day: Day) -> Value? { entries.last { $0.from <= day }?.value }
}
