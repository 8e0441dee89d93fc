import FoundationEssentials
import Glibc

/// The certificate authority of a practice server in a file, for clients that trust it and nothing else.
struct AuthorityFile {
    let path: String
    private let isOurs: Bool

    /// - Parameters:
    ///   - text: in PEM.
    ///   - named: where it goes and stays; without one, a new file that only this user could have put there.
    init(_ text: String, named: String? = nil) throws {
        let pattern = FileManager.default.temporaryDirectory.appending(path: "sauda-practice-XXXXXX").path
        var name = Array((named ?? pattern).utf8CString)
        let descriptor =
            if let named {
                unsafe open(named, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
            } else {
                unsafe mkstemp(&name)
            }
        defer { if descriptor >= 0 { close(descriptor) } }
        path = String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        isOurs = named == nil
        let bytes = Array(text.utf8)
        guard descriptor >= 0, unsafe write(descriptor, bytes, bytes.count) == bytes.count else {
            if descriptor >= 0 { remove() }
            throw CommandFailure(.failed, "\(path) cannot be written; make room there, or name another --ca-file.")
        }
    }

    /// A file that was named stays.
    func remove() { if isOurs { unsafe unlink(path) } }
}
