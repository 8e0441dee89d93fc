import Glibc
import SaudaBroker

/// Asks a person for a text that the screen does not show.
enum HiddenPrompt {
    /// The longest answer: a redirect's address.
    private static let limit = 8192

    /// One line of standard input; on a terminal it is asked for and not echoed. Nil at the end of input.
    static func ask(_ prompt: String) -> Secret? {
        guard isatty(STDIN_FILENO) == 1 else { return readLine() }
        var before = termios()
        guard unsafe tcgetattr(STDIN_FILENO, &before) == 0 else { return readLine() }
        var silent = before
        silent.c_lflag &= ~tcflag_t(ECHO)
        Terminal.show(prompt)
        _ = unsafe tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent)
        defer {
            _ = unsafe tcsetattr(STDIN_FILENO, TCSAFLUSH, &before)
            Terminal.show("\n")
        }
        return readLine()
    }

    private static func readLine() -> Secret? {
        var bytes: [UInt8] = []
        var byte: UInt8 = 0
        while bytes.count < limit {
            let count = unsafe read(STDIN_FILENO, &byte, 1)
            if count < 0, errno == EINTR, !StopSignal.isRaised { continue }
            guard count == 1 else { return bytes.isEmpty ? nil : Secret(String(decoding: bytes, as: UTF8.self)) }
            if byte == UInt8(ascii: "\n") { break }
            if byte != UInt8(ascii: "\r") { bytes.append(byte) }
        }
        return Secret(String(decoding: bytes, as: UTF8.self))
    }
}
