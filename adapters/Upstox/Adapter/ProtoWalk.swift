package import SaudaBroker

/// Walks the fields of one protobuf message (protocol section 8.4) where it stands, without copies.
///
/// Numbers, kinds and lengths are the peer's word and are believed only as far as the message reaches. What the fields
/// mean is the caller's to know: unknown numbers are given too.
package struct ProtoWalk: Sendable {
    private var place: Int
    private let end: Int

    /// - Parameter range: where the message stands in the bytes that `next` is given.
    package init(_ range: Range<Int>) {
        place = range.lowerBound
        end = range.upperBound
    }

    /// Nil behind the last field.
    ///
    /// - Throws: when the message ends within a field, or what stands there is no field. Fields given before stand.
    @inline(__always) package mutating func next(in bytes: RawSpan) throws(WireError) -> ProtoField? {
        guard place < end else { return nil }
        let start = place
        let key = try varint(bytes)
        guard (8...UInt64(UInt32.max)).contains(key) else {
            throw WireError(offset: start, needed: 1, present: 0, "the number of a field")
        }
        let number = UInt32(truncatingIfNeeded: key >> 3)
        switch key & 7 {
        case 0: return ProtoField(number, .varint(try varint(bytes)))
        case 1: return ProtoField(number, .eight(bytes.uint64LE(at: try take(8, "a double"))))
        case 2:
            let length = try varint(bytes)
            guard length <= UInt64(end - place) else {
                throw WireError(
                    offset: place,
                    needed: Int(clamping: length),
                    present: end - place,
                    "the bytes of a field"
                )
            }
            let first = place
            place += Int(length)
            return ProtoField(number, .bytes(first..<place))
        case 5: return ProtoField(number, .four(bytes.uint32LE(at: try take(4, "a float"))))
        // Groups are of a time before proto3, 6 and 7 of none.
        default: throw WireError(offset: start, needed: 1, present: 0, "the kind of a field")
        }
    }

    @inline(__always) private mutating func take(_ count: Int, _ what: String) throws(WireError) -> Int {
        guard end - place >= count else {
            throw WireError(offset: place, needed: count, present: end - place, what)
        }
        defer { place += count }
        return place
    }

    /// Seven bits a byte, the lowest first; ten bytes at most, of which the last holds one bit.
    @inline(__always) private mutating func varint(_ bytes: RawSpan) throws(WireError) -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while place < end {
            let byte = bytes.byte(at: place)
            place += 1
            guard shift < 63 || byte <= 1 else {
                throw WireError(offset: place - 1, needed: 0, present: 1, "a number of more than 64 bits")
            }
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value }
            shift += 7
        }
        throw WireError(offset: end, needed: 1, present: 0, "a number")
    }
}
