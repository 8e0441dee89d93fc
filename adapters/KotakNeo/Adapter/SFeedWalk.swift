package import SaudaBroker

/// The packets of one SFeed frame, laid end to end, all numbers little-endian (protocol section 8).
package struct SFeedWalk: Sendable {
    package enum Kind: Hashable, Sendable {
        /// Last price alone.
        case mini
        /// Day, last price and rows of depth.
        case picture
        case index
        case marketStatus
        /// Reference of a closing auction, openings and closings of the market: nothing that sauda uses.
        case other(code: UInt16)
    }

    private var offset = 0

    package init() {}

    /// The place of the next packet, whose length fits its kind; nil behind the last one.
    ///
    /// - Throws: when a length leads beyond the frame, or is not what its kind has. Packets given before stand.
    @inline(__always) package mutating func next(
        in frame: RawSpan
    ) throws(WireError) -> (kind: Kind, place: Range<Int>)? {
        guard offset < frame.byteCount || offset == 0 else { return nil }
        let start = offset
        try frame.require(9, at: start, "the head of a packet")
        let length = Int(frame.uint16LE(at: start))
        guard length >= 9 else { throw WireError(offset: start, needed: 9, present: length, "a packet's length") }
        try frame.require(length, at: start, "a packet")
        let kind = Self.kind(code: frame.uint16LE(at: start + 2), level: frame.byte(at: start + 5))
        let needed =
            switch kind {
            case .mini: 54
            case .index: 87
            case .marketStatus: 16
            case .other: length
            case .picture: length < 144 ? 144 : 144 + 16 * Self.rows(frame, start)
            }
        guard length == needed else {
            throw WireError(offset: start, needed: needed, present: length, "a packet as long as its kind")
        }
        offset = start + length
        return (kind, start..<offset)
    }

    @inline(__always) private static func rows(_ frame: RawSpan, _ start: Int) -> Int {
        Int(frame.uint32LE(at: start + 89)) + Int(frame.uint32LE(at: start + 93))
    }

    @inline(__always) private static func kind(code: UInt16, level: UInt8) -> Kind {
        switch code {
        case 7207: .index
        case 105: .marketStatus
        case 104, 6511, 6521: .other(code: code)
        default:
            switch level {
            case 1: .mini
            case 2, 4, 8, 16: .picture
            default: .other(code: code)
            }
        }
    }
}
