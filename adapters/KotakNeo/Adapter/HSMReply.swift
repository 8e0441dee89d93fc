package import SaudaBroker

/// What the HSM socket says to a request (protocol section 7.3). It names no request: one of a kind is under way at a time.
package enum HSMReply: Hashable, Sendable {
    /// - Parameter acknowledgeEvery: so many data messages want one acknowledgement; zero for none, and then data
    ///   messages have no number.
    case connection(isAccepted: Bool, acknowledgeEvery: Int)
    case status(type: UInt8, isAccepted: Bool)

    /// - Parameter message: one protocol message with its length, of a type other than data.
    /// - Throws: when it is cut, or its fields are not those of a reply.
    package init(_ message: RawSpan) throws(WireError) {
        try message.require(4, at: 0, "a reply")
        let type = message.byte(at: 2)
        let count = Int(message.byte(at: 3))
        var offset = 4
        var isAccepted: Bool?
        var every = 0
        for index in 0..<count {
            try message.require(3, at: offset, "a field")
            let start = offset + 3
            let length = Int(message.uint16BE(at: offset + 1))
            try message.require(length, at: start, "the bytes of a field")
            if index == 0, length == 1 { isAccepted = Self.accepted(message.byte(at: start)) }
            if index == 1, type == 1 {
                guard (1...4).contains(length) else {
                    throw WireError(offset: start, needed: 4, present: length, "the interval of acknowledgements")
                }
                for place in start..<start + length { every = every << 8 | Int(message.byte(at: place)) }
            }
            offset = start + length
        }
        guard let isAccepted, offset == message.byteCount else {
            throw WireError(offset: 4, needed: 1, present: message.byteCount - offset, "a status of K or N alone")
        }
        self =
            type == 1
            ? .connection(isAccepted: isAccepted, acknowledgeEvery: every)
            : .status(type: type, isAccepted: isAccepted)
    }

    private static func accepted(_ status: UInt8) -> Bool? {
        switch status {
        case UInt8(ascii: "K"): true
        case UInt8(ascii: "N"): false
        default: nil
        }
    }
}
