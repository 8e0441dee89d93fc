import Glibc
import SaudaService
import Synchronization

/// The terminal this process writes to.
enum Terminal {
    /// Something could not be written: a full disk, a closed pipe.
    static let hasFailed = Atomic<Bool>(false)

    /// What none of this may show: every secret that this process has come to know (LOG-3).
    static let secrets = KnownSecrets()

    /// A command's answer. Secrets are masked by value; its words are left alone.
    static func out(_ text: String) { write(secrets.current.redactValues(text), to: STDOUT_FILENO) }
    /// Errors and notices, in which a broker's words may stand: masked by key too.
    static func err(_ text: String) { write(secrets.current.redact(text), to: STDERR_FILENO) }
    /// What the person at the terminal has to see though it holds a secret, such as a login's address. Not masked.
    static func tell(_ text: String) { write(text, to: STDERR_FILENO) }

    private static func write(_ text: String, to file: Int32, newline: Bool = true) {
        var bytes = Array(text.utf8)
        if newline, bytes.last != UInt8(ascii: "\n") { bytes.append(UInt8(ascii: "\n")) }
        var sent = 0
        while sent < bytes.count {
            let count = unsafe bytes[sent...].withUnsafeBytes { unsafe Glibc.write(file, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return hasFailed.store(true, ordering: .relaxed) }
            sent += count
        }
    }

    /// Writes without ending the line, for progress.
    static func show(_ text: String) {
        write(secrets.current.redactValues(text), to: STDERR_FILENO, newline: false)
    }

    /// Writes to the screen as it is, for what is drawn anew.
    static func screen(_ text: String) { write(secrets.current.redactValues(text), to: STDOUT_FILENO, newline: false) }

    static var outIsTerminal: Bool { isatty(STDOUT_FILENO) == 1 }
    static var errIsTerminal: Bool { isatty(STDERR_FILENO) == 1 }

    /// Colours on a terminal that has them, unless NO_COLOR is set and not empty.
    static var usesColour: Bool {
        guard outIsTerminal else { return false }
        if let kind = unsafe getenv("TERM"), unsafe strcmp(kind, "dumb") == 0 { return false }
        guard let value = unsafe getenv("NO_COLOR") else { return true }
        return unsafe strlen(value) == 0
    }

    /// Columns of the terminal, 100 when it is none.
    static var width: Int { size.map { Int($0.ws_col) } ?? 100 }

    /// Lines of the terminal; as many as one likes when it is none.
    static var height: Int { size.map { Int($0.ws_row) } ?? .max }

    private static var size: winsize? {
        var size = winsize()
        guard unsafe ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 else {
            return nil
        }
        return size
    }
}
