import Glibc
package import SaudaStore

/// Keeps two sauda of one person off the same account of a broker, whatever their homes (SVC-8).
///
/// Its file holds a process id and has a digest for its name; nobody learns from either whose account it is.
package final class AccountLock: Sendable {
    private let path: String
    private let lock: ProcessLock

    /// - Parameters:
    ///   - account: as config.yaml calls it, for the message.
    ///   - place: which broker it is: the adapter's id, and the server's address when that is not the broker's own.
    ///   - user: the client id there.
    ///   - folder: see `folder(_:)`.
    /// - Throws: `JournalError` when another process has the account, or the folder cannot be used.
    package init(_ account: String, at place: String, user: String, folder: String) throws {
        try Folders.make(folder)
        path = "\(folder)/\(Fingerprint.of("\(place)\n\(user)")).lock"
        lock = try ProcessLock(path: path) { [path] holder in
            let who = holder.map { "pid \($0.pid)" } ?? "another process"
            return JournalError(
                path: path,
                what:
                    "a sauda with another home already trades in the account of '\(account)' (\(who)); each would take "
                    + "the other's orders for a person's",
                nextStep: holder.map { "Stop it first (`kill \($0.pid)`), or take '\(account)' out of config.yaml." }
                    ?? "Stop it first (`fuser \(path)` names it), or take '\(account)' out of config.yaml."
            )
        }
    }

    /// Before the lock goes: whoever opened the file meanwhile finds it removed, and starts again.
    deinit { _ = unsafe unlink(path) }

    /// The folder of one person's locks on this machine: what systemd made for the service, else the session's, else one
    /// under the person's own folder.
    ///
    /// - Throws: `JournalError` when none of the three is said.
    package static func folder(_ environment: [String: String]) throws(JournalError) -> String {
        func path(_ name: String) -> String? { environment[name].flatMap { $0.hasPrefix("/") ? $0 : nil } }
        if let made = path("RUNTIME_DIRECTORY") { return "\(made)/locks" }
        if let session = path("XDG_RUNTIME_DIR") { return "\(session)/sauda/locks" }
        if let home = path("HOME") { return "\(home)/.local/state/sauda/locks" }
        throw JournalError(
            path: "locks",
            what: "there is no folder for the locks of accounts",
            nextStep: "Set XDG_RUNTIME_DIR or HOME to a folder of the user who runs sauda."
        )
    }
}
