/// The targets by key, changed in place. The key last touched is remembered: what happens to a target mostly happens
/// several times in a row, and looking a key up costs more than changing its record.
struct TargetShelf: Sendable {
    private var slots: [TargetKey: Int] = [:]
    private var records: [TargetRecord] = []
    private var last: (key: TargetKey, slot: Int)?

    @inline(__always)
    private func slot(of key: TargetKey) -> Int? {
        if let last, last.key == key { return last.slot }
        return slots[key]
    }

    subscript(key: TargetKey) -> TargetRecord? { slot(of: key).map { records[$0] } }

    /// Reads one part of a record without copying the rest.
    @inline(__always)
    func read<Part>(_ key: TargetKey, _ part: (borrowing TargetRecord) -> Part) -> Part? {
        slot(of: key).map { part(records[$0]) }
    }

    /// Puts a record in, new or instead of the one there is.
    mutating func put(_ record: TargetRecord, for key: TargetKey) {
        if let slot = slot(of: key) {
            records[slot] = record
        } else {
            slots[key] = records.count
            last = (key, records.count)
            records.append(record)
        }
    }

    /// Changes a record in place; without one nothing happens.
    @inline(__always)
    mutating func update(_ key: TargetKey, _ change: (inout TargetRecord) -> Void) {
        guard let slot = slot(of: key) else { return }
        last = (key, slot)
        change(&records[slot])
    }

    /// Lets go of what has ended and belongs to a day before `day`.
    mutating func prune(before day: Day) {
        guard records.contains(where: { $0.ending != nil && $0.target.key.day < day }) else { return }
        records.removeAll { $0.ending != nil && $0.target.key.day < day }
        slots.removeAll(keepingCapacity: true)
        for (slot, record) in records.enumerated() { slots[record.target.key] = slot }
        last = nil
    }
}
