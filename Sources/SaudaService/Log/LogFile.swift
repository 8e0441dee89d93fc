import Glibc
import SaudaCore

/// An open file of the day log: whole lines at its end, readable by its owner only.
///
/// One owner at a time; that is `DayLog`'s lock.
final class LogFile: Sendable {
    /// Writes bytes in one go; returns how many were taken, or a negative number with `errno` set.
    typealias Write = @Sendable (_ descriptor: Int32, _ bytes: [UInt8]) -> Int

    static let write: Write = { descriptor, bytes in
        while true {
            let count = unsafe Glibc.write(descriptor, bytes, bytes.count)
            if count < 0, errno == EINTR { continue }
            return count
        }
    }

    struct Failure: Error {
        var reason: String
        static var current: Failure { Failure(reason: unsafe String(cString: strerror(errno))) }
    }

    let day: Day
    private let descriptor: Int32
    private let write: Write

    /// Makes it where there is none, mode 0600. A link or anything but a regular file in its place is refused.
    init(_ path: String, _ day: Day, _ write: @escaping Write) throws(Failure) {
        self.day = day
        self.write = write
        let flags = O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK
        descriptor = unsafe open(path, flags, 0o600)
        guard descriptor >= 0 else { throw .current }
        guard let status, status.st_mode & S_IFMT == S_IFREG else {
            throw Failure(reason: "something that is no regular file stands in its place")
        }
        if status.st_mode & 0o177 != 0 { fchmod(descriptor, 0o600) }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    private var status: stat? {
        var status = stat()
        return unsafe fstat(descriptor, &status) == 0 ? status : nil
    }

    /// False once somebody has taken the file away: what is written then is read by nobody.
    var isThere: Bool { status.map { $0.st_nlink > 0 } ?? false }

    /// Appends lines, each with its end, after one that a crash or a full disk had cut.
    func append(_ lines: [UInt8]) throws(Failure) {
        let bytes = isCut ? [UInt8(ascii: "\n")] + lines : lines
        let count = write(descriptor, bytes)
        guard count >= 0 else { throw .current }
        guard count == bytes.count else { throw Failure(reason: "the disk took a part of a line only") }
    }

    private var isCut: Bool {
        guard let size = status?.st_size, size > 0 else { return false }
        var last: UInt8 = 0
        return unsafe pread(descriptor, &last, 1, size - 1) == 1 && last != UInt8(ascii: "\n")
    }
}
