/// The targets by key, changed in place. A record keeps its slot until the next pruning, so that what works for a target
/// finds it without looking its key up.
struct TargetShelf: Sendable {
    /// By slot; read and changed in place.
    var records: [TargetRecord] = []
    /// Slots by the hash of their key, counted from 1; 0 where there is none. Open addressing, at most half full.
    private var places = [Int32](repeating: 0, count: 64)

    @inline(__always)
    func slot(of key: TargetKey) -> Int? {
        let slot = Int(places[place(of: key)]) - 1
        return slot < 0 ? nil : slot
    }

    /// The slot of a key that once was in slot `hint`.
    @inline(__always)
    func slot(of key: TargetKey, near hint: Int) -> Int? {
        hint < records.count && records[hint].target.key == key ? hint : slot(of: key)
    }

    subscript(key: TargetKey) -> TargetRecord? { slot(of: key).map { records[$0] } }

    /// Puts a new record in and returns its slot.
    ///
    /// - Precondition: the key has none.
    mutating func add(_ record: consuming TargetRecord) -> Int {
        if (records.count + 1) * 2 > places.count {
            places = Array(repeating: 0, count: places.count * 2)
            enterAll()
        }
        let key = record.target.key
        records.append(record)
        places[place(of: key)] = Int32(records.count)
        return records.count - 1
    }

    /// Lets go of what has ended and belongs to a day before `day`. Returns whether slots have changed.
    mutating func prune(before day: Day) -> Bool {
        // What may go mostly stands at the front.
        var front = 0
        while front < records.count, isPast(front, day) { front += 1 }
        var kept = front
        for slot in front..<records.count where !isPast(slot, day) {
            if kept < slot { records.swapAt(kept, slot) }
            kept += 1
        }
        guard front > 0 || kept < records.count else { return false }
        records.removeSubrange(kept...)
        records.removeSubrange(..<front)
        for place in places.indices { places[place] = 0 }
        enterAll()
        return true
    }

    @inline(__always)
    private func isPast(_ slot: Int, _ day: Day) -> Bool { records[slot].isOver && records[slot].target.key.day < day }

    private mutating func enterAll() {
        for slot in records.indices { places[place(of: records[slot].target.key)] = Int32(slot + 1) }
    }

    /// Where a key stands, or where it would be entered. Keys come from our own strategies, so a fixed hash will do.
    @inline(__always)
    private func place(of key: TargetKey) -> Int {
        let subject = UInt64(key.instrument.index) << 32 | UInt64(UInt32(bitPattern: key.day.number))
        let owner = UInt64(key.strategy.index) << 32 | UInt64(key.account.index) << 16 | UInt64(key.leg)
        let hash = (subject &* 0x9e37_79b9_7f4a_7c15 ^ owner) &* 0xd6e8_feb8_6659_fd93
        let mask = places.count - 1
        var place = Int(truncatingIfNeeded: hash >> 32) & mask
        while places[place] != 0, records[Int(places[place]) - 1].target.key != key { place = (place + 1) & mask }
        return place
    }
}
