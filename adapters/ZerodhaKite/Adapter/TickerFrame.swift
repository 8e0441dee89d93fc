package import SaudaBroker

/// Walks the packets of one binary frame: a count, then lengths and packets (protocol section 4.4). The lengths are the
/// peer's word and are believed only as far as the frame reaches.
package struct TickerFrame: Sendable {
    private var left: Int
    private var offset = 2

    /// - Throws: when the frame has no room for its count.
    @inline(__always) package init(_ frame: RawSpan) throws(WireError) {
        try frame.require(2, at: 0, "the number of packets")
        left = Int(frame.uint16BE(at: 0))
    }

    /// Where the next packet's bytes are; nil behind the last one.
    ///
    /// - Throws: when the frame ends before its packets do, or goes on behind the last one. Packets given before stand.
    @inline(__always) package mutating func next(in frame: RawSpan) throws(WireError) -> Range<Int>? {
        guard left > 0 else {
            guard offset >= frame.byteCount else {
                throw WireError(
                    offset: offset,
                    needed: 0,
                    present: frame.byteCount - offset,
                    "bytes after the last packet"
                )
            }
            return nil
        }
        try frame.require(2, at: offset, "the length of a packet")
        let start = offset + 2
        let length = Int(frame.uint16BE(at: offset))
        try frame.require(length, at: start, "a packet")
        left -= 1
        offset = start + length
        return start..<offset
    }

    /// A binary frame of one byte keeps the connection alive and says nothing (protocol section 4.3).
    @inline(__always) package static func isHeartbeat(_ frame: RawSpan) -> Bool { frame.byteCount == 1 }
}
