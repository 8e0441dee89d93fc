import Glibc
import SaudaCore
import SaudaStore

/// The folders of a home.
package enum Folders {
    /// Makes a folder and those above it, for the owner only.
    package static func make(_ path: String) throws {
        var made = ""
        for part in path.split(separator: "/", omittingEmptySubsequences: false) {
            made += made.isEmpty && !path.hasPrefix("/") ? String(part) : "/" + part
            if made == "/" || made.isEmpty || exists(made) { continue }
            guard unsafe mkdir(made, 0o700) == 0 || errno == EEXIST else {
                throw JournalError(
                    path: made,
                    what: "the folder cannot be made: \(unsafe String(cString: strerror(errno)))",
                    nextStep: "Make it by hand, or set home: in config.yaml to a folder you may write."
                )
            }
        }
    }

    static func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }

    /// The days that have a journal, in order.
    static func journals(in home: String, folder name: String = "journal") -> [Day] {
        names(in: "\(home)/\(name)").compactMap { $0.hasSuffix(".journal") ? Day($0.dropLast(8)) : nil }.sorted()
    }

    /// What stands in a folder, in no order; nothing when it cannot be read.
    static func names(in path: String) -> [String] {
        guard let folder = unsafe opendir(path) else { return [] }
        defer { unsafe closedir(folder) }
        var names: [String] = []
        while let entry = unsafe readdir(folder) {
            names.append(
                unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                    unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
                }
            )
        }
        return names
    }
}
