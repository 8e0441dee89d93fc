import Glibc
package import SaudaStore

/// Files that are read and replaced whole.
package enum WholeFile {
    /// The largest file that is read: 256 MiB.
    private static let limit = 1 << 28

    package static func read(_ path: String) throws(DataError) -> [UInt8] {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            throw DataError(file: path, what: reason, nextStep: "check the path and who may read it")
        }
        defer { close(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size <= limit else {
            throw DataError(file: path, what: "no regular file of at most 256 MiB", nextStep: "move it aside")
        }
        var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
        var done = 0
        while done < bytes.count {
            let count = unsafe bytes.withUnsafeMutableBytes { buffer in
                unsafe Glibc.read(descriptor, buffer.baseAddress?.advanced(by: done), buffer.count - done)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            done += count
        }
        bytes.removeLast(bytes.count - done)
        return bytes
    }

    /// Writes beside it, syncs, and renames: whoever reads sees the old file or the new one.
    ///
    /// - Throws: `JournalError`; the old file is untouched then.
    package static func replace(_ path: String, with bytes: [UInt8], mode: UInt32 = 0o600) throws(JournalError) {
        let draft = "\(path).\(getpid()).new"
        let descriptor = unsafe open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw failure(path) }
        var done = 0
        while done < bytes.count {
            let count = unsafe bytes.withUnsafeBytes { buffer in
                unsafe Glibc.write(descriptor, buffer.baseAddress?.advanced(by: done), buffer.count - done)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            done += count
        }
        let isWritten = done == bytes.count && fsync(descriptor) == 0
        close(descriptor)
        guard isWritten, unsafe rename(draft, path) == 0 else {
            let error = failure(path)
            unsafe unlink(draft)
            throw error
        }
    }

    private static var reason: String { unsafe String(cString: strerror(errno)) }

    private static func failure(_ path: String) -> JournalError {
        JournalError(path: path, what: "it cannot be written: \(reason)", nextStep: "Check the disk and its rights.")
    }
}
