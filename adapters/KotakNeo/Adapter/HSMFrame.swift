package import SaudaBroker

/// Cuts a WebSocket message into protocol messages by their lengths (protocol section 7.1). Usually it is one; whether the
/// broker ever sends more is not documented.
package struct HSMFrame: Sendable {
    private var offset = 0

    package init() {}

    /// Where the next message is, with its length; nil at the end.
    ///
    /// - Throws: when a length leads beyond the frame: nothing of that message is to be used.
    @inline(__always) package mutating func next(in frame: RawSpan) throws(WireError) -> Range<Int>? {
        guard offset < frame.byteCount || offset == 0 else { return nil }
        try frame.require(3, at: offset, "a length and a type")
        let length = Int(frame.uint16BE(at: offset))
        guard length > 0 else { throw WireError(offset: offset, needed: 1, present: 0, "a message of some length") }
        try frame.require(length, at: offset + 2, "a message")
        let start = offset
        offset += 2 + length
        return start..<offset
    }
}
