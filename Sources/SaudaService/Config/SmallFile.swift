import Glibc

/// Reads configuration files: regular ones of at most 1 MiB.
enum SmallFile {
    /// Reads a whole file. One that is too large is refused by its size, before a byte of it is read.
    static func read(_ path: String) throws(ConfigError) -> [UInt8] {
        let start = ConfigMark(file: path, line: 1, column: 1)
        // Non-blocking, so that a pipe without a writer is refused and not waited for.
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            let code = errno
            guard code != ENOENT else {
                throw ConfigError(start, "there is no such file", "check the path, or create it")
            }
            throw ConfigError(start, "the file cannot be opened (errno \(code))", "check who may read it")
        }
        defer { close(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw ConfigError(start, "this is not a regular file", "give the path of a text file")
        }
        guard status.st_size <= YAMLText.limit else { throw YAMLText.tooLarge(file: path) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = unsafe Glibc.read(descriptor, &buffer, buffer.count)
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else {
                throw ConfigError(start, "the file cannot be read (errno \(errno))", "check the disk")
            }
            if count == 0 { return bytes }
            bytes += buffer[..<count]
            // It grew while it was read.
            guard bytes.count <= YAMLText.limit else { throw YAMLText.tooLarge(file: path) }
        }
    }
}
