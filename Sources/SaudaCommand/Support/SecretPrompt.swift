import Glibc
import SaudaBroker
import SaudaService

/// Asks the person at the terminal for a secret, which is not shown while it is typed.
enum SecretPrompt {
    /// - Parameter instead: what to do where there is no terminal.
    static func ask(_ prompt: String, instead: String) throws -> Secret {
        let terminal = unsafe open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC)
        guard terminal >= 0 else {
            throw CommandFailure(.badUsage, "there is no terminal to ask for \(prompt) on. \(instead)")
        }
        defer { close(terminal) }
        StopSignal.watch()
        var before = termios()
        guard unsafe tcgetattr(terminal, &before) == 0 else {
            throw CommandFailure(.badUsage, "the terminal cannot be asked for \(prompt). \(instead)")
        }
        var silent = before
        // Keys come one by one, Ctrl-C too, so that the terminal is always put right again.
        silent.c_lflag &= ~tcflag_t(ECHO | ECHONL | ICANON | ISIG)
        guard unsafe tcsetattr(terminal, TCSAFLUSH, &silent) == 0 else {
            throw CommandFailure(.failed, "the terminal cannot be made silent. \(instead)")
        }
        defer {
            unsafe tcsetattr(terminal, TCSAFLUSH, &before)
            show("\n", on: terminal)
        }
        show("\(prompt): ", on: terminal)
        return Secret(try line(from: terminal))
    }

    private static func line(from terminal: Int32) throws -> String {
        var line = PromptLine()
        while true {
            switch line.take(try byte(from: terminal)) {
            case .more: continue
            case .done(let text): return text
            case .cancelled: throw CommandFailure(.failed, "cancelled; nothing was changed.")
            case .refused:
                throw CommandFailure(
                    .badUsage,
                    "that is no secret: a control key, or no UTF-8. Type it again, or pipe it in."
                )
            }
        }
    }

    /// Waits for a key, and for a signal that ends the process.
    private static func byte(from terminal: Int32) throws -> UInt8 {
        while !StopSignal.isRaised {
            var ready = pollfd(fd: terminal, events: Int16(POLLIN), revents: 0)
            guard unsafe poll(&ready, 1, 100) > 0 else { continue }
            var byte: UInt8 = 0
            let count = unsafe read(terminal, &byte, 1)
            if count < 0, errno == EINTR || errno == EAGAIN { continue }
            guard count == 1 else { throw CommandFailure(.failed, "the terminal has gone; nothing was changed.") }
            return byte
        }
        throw CommandFailure(.failed, "interrupted; nothing was changed.")
    }

    private static func show(_ text: String, on terminal: Int32) {
        let bytes = Array(text.utf8)
        _ = unsafe write(terminal, bytes, bytes.count)
    }

    /// A value from standard input: typed on a terminal, or its one line when something is piped in.
    static func value(_ prompt: String) throws -> Secret {
        if isatty(STDIN_FILENO) == 1 { return try ask(prompt, instead: "Pipe the value in.") }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while bytes.count <= 8192 {
            let count = unsafe read(STDIN_FILENO, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            bytes += buffer[..<count]
        }
        if bytes.last == 0x0A { bytes.removeLast() }
        if bytes.last == 0x0D { bytes.removeLast() }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw CommandFailure(.badUsage, "what was piped in is not UTF-8 text.")
        }
        return Secret(text)
    }
}
