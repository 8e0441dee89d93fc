import Glibc
package import SaudaCore
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

    package static func hasJournal(of day: Day, in home: String) -> Bool { exists("\(home)/journal/\(day).journal") }

    /// - Throws: `DataError` when there is none, with the days that there are.
    static func requireJournal(of day: Day, in home: String) throws(DataError) {
        guard !hasJournal(of: day, in: home) else { return }
        let days = journals(in: home).suffix(5).map { "\($0)" }.joined(separator: ", ")
        throw DataError(
            file: "\(home)/journal/\(day).journal",
            what: "there is no journal of that day",
            nextStep: days.isEmpty ? "see --home" : "see --home; the latest days here are \(days)"
        )
    }

    static func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }

    /// The days that have a journal, in order.
    static func journals(in home: String, folder name: String = "journal") -> [Day] {
        ((try? names(in: "\(home)/\(name)")) ?? []).compactMap(day(ofJournal:)).sorted()
    }

    /// The day that a journal's file name says; nil for any other name.
    static func day(ofJournal name: String) -> Day? { name.hasSuffix(".journal") ? Day(name.dropLast(8)) : nil }

    /// What is in a folder, in order; nothing where there is no such folder.
    static func names(in path: String) throws(JournalError) -> [String] {
        guard let folder = unsafe opendir(path) else {
            if errno == ENOENT { return [] }
            throw JournalError(
                path: path,
                what: "the folder cannot be read: \(unsafe String(cString: strerror(errno)))",
                nextStep: "Give the user who runs sauda the right to read it."
            )
        }
        defer { unsafe closedir(folder) }
        var names: [String] = []
        while let entry = unsafe readdir(folder) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    /// In bytes; 0 where there is no such file.
    static func size(of path: String) -> Int {
        var status = stat()
        return unsafe stat(path, &status) == 0 ? Int(status.st_size) : 0
    }
}
