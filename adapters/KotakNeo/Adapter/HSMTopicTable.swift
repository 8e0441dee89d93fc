/// From a topic's number to its dense place: open addressing, no allocation per look-up. Numbers are the broker's, any
/// 32 bits, and hold for one connection.
struct HSMTopicTable: Sendable {
    /// The number in the high half, its place in the low one; all ones where nothing is.
    private var cells = [UInt64](repeating: .max, count: 16)
    private var mask = 15
    private(set) var count = 0

    @inline(__always) private func start(_ id: UInt32) -> Int {
        Int(truncatingIfNeeded: (id &* 0x9E37_79B1) >> 8) & mask
    }

    @inline(__always) func place(of id: UInt32) -> Int? {
        var cell = start(id)
        while true {
            let found = cells[cell]
            if found == .max { return nil }
            if UInt32(truncatingIfNeeded: found >> 32) == id { return Int(truncatingIfNeeded: found & 0xFFFF_FFFF) }
            cell = (cell &+ 1) & mask
        }
    }

    /// Gives a number that has none the next place.
    mutating func insert(_ id: UInt32) -> Int {
        if (count + 1) * 2 > cells.count {
            let old = cells
            cells = Array(repeating: .max, count: old.count * 2)
            mask = cells.count - 1
            for cell in old where cell != .max { put(cell) }
        }
        put(UInt64(id) << 32 | UInt64(count))
        count += 1
        return count - 1
    }

    private mutating func put(_ entry: UInt64) {
        var cell = start(UInt32(truncatingIfNeeded: entry >> 32))
        while cells[cell] != .max { cell = (cell + 1) & mask }
        cells[cell] = entry
    }
}
