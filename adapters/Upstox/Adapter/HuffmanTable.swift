/// A canonical prefix code of at most fifteen bits, as one table over all of them (RFC 1951, section 3.2.2).
struct HuffmanTable {
    /// Symbol and, in the lowest four bits, its length; zero where no code begins like this.
    private var entries = [UInt16](repeating: 0, count: 1 << 15)

    /// - Parameter lengths: of each symbol, 0 to 15; zero for one that does not occur.
    /// - Returns: nil when more codes are of a length than there can be.
    init?(_ lengths: [UInt8]) {
        var counts = [Int](repeating: 0, count: 16)
        for length in lengths where length > 0 { counts[Int(length)] += 1 }
        var next = [Int](repeating: 0, count: 16)
        var code = 0
        for length in 1...15 {
            code = (code + counts[length - 1]) << 1
            guard code + counts[length] <= 1 << length else { return nil }
            next[length] = code
        }
        for (symbol, length) in lengths.enumerated() where length > 0 {
            let width = Int(length)
            let first = Self.reversed(next[width], width)
            next[width] += 1
            for place in stride(from: first, to: 1 << 15, by: 1 << width) {
                entries[place] = UInt16(symbol << 4 | width)
            }
        }
    }

    /// Codes begin with their highest bit, unlike all other numbers.
    private static func reversed(_ code: Int, _ width: Int) -> Int {
        var (code, result) = (code, 0)
        for _ in 0..<width {
            result = result << 1 | code & 1
            code >>= 1
        }
        return result
    }

    /// Nil when no code stands there, or the bits end.
    func symbol(_ bits: inout BitSource) -> Int? {
        let entry = Int(entries[bits.peek(15)])
        guard entry > 0, bits.drop(entry & 15) else { return nil }
        return entry >> 4
    }
}
