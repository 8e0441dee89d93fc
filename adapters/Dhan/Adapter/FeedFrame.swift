package import SaudaBroker

/// The eight bytes before every packet of the feed (protocol section 3.3), little-endian.
package struct FeedHeader: Hashable, Sendable {
    package static var size: Int { 8 }

    package var code: UInt8
    /// These eight bytes included.
    package var length: Int
    /// As on the wire; 6 and what lies above 8 is no segment.
    package var segment: UInt8
    package var security: UInt32

    /// - Precondition: eight bytes are there.
    @inline(__always) package init(_ bytes: RawSpan) {
        code = bytes.byte(at: 0)
        length = Int(bytes.uint16LE(at: 1))
        segment = bytes.byte(at: 3)
        security = bytes.uint32LE(at: 4)
    }

    @inline(__always) package var packed: UInt64 { UInt64(segment) << 32 | UInt64(security) }
}

/// Walks the packets of one binary message: mostly one, but more may stand in it. Lengths are the peer's word and are
/// believed only as far as the message reaches.
package struct FeedFrame: Sendable {
    private var offset = 0

    package init() {}

    /// Where the next packet's bytes are, header included; nil behind the last one.
    ///
    /// - Throws: when the message ends within a packet, or a length has no room for its header. Packets given before stand.
    @inline(__always) package mutating func next(in frame: RawSpan) throws(WireError) -> Range<Int>? {
        guard offset < frame.byteCount else { return nil }
        try frame.require(FeedHeader.size, at: offset, "the header of a packet")
        let length = Int(frame.uint16LE(at: offset + 1))
        guard length >= FeedHeader.size else {
            throw WireError(offset: offset + 1, needed: FeedHeader.size, present: length, "the length of a packet")
        }
        try frame.require(length, at: offset, "a packet")
        let start = offset
        offset += length
        return start..<offset
    }
}
