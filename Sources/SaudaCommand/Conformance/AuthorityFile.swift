import Glibc

/// A certificate authority in a file of its own, for transports that trust it and nothing else.
struct AuthorityFile {
    let path: String

    /// - Parameter text: in PEM.
    init(_ text: String) throws {
        var path = Array("/tmp/sauda-authority-XXXXXX".utf8CString)
        let descriptor = unsafe mkstemp(&path)
        defer { if descriptor >= 0 { close(descriptor) } }
        self.path = String(decoding: path.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let bytes = Array(text.utf8)
        guard descriptor >= 0, unsafe write(descriptor, bytes, bytes.count) == bytes.count else {
            throw CommandFailure(.failed, "no file can be written in /tmp; make room there.")
        }
    }

    func remove() { unsafe unlink(path) }
}
