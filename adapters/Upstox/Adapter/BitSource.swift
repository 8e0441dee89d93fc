/// Bits of a byte string, the lowest of each byte first, as packed data have them (RFC 1951, section 3.1.1).
struct BitSource {
    private let bytes: [UInt8]
    private var place: Int
    private var buffer: UInt64 = 0
    private var count = 0

    init(_ bytes: [UInt8], from place: Int) {
        self.bytes = bytes
        self.place = place
    }

    /// The next bits without taking them, zeros behind the end.
    mutating func peek(_ wanted: Int) -> Int {
        while count < wanted, place < bytes.count {
            buffer |= UInt64(bytes[place]) << UInt64(count)
            place += 1
            count += 8
        }
        return Int(buffer & ((1 << UInt64(wanted)) - 1))
    }

    /// False when there are not as many.
    mutating func drop(_ taken: Int) -> Bool {
        guard taken <= count else { return false }
        buffer >>= UInt64(taken)
        count -= taken
        return true
    }

    /// Nil behind the end.
    mutating func take(_ wanted: Int) -> Int? {
        let value = peek(wanted)
        return drop(wanted) ? value : nil
    }

    /// Leaves what is left of a byte and gives the place of the next one.
    mutating func align() -> Int {
        place -= count / 8
        buffer = 0
        count = 0
        return place
    }

    mutating func move(to place: Int) { self.place = place }
}
