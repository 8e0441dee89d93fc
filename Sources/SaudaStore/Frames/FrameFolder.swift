import Glibc
package import SaudaCore

/// Where frames are kept: `HOME/frames/YYYY-MM-DD/`, a file for each account and start.
package enum FrameFolder {
    package static func path(_ home: String, _ day: Day) -> String { "\(home)/frames/\(day)" }

    /// Lets go of the days that are older than they are to be kept; returns them.
    ///
    /// Only files of frames are removed, so a folder with anything else in it stays.
    package static func prune(_ home: String, keeping days: Int, today: Day) -> [Day] {
        var gone: [Day] = []
        for name in names(in: "\(home)/frames") {
            guard let day = Day(name), day.advanced(by: days) <= today else { continue }
            let folder = path(home, day)
            for file in names(in: folder) where file.hasSuffix(FrameFile.suffix) {
                unsafe unlink("\(folder)/\(file)")
            }
            if unsafe rmdir(folder) == 0 { gone.append(day) }
        }
        return gone.sorted()
    }

    private static func names(in path: String) -> [String] {
        guard let folder = unsafe opendir(path) else { return [] }
        defer { unsafe closedir(folder) }
        var names: [String] = []
        while let entry = unsafe readdir(folder) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }
}
