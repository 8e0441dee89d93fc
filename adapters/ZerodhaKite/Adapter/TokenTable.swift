/// From an instrument token to a dense place, for thousands of tokens: open addressing, no allocation per look-up.
struct TokenTable {
    /// The token in the high half, its place in the low one; all ones where nothing is.
    private var cells: [UInt64] = [.max]
    private var mask = 0

    /// - Parameter tokens: without repeats; each gets its index as place.
    init(_ tokens: [UInt32] = []) {
        var size = 8
        while size < tokens.count * 2 { size *= 2 }
        cells = Array(repeating: .max, count: size)
        mask = size - 1
        for (place, token) in tokens.enumerated() {
            var cell = start(token)
            while cells[cell] != .max { cell = (cell + 1) & mask }
            cells[cell] = UInt64(token) << 32 | UInt64(place)
        }
    }

    @inline(__always) private func start(_ token: UInt32) -> Int {
        Int(truncatingIfNeeded: (token &* 0x9E37_79B1) >> 8) & mask
    }

    @inline(__always) func place(of token: UInt32) -> Int? {
        var cell = start(token)
        while true {
            let found = cells[cell]
            if UInt32(truncatingIfNeeded: found >> 32) == token, found != .max {
                return Int(truncatingIfNeeded: found & 0xFFFF_FFFF)
            }
            if found == .max { return nil }
            cell = (cell &+ 1) & mask
        }
    }
}
