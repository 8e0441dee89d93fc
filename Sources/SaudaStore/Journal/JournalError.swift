import Glibc

/// Why the journal stopped, and what to do. It never quotes what was recorded.
package struct JournalError: Error, Hashable, Sendable {
    package var path: String
    package var what: String
    package var nextStep: String

    package init(path: String, what: String, nextStep: String) {
        self.path = path
        self.what = what
        self.nextStep = nextStep
    }
}

extension JournalError: CustomStringConvertible {
    package var description: String { "\(path): \(what). \(nextStep)" }
}

extension JournalError {
    /// A system call that failed. `action` reads like "writing the journal".
    init(_ action: String, path: String, code: CInt) {
        let reason = unsafe strerror(code).map { unsafe String(cString: $0) } ?? "unknown error"
        self.init(
            path: path,
            what: "\(action) failed: \(reason) (errno \(code))",
            nextStep: JournalError.remedy(for: code)
        )
    }

    static func noHash(path: String) -> JournalError {
        JournalError(
            path: path,
            what: "libcrypto offers no SHA-256",
            nextStep: "Check openssl.cnf (it must activate the default provider), then start again."
        )
    }

    private static func remedy(for code: CInt) -> String {
        switch code {
        case ENOSPC, EDQUOT:
            "Free space on that disk (or raise the quota), then start again."
        case EFBIG:
            "Raise the file size limit (`ulimit -f`, LimitFSIZE), then start again."
        case EROFS:
            "Remount that file system writable (first look in `dmesg` for why it is not), then start again."
        case EACCES, EPERM, ELOOP:
            "Give the user who runs sauda read and write access (no symbolic link), then start again."
        case EIO:
            "The disk is failing: look in `dmesg`, copy the home to a healthy disk, then start again there."
        case ENOENT, ENOTDIR:
            "Check `home` in config.yaml: the folder must exist. Then start again."
        case EEXIST:
            "It is there already and is never overwritten: continue it, or move it aside."
        case EMFILE, ENFILE:
            "Raise the limit of open files (`ulimit -n`), then start again."
        default:
            "Put that right, then start again."
        }
    }
}
