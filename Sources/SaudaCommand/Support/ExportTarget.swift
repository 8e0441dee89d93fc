import Glibc
import SaudaService

/// Where an export goes: the terminal, or a file that is there whole or not at all, for its owner alone.
final class ExportTarget {
    private let path: String?
    private var draft: String { "\(path ?? "").\(getpid()).new" }
    private var descriptor: Int32 = -1

    /// Refuses a place that cannot be written, before any work is done for it.
    init(_ path: String?) throws(CommandFailure) {
        self.path = path
        guard path != nil else { return }
        descriptor = unsafe open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw failure(.badUsage) }
    }

    func write(_ text: String) throws(CommandFailure) {
        guard path != nil else { return Terminal.out(text) }
        var rest = Array(Terminal.secrets.current.redactValues(text).utf8)[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw failure(.failed) }
            rest = rest.dropFirst(count)
        }
    }

    /// Puts the file in its place.
    func finish() throws(CommandFailure) {
        guard let path else { return }
        let isSafe = fsync(descriptor) == 0
        let isWritten = close(descriptor) == 0 && isSafe
        descriptor = -1
        guard isWritten, unsafe rename(draft, path) == 0 else {
            let error = failure(.failed)
            unsafe unlink(draft)
            throw error
        }
    }

    /// What was begun and not finished is taken away.
    deinit {
        guard descriptor >= 0 else { return }
        close(descriptor)
        unsafe unlink(draft)
    }

    private func failure(_ status: ExitStatus) -> CommandFailure {
        let why = unsafe String(cString: strerror(errno))
        return CommandFailure(status, "\(path ?? ""): it cannot be written: \(why); name another --out.")
    }
}
