/// Keeps a second service away from the same home (SVC-8), for as long as this value lives.
package struct HomeLock: ~Copyable, Sendable {
    package static let name = "sauda.lock"

    private let lock: ProcessLock

    /// Takes the lock of the folder `home`, or says who has it.
    package init(home: String) throws(JournalError) {
        let path = home + "/" + HomeLock.name
        lock = try ProcessLock(path: path) { .held(path: path, by: $0) }
    }

    /// Who held it before and ended without releasing it; its orders may be in doubt.
    package var stale: ProcessIdentity? { lock.stale }
}

extension JournalError {
    fileprivate static func held(path: String, by holder: ProcessIdentity?) -> JournalError {
        let who = holder.map { "pid \($0.pid)" } ?? "another process"
        return JournalError(
            path: path,
            what: "a sauda already runs on this home (\(who)); two would send every order twice",
            nextStep: holder.map { "Stop it first (`kill \($0.pid)`), or name another `home` in config.yaml." }
                ?? "Stop it first (`fuser \(path)` names it), or name another `home` in config.yaml."
        )
    }
}
