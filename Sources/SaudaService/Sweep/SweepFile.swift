import FoundationEssentials
import Glibc
package import SaudaSimulation

/// Finished combinations on disk, one JSON line each, so that a sweep that was stopped goes on where it was.
///
/// The first line names what the runs depend on besides the swept values. A last line without its end is what a crash
/// leaves, and is taken away.
package final class SweepFile {
    private let path: String
    private let descriptor: Int32
    /// By label.
    package private(set) var runs: [String: SweepRun] = [:]

    private struct Head: Codable, Equatable {
        /// The layout of this file.
        var sweep = 1
        var inputs: String
    }

    /// Opens a file, or begins it. Only one process can have it open.
    ///
    /// - Parameter inputs: the fingerprint of data, settings and version.
    /// - Throws: `RequestError` when the file holds something else, another process has it, or it cannot be used.
    package init(_ path: String, inputs: String) throws {
        self.path = path
        descriptor = unsafe open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Self.failure(path, "cannot be opened") }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            throw RequestError("\(path) is used by another sweep", "wait for it, or name another file")
        }
        let head = Head(inputs: inputs)
        let bytes = try read()
        let end = bytes.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        let lines = bytes[..<end].split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).dropLast()
        // Nothing of a file that is not ours is touched.
        let stranger = RequestError("\(path) is not the file of a sweep", "name another file")
        guard let first = lines.first else {
            guard try Self.line(head).starts(with: bytes) else { throw stranger }
            try cut(to: 0)
            try append(head)
            return
        }
        guard let known = try? JSONDecoder().decode(Head.self, from: Data(first)), known.sweep == head.sweep else {
            throw stranger
        }
        guard known == head else {
            throw RequestError(
                "\(path) holds a sweep of other keys, data, settings or of another version",
                "name another file, or delete this one"
            )
        }
        for (index, line) in lines.enumerated().dropFirst() {
            guard let run = try? JSONDecoder().decode(SweepRun.self, from: Data(line)) else {
                throw RequestError("\(path):\(index + 1): this line cannot be read", "delete the line")
            }
            runs[run.label] = run
        }
        if end < bytes.count { try cut(to: end) }
    }

    deinit { close(descriptor) }

    /// Adds a finished run at the end of the file.
    package func append(_ run: SweepRun) throws {
        try append(run as any Encodable)
        runs[run.label] = run
    }

    private func cut(to end: Int) throws {
        if ftruncate(descriptor, off_t(end)) != 0 { throw Self.failure(path, "cannot be mended") }
    }

    private static func line(_ value: any Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return [UInt8](try encoder.encode(value)) + [UInt8(ascii: "\n")]
    }

    private func append(_ value: any Encodable) throws {
        let bytes = try Self.line(value)
        var sent = 0
        while sent < bytes.count {
            let count = unsafe bytes[sent...].withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Self.failure(path, "cannot be written") }
            sent += count
        }
    }

    private func read() throws -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = unsafe Glibc.read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw Self.failure(path, "cannot be read") }
            if count == 0 { return bytes }
            bytes += buffer[..<count]
        }
    }

    private static func failure(_ path: String, _ what: String) -> RequestError {
        RequestError("\(path) \(what): \(unsafe String(cString: strerror(errno)))", "name a file you may write")
    }
}
