import Glibc

/// Files that only their owner may read: what others could have read or written is refused, not used.
package enum PrivateFile {
    /// Reads a whole file; nil when there is none.
    ///
    /// - Throws: for a link, anything but a regular file, one that belongs to another user, one that others may read
    ///   or write, and one of more than `limit` bytes. Checked on the opened file, so that nobody can change it between.
    package static func read(_ path: String, limit: Int) throws(SecretError) -> [UInt8]? {
        // Non-blocking, so that a pipe without a writer is refused and not waited for.
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW)
        guard descriptor >= 0 else {
            let code = errno
            if code == ENOENT { return nil }
            if code == ELOOP {
                throw refusal(path, "is a link", "Put the file itself there and run `chmod 600 \(path)`.")
            }
            throw refusal(path, "cannot be opened (\(reason(code)))", "See who may read it; `chmod 600 \(path)`.")
        }
        defer { close(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw refusal(path, "is not a regular file", "Give the path of a file.")
        }
        guard status.st_uid == geteuid() else {
            throw refusal(
                path,
                "belongs to user \(status.st_uid), and this is user \(geteuid())",
                "Make it your own: `sudo chown \(geteuid()) \(path)`, then `chmod 600 \(path)`."
            )
        }
        guard status.st_mode & 0o077 == 0 else {
            throw refusal(
                path,
                "can be read or written by others (mode \(String(status.st_mode & 0o777, radix: 8)))",
                "Run `chmod 600 \(path)`; if others could log in here, change the secrets as well."
            )
        }
        guard status.st_size <= limit else { throw tooLarge(path, limit) }
        return try read(descriptor, path, limit)
    }

    private static func read(_ descriptor: Int32, _ path: String, _ limit: Int) throws(SecretError) -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 14)
        while true {
            let count = unsafe Glibc.read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw failure(path, "cannot be read (\(reason(errno)))") }
            if count == 0 { return bytes }
            bytes += buffer[..<count]
            // It grew while it was read.
            guard bytes.count <= limit else { throw tooLarge(path, limit) }
        }
    }

    /// Puts a new file in the place of the old one, mode 0600: whole, and on the disk, or not at all.
    package static func replace(_ path: String, with bytes: [UInt8]) throws(SecretError) {
        let draft = "\(path).\(getpid()).new"
        unsafe unlink(draft)
        let descriptor = unsafe open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw failure(path, "cannot be written (\(reason(errno)))") }
        var isWhole = fchmod(descriptor, 0o600) == 0
        var sent = 0
        while isWhole, sent < bytes.count {
            let count = unsafe bytes[sent...].withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            isWhole = count > 0
            sent += max(count, 0)
        }
        isWhole = isWhole && fsync(descriptor) == 0
        var code = errno
        close(descriptor)
        if isWhole {
            isWhole = unsafe rename(draft, path) == 0
            code = errno
        }
        guard isWhole else {
            unsafe unlink(draft)
            throw failure(path, "cannot be written (\(reason(code)))")
        }
        synchronizeFolder(of: path)
    }

    /// So that the new name itself survives a power failure. Some file systems cannot; the file is whole all the same.
    private static func synchronizeFolder(of path: String) {
        let slash = path.lastIndex(of: "/")
        let folder = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        let descriptor = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }

    static func reason(_ code: Int32) -> String {
        unsafe strerror(code).map { unsafe String(cString: $0) } ?? "errno \(code)"
    }

    private static func refusal(_ path: String, _ what: String, _ nextStep: String) -> SecretError {
        SecretError(.refused, "\(path) \(what)", nextStep)
    }

    private static func failure(_ path: String, _ what: String) -> SecretError {
        SecretError(.failed, "\(path) \(what)", "See that its folder is there, is yours and has room, then try again.")
    }

    private static func tooLarge(_ path: String, _ limit: Int) -> SecretError {
        refusal(path, "is larger than \(limit) bytes", "Give the file that holds the secrets, and nothing else.")
    }
}
