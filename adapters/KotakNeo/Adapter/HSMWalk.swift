package import SaudaBroker

/// Where the packets of one data message are (protocol section 7.4).
package struct HSMWalk: Sendable {
    private(set) var left: Int
    private(set) var offset: Int
    /// Of the message, where the connection wants acknowledgements.
    package let number: UInt32?

    /// - Parameter isNumbered: the connection's answer asked for acknowledgements. A wrong guess reads garbage.
    /// - Throws: when the message has no room for its head.
    @inline(__always) package init(_ message: RawSpan, isNumbered: Bool) throws(WireError) {
        let start = isNumbered ? 7 : 3
        try message.require(start + 2, at: 0, "the head of a data message")
        number = isNumbered ? message.uint32BE(at: 3) : nil
        left = Int(message.uint16BE(at: start))
        offset = start + 2
    }

    @inline(__always) mutating func step(to end: Int) {
        left &-= 1
        offset = end
    }

    /// Takes a packet's own length at its word only where it fits its parts. Whether it counts itself is not documented,
    /// and the known clients pass over it: each of the three ways to count is taken.
    @inline(__always) static func check(_ length: Int, parts: Int, at offset: Int) throws(WireError) {
        guard length == parts || length == parts + 2 || length == parts - 1 else {
            throw WireError(offset: offset, needed: parts, present: length, "a packet's length that fits its parts")
        }
    }
}
