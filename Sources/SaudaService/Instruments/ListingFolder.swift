import Glibc
package import SaudaCore
package import SaudaStore

/// The saved instrument lists of one broker, one file a day; the last ten are kept.
package struct ListingFolder: Sendable {
    package let path: String
    private static let kept = 10

    package init(_ path: String) { self.path = path }

    /// The latest list that can be read, and why later ones could not.
    package func latest(before day: Day? = nil) -> (list: SavedListings?, damaged: [DataError]) {
        var damaged: [DataError] = []
        for name in days().reversed() where day.map({ name < $0 }) ?? true {
            do {
                return (try read(name), damaged)
            } catch {
                damaged.append(error)
            }
        }
        return (nil, damaged)
    }

    package func read(_ day: Day) throws(DataError) -> SavedListings {
        let file = self.file(day)
        return try SavedListings(parsing: try WholeFile.read(file), file: file)
    }

    /// - Throws: `JournalError` when it cannot be written.
    package func save(_ list: SavedListings) throws {
        try Folders.make(path)
        try WholeFile.replace(file(list.loaded.day), with: Array(list.text.utf8))
        for day in days().dropLast(Self.kept) { unsafe unlink(file(day)) }
    }

    private func file(_ day: Day) -> String { "\(path)/\(day).list" }

    /// In order.
    private func days() -> [Day] {
        guard let folder = unsafe opendir(path) else { return [] }
        defer { unsafe closedir(folder) }
        var days: [Day] = []
        while let entry = unsafe readdir(folder) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            if name.hasSuffix(".list"), let day = Day(name.dropLast(5)) { days.append(day) }
        }
        return days.sorted()
    }
}
