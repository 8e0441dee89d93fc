/// One line typed without an echo, byte by byte: what a terminal's own line editing would do, without its help.
struct PromptLine {
    enum Step: Hashable {
        case more
        case done(String)
        /// Ctrl-C, or Ctrl-D on an empty line.
        case cancelled
        /// Not UTF-8, or longer than any secret.
        case refused
    }

    private static let limit = 4096
    private var bytes: [UInt8] = []

    mutating func take(_ byte: UInt8) -> Step {
        switch byte {
        case 0x03: return .cancelled
        case 0x04 where bytes.isEmpty: return .cancelled
        case 0x04, 0x0A, 0x0D:
            guard let text = String(validating: bytes, as: UTF8.self) else { return .refused }
            return .done(text)
        case 0x08, 0x7F: removeLast()
        case 0x15: bytes.removeAll()
        // Other control characters, such as an arrow key's escape, are no part of a secret.
        case 0x00..<0x20: return .refused
        default:
            guard bytes.count < Self.limit else { return .refused }
            bytes.append(byte)
        }
        return .more
    }

    /// A whole character, not half of one.
    private mutating func removeLast() {
        while let last = bytes.popLast(), last & 0xC0 == 0x80 {}
    }
}
