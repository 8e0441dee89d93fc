/// From segment and security id to a dense place, for thousands of them: open addressing, no allocation per look-up.
struct SecurityTable {
    /// Packed keys; all ones where nothing is.
    private var keys: [UInt64] = [.max]
    private var places: [Int32] = [0]
    private var mask = 0

    /// - Parameter packed: keys without repeats; each gets its index as place.
    init(_ packed: [UInt64] = []) {
        var size = 8
        while size < packed.count * 2 { size *= 2 }
        keys = Array(repeating: .max, count: size)
        places = Array(repeating: 0, count: size)
        mask = size - 1
        for (place, key) in packed.enumerated() {
            var cell = start(key)
            while keys[cell] != .max { cell = (cell + 1) & mask }
            keys[cell] = key
            places[cell] = Int32(place)
        }
    }

    @inline(__always) private func start(_ key: UInt64) -> Int {
        Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 40) & mask
    }

    @inline(__always) func place(of key: UInt64) -> Int? {
        var cell = start(key)
        while true {
            let found = keys[cell]
            if found == key, found != .max { return Int(places[cell]) }
            if found == .max { return nil }
            cell = (cell &+ 1) & mask
        }
    }
}
