// Frames that nobody should trust.

extension DhanFrame {
    /// A frame of the market feed or of a depth feed that does not tell the truth about itself.
    ///
    /// - Parameter choice: which of the lies; any number will do.
    package static func lie(_ frame: [UInt8], choice: UInt64) -> [UInt8] {
        guard frame.count >= 8 else { return frame }
        var frame = frame
        // Depth packets have the length first, then a code of their own (3.7).
        let isDepth = frame.count >= 12 && (frame[2] == 41 || frame[2] == 51)
        let (code, length) = isDepth ? (2, 0) : (0, 1)
        func setLength(_ value: Int) {
            frame[length] = UInt8(truncatingIfNeeded: value)
            frame[length + 1] = UInt8(truncatingIfNeeded: value >> 8)
        }
        switch choice % 5 {
        // A packet that is longer than the frame.
        case 0: setLength(frame.count + 200)
        // One that is shorter than its own header.
        case 1: setLength(3)
        // A kind that was never seen.
        case 2: frame[code] = 99
        // The frame ends inside a packet.
        case 3: frame.removeLast(min(5, frame.count - 8))
        // A kind whose packets have another length.
        default: frame[code] = isDepth ? 50 : frame[code] == 8 ? 2 : 8
        }
        return frame
    }
}
