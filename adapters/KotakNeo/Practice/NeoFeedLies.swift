/// Frames of prices that nobody should trust.
package enum NeoFeedLies {
    /// A frame of HSM or of SFeed that does not tell the truth about itself.
    ///
    /// - Parameter choice: which of the lies; any number will do.
    package static func lie(_ frame: [UInt8], choice: UInt64) -> [UInt8] {
        if let packet = hsmPacket(frame) { return lieOfHSM(frame, packet: packet, choice: choice) }
        guard frame.count >= 9 else { return frame }
        return lieOfSFeed(frame, choice: choice)
    }

    private static func lieOfHSM(_ frame: [UInt8], packet: Int, choice: UInt64) -> [UInt8] {
        var frame = frame
        switch choice % 8 {
        // A message that is longer than its frame.
        case 0: set(&frame, 0, frame.count + 198)
        // A packet that is longer than its message.
        case 1: set(&frame, packet, frame.count)
        // One that is shorter than its own head.
        case 2: set(&frame, packet, 3)
        // A kind that was never seen.
        case 3: frame[packet + 2] = UInt8(ascii: "X")
        // More packets than there are.
        case 4: set(&frame, packet - 2, 900)
        // The frame ends inside a packet.
        case 5: frame.removeLast(min(5, frame.count - packet - 3))
        // A topic that was never named.
        case 6: (frame[packet + 3], frame[packet + 4]) = (0x7F, 0xFF)
        // An update where a name should be, or a name where none is.
        default: frame[packet + 2] ^= UInt8(ascii: "S") ^ UInt8(ascii: "U")
        }
        return frame
    }

    private static func lieOfSFeed(_ frame: [UInt8], choice: UInt64) -> [UInt8] {
        var frame = frame
        func setLength(_ value: Int) {
            frame[0] = UInt8(truncatingIfNeeded: value)
            frame[1] = UInt8(truncatingIfNeeded: value >> 8)
        }
        switch choice % 6 {
        case 0: setLength(frame.count + 200)
        case 1: setLength(3)
        // A code and a level that were never seen.
        case 2: (frame[2], frame[3], frame[5]) = (99, 0, 77)
        case 3: frame.removeLast(min(5, frame.count - 9))
        // A level whose packets have another length.
        case 4: frame[5] = frame[5] == 1 ? 4 : 1
        // A segment that there is not.
        default: frame[4] = 0x5A
        }
        return frame
    }

    /// Where the length of the first packet stands; nil when it is no data frame of HSM.
    private static func hsmPacket(_ frame: [UInt8]) -> Int? {
        guard frame.count >= 12, frame[2] == NeoHSMFrame.Kind.data.rawValue, number(frame, 0) == frame.count - 2 else {
            return nil
        }
        // With and without the message's number.
        for start in [9, 5] where walks(frame, from: start) { return start }
        return nil
    }

    private static func walks(_ frame: [UInt8], from start: Int) -> Bool {
        var offset = start
        for _ in 0..<number(frame, start - 2) {
            guard offset + 3 <= frame.count, [UInt8(ascii: "S"), UInt8(ascii: "U")].contains(frame[offset + 2]) else {
                return false
            }
            offset += 2 + number(frame, offset)
        }
        return offset == frame.count
    }

    private static func number(_ frame: [UInt8], _ offset: Int) -> Int {
        Int(frame[offset]) << 8 | Int(frame[offset + 1])
    }

    private static func set(_ frame: inout [UInt8], _ offset: Int, _ value: Int) {
        frame[offset] = UInt8(truncatingIfNeeded: value >> 8)
        frame[offset + 1] = UInt8(truncatingIfNeeded: value)
    }
}
