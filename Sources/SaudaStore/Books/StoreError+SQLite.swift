import GRDB

extension StoreError {
    /// What SQLite refused. `action` reads like "opening the books".
    init(_ error: any Error, _ action: String, path: String) {
        guard let error = error as? DatabaseError else {
            let other = StoreError(path: path, what: "\(action) failed: \(error)", nextStep: StoreError.unchanged)
            self = error as? StoreError ?? other
            return
        }
        let reason = error.message ?? "SQLite gives no reason"
        self.init(
            path: path,
            what: "\(action) failed: \(reason) (SQLite \(error.extendedResultCode.rawValue))",
            nextStep: StoreError.remedy(forSQLite: error.resultCode.rawValue)
        )
    }

    private static let unchanged = "The books are as they were before; put that right, then try again."

    /// - Parameter code: SQLite's primary result code.
    static func remedy(forSQLite code: CInt) -> String {
        switch ResultCode(rawValue: code) {
        case .SQLITE_FULL:
            "Free space on that disk (or raise the quota), then rebuild. The books are as they were before."
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            "Another program holds the books: close it (`fuser` names it), then try again. Nothing was changed."
        case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH:
            "Give the user who runs sauda write access to the file and its folder, on a file system mounted writable."
        case .SQLITE_CANTOPEN:
            "Check `home` in config.yaml: the folder must exist and be writable."
        case .SQLITE_IOERR:
            "The disk is failing or full: look in `dmesg`, then rebuild on a healthy one."
        case .SQLITE_CORRUPT, .SQLITE_NOTADB:
            "Move the file and its -wal and -shm aside, then rebuild: the journals hold all that was in it."
        default: unchanged
        }
    }
}
