/// Writes values one after the other into an array, which is all it allocates.
public struct ByteWriter: Sendable {
    public private(set) var bytes: [UInt8] = []

    public init() {}

    public mutating func removeAll(keepingCapacity: Bool) {
        bytes.removeAll(keepingCapacity: keepingCapacity)
    }

    public mutating func write(byte: UInt8) { bytes.append(byte) }

    public mutating func write(bytes more: some Collection<UInt8>) { bytes.append(contentsOf: more) }

    /// LEB128, one byte for every 7 bits: 127 takes one, 128 two, `UInt64.max` ten.
    public mutating func write(unsigned value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    /// Zigzag LEB128: -64 to 63 take one byte.
    public mutating func write(signed value: Int64) {
        write(unsigned: UInt64(bitPattern: (value << 1) ^ (value >> 63)))
    }

    /// The number of bytes, then UTF-8.
    public mutating func write(text: String) {
        let utf8 = text.utf8
        write(unsigned: UInt64(utf8.count))
        bytes.append(contentsOf: utf8)
    }
}
