/// Integers as text, five bits a character, lowest first; the sixth bit says that more follow, the lowest of all is
/// the sign. Small numbers are short, and the script reads them in one pass.
struct PackedIntegers {
    private static let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    private(set) var bytes: [UInt8] = []

    init() {}

    init(_ values: some Sequence<Int64>) {
        for value in values { add(value) }
    }

    /// Each value less the one before it, the first less 0.
    static func differences(_ values: some Sequence<Int64>) -> PackedIntegers {
        var packed = PackedIntegers()
        var last: Int64 = 0
        for value in values {
            packed.add(value &- last)
            last = value
        }
        return packed
    }

    mutating func add(_ value: Int64) {
        var rest = UInt64(bitPattern: (value << 1) ^ (value >> 63))
        repeat {
            let digit = Int(rest & 31)
            rest >>= 5
            bytes.append(Self.letters[rest > 0 ? digit | 32 : digit])
        } while rest > 0
    }

    /// A JSON string; no letter of it needs an escape.
    var script: String { "\"\(String(decoding: bytes, as: UTF8.self))\"" }
}
