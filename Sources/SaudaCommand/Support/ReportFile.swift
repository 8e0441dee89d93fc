import Glibc
import SaudaService

/// A file that is written whole or not at all: beside its place first, then moved there.
struct ReportFile {
    let path: String
    private let folder: String
    private var temporary: String { "\(folder)/.sauda-report-\(getpid()).tmp" }

    /// Refuses a place that cannot be written, before any work is done for it.
    init(_ path: String) throws {
        self.path = path
        let slash = path.lastIndex(of: "/")
        folder = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        let name = slash.map { path[path.index(after: $0)...] } ?? path[...]
        guard !name.isEmpty else {
            throw CommandFailure(.badUsage, "--report '\(path)' is no file; give a name such as result.html.")
        }
        var status = stat()
        if unsafe stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG {
            throw CommandFailure(.badUsage, "--report \(path) is not a regular file; give another name.")
        }
        close(try create())
        unsafe unlink(temporary)
    }

    /// Puts the bytes in place of what was there; returns their size for people.
    func write(_ bytes: [UInt8]) throws -> String {
        let bytes = Terminal.secrets.current.redactValues(bytes) ?? bytes
        let file = try create()
        var sent = 0
        var isWhole = true
        while sent < bytes.count, isWhole {
            let count = unsafe bytes[sent...].withUnsafeBytes { unsafe Glibc.write(file, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            isWhole = count > 0
            if isWhole { sent += count }
        }
        isWhole = isWhole && fsync(file) == 0
        isWhole = close(file) == 0 && isWhole
        guard isWhole, unsafe rename(temporary, path) == 0 else {
            let code = errno
            unsafe unlink(temporary)
            throw CommandFailure(
                .failed,
                "the report \(path) could not be written (errno \(code)); make room on the disk, or give another place."
            )
        }
        let tenths = (bytes.count + 5000) / 10_000
        return tenths >= 100 ? "\(tenths / 100).\(tenths / 10 % 10)\(tenths % 10) MB" : "\(bytes.count / 1000) kB"
    }

    private func create() throws -> Int32 {
        let file = unsafe open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o644)
        guard file >= 0 else {
            let why =
                errno == ENOENT ? "there is no folder \(folder)" : "\(folder) cannot be written to (errno \(errno))"
            throw CommandFailure(.badUsage, "--report \(path): \(why); create the folder, or give another place.")
        }
        return file
    }
}
