import Glibc

extension JournalScratch {
    /// A folder within the scratch folder for as long as `body` runs.
    func inFolder(_ name: String, _ body: () throws -> Void) rethrows {
        let inner = folder + "/" + name
        _ = unsafe mkdir(inner, 0o700)
        defer {
            _ = unsafe unlink(inner + "/day.journal")
            _ = unsafe rmdir(inner)
        }
        try body()
    }
}
