package import SaudaBroker
import SaudaCore

/// Walks the packets of one message of the depth feed: a header of twelve bytes in an order of its own, little-endian,
/// both sides of many instruments stacked (protocol section 3.7).
package struct DepthFrame: Sendable {
    package static var headerSize: Int { 12 }
    private var offset = 0

    package init() {}

    /// Where the next packet's bytes are, header included; nil behind the last one.
    ///
    /// - Throws: when the message ends within a packet, or a length has no room for its header. Packets given before stand.
    package mutating func next(in frame: RawSpan) throws(WireError) -> Range<Int>? {
        guard offset < frame.byteCount else { return nil }
        try frame.require(Self.headerSize, at: offset, "the header of a depth packet")
        let length = Int(frame.uint16LE(at: offset))
        guard length >= Self.headerSize else {
            throw WireError(offset: offset, needed: Self.headerSize, present: length, "the length of a depth packet")
        }
        try frame.require(length, at: offset, "a depth packet")
        let start = offset
        offset += length
        return start..<offset
    }
}

/// One packet of the depth feed with twenty levels of a side, or the end of the connection.
package enum DepthPacket: Hashable, Sendable {
    package enum Side: UInt8, Hashable, Sendable {
        case bid = 41
        case ask = 51
    }

    /// As on the wire; levels that are not used are zero.
    package struct Level: Hashable, Sendable {
        package var price: Double
        package var quantity: UInt32
        package var orders: UInt32
    }

    /// - packed: segment and security id, as `SecurityKey.packed`.
    case side(Side, packed: UInt64, levels: [Level])
    case heartbeat
    case disconnect(reason: UInt16)
    case unknown(code: UInt8)

    package static let levels = 20

    /// - Precondition: `bytes` has its header.
    package init(_ bytes: RawSpan) {
        let code = bytes.byte(at: 2)
        switch (code, bytes.byteCount) {
        case (0, _): self = .heartbeat
        // The reason stands behind the header; the official client reads it in the header's last field (section 3.8).
        case (50, _):
            let early = UInt16(truncatingIfNeeded: bytes.uint32LE(at: 8))
            self = .disconnect(reason: early > 0 || bytes.byteCount < 14 ? early : bytes.uint16LE(at: 12))
        case (41, 332), (51, 332):
            let levels = (0..<Self.levels).map { index in
                let place = DepthFrame.headerSize + 16 * index
                return Level(
                    price: Double(bitPattern: bytes.uint64LE(at: place)),
                    quantity: bytes.uint32LE(at: place + 8),
                    orders: bytes.uint32LE(at: place + 12)
                )
            }
            let packed = UInt64(bytes.byte(at: 3)) << 32 | UInt64(bytes.uint32LE(at: 4))
            self = .side(code == 41 ? .bid : .ask, packed: packed, levels: levels)
        default: self = .unknown(code: code)
        }
    }
}
