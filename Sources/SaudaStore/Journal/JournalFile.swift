import Glibc

/// An open file: whole writes, whole reads, and errors that say what to do. Closed when it goes.
struct JournalFile: ~Copyable, Sendable {
    let path: String
    let descriptor: CInt

    /// Takes over an open descriptor.
    init(descriptor: CInt, path: String) {
        self.descriptor = descriptor
        self.path = path
    }

    /// Opens with `flags`; a new file gets permissions 0600. Symbolic links are refused.
    init(opening path: String, flags: CInt) throws(JournalError) {
        let descriptor = try retrying("opening", path: path) {
            unsafe open(path, flags | O_CLOEXEC | O_NOFOLLOW, 0o600)
        }
        self.init(descriptor: CInt(descriptor), path: path)
    }

    deinit { _ = close(descriptor) }

    /// Writes all of `bytes` at the file's position, or throws with a part of them written.
    func write(_ bytes: [UInt8]) throws(JournalError) {
        var done = 0
        while done < bytes.count {
            let written = try retrying("writing", path: path) {
                unsafe bytes.withUnsafeBytes { buffer in
                    let rest = unsafe UnsafeRawBufferPointer(rebasing: buffer[done...])
                    return unsafe Glibc.write(descriptor, rest.baseAddress, rest.count)
                }
            }
            guard written > 0 else { throw JournalError("writing", path: path, code: EIO) }
            done += written
        }
    }

    /// Reads up to `count` bytes at `offset`; fewer only where the file ends.
    func read(_ count: Int, at offset: Int) throws(JournalError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var done = 0
        while done < count {
            let got = try retrying("reading", path: path) {
                unsafe bytes.withUnsafeMutableBytes { buffer in
                    let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[done...])
                    return unsafe pread(descriptor, rest.baseAddress, rest.count, off_t(offset + done))
                }
            }
            guard got > 0 else { break }
            done += got
        }
        bytes.removeLast(count - done)
        return bytes
    }

    /// In bytes.
    func size() throws(JournalError) -> Int {
        var status = stat()
        _ = try retrying("reading the size", path: path) { unsafe fstat(descriptor, &status) }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw JournalError(
                path: path,
                what: "this is not a regular file",
                nextStep: "Move it aside, or name another file."
            )
        }
        return Int(status.st_size)
    }

    /// Waits until all that was written is on the disk.
    func synchronize() throws(JournalError) {
        _ = try retrying("syncing to disk", path: path) { fdatasync(descriptor) }
    }

    /// Cuts the file to `size` bytes and writes on from there.
    func truncate(to size: Int) throws(JournalError) {
        _ = try retrying("truncating", path: path) { ftruncate(descriptor, off_t(size)) }
        try seek(to: size)
    }

    /// Moves the place of the next write.
    func seek(to offset: Int) throws(JournalError) {
        _ = try retrying("seeking", path: path) { lseek(descriptor, off_t(offset), SEEK_SET) }
    }

    /// Makes the creation of the file itself survive a power failure, by syncing its folder.
    func synchronizeFolder() throws(JournalError) {
        let slash = path.lastIndex(of: "/")
        let folder = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        let descriptor = try retrying("opening", path: folder) {
            unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        }
        defer { _ = close(CInt(descriptor)) }
        _ = try retrying("syncing to disk", path: folder) { fsync(CInt(descriptor)) }
    }
}

/// Repeats `call` while a signal interrupts it; a negative answer is thrown with its `errno`.
func retrying<Answer: BinaryInteger>(
    _ action: String,
    path: String,
    _ call: () -> Answer
) throws(JournalError) -> Int {
    while true {
        let answer = call()
        if answer >= 0 { return Int(answer) }
        let code = errno
        if code != EINTR { throw JournalError(action, path: path, code: code) }
    }
}
