import Glibc
package import SaudaCore
package import SaudaStore

/// Reads day logs as they grow: whole lines, and the next day's file once there is one.
package struct LogTail {
    private static let chunk = 1 << 16

    private let home: String
    private let isFollowing: Bool
    private var day: Day
    private var offset = 0
    /// A line without its end yet.
    private var rest: [UInt8] = []

    /// From the start of a day's log, which need not be there yet.
    ///
    /// - Parameter isFollowing: Waits for the end of a cut line, and goes on to later days; else all there is of the day.
    package init(home: String, from day: Day, isFollowing: Bool) {
        self.home = home
        self.day = day
        self.isFollowing = isFollowing
    }

    /// Lines that are there and were not returned yet; empty when there are none for now.
    ///
    /// - Throws: `DataError` for a file that cannot be read.
    package mutating func next() throws(DataError) -> [String] {
        while true {
            let lines = try read()
            if !lines.isEmpty { return lines }
            guard isFollowing else { return takeRest() }
            guard let later = LogFolder.days(in: home).first(where: { $0 > day }) else { return [] }
            // Between the read and the look something may have come.
            let last = try read()
            if !last.isEmpty { return last }
            (day, offset) = (later, 0)
            let rest = takeRest()
            if !rest.isEmpty { return rest }
        }
    }

    private mutating func takeRest() -> [String] {
        defer { rest = [] }
        return rest.isEmpty ? [] : [String(decoding: rest, as: UTF8.self)]
    }

    private mutating func read() throws(DataError) -> [String] {
        let path = LogFolder.file(home, day)
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW)
        guard descriptor >= 0 else {
            if errno == ENOENT { return [] }
            throw Self.unreadable(path)
        }
        defer { close(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw DataError(file: path, what: "no regular file", nextStep: "move it aside")
        }
        // Somebody has emptied it.
        if status.st_size < offset { (offset, rest) = (0, []) }
        var lines: [String] = []
        var buffer = [UInt8](repeating: 0, count: Self.chunk)
        while lines.isEmpty {
            let count = unsafe pread(descriptor, &buffer, buffer.count, offset)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw Self.unreadable(path) }
            if count == 0 { break }
            offset += count
            var parts = (rest + buffer[..<count]).split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            rest = Array(parts.removeLast())
            lines = parts.map { String(decoding: $0, as: UTF8.self) }
        }
        return lines
    }

    private static func unreadable(_ path: String) -> DataError {
        DataError(file: path, what: unsafe String(cString: strerror(errno)), nextStep: "see who may read it")
    }
}
