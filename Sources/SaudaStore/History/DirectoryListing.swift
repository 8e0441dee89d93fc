import Glibc

/// Reads the names in a directory.
enum DirectoryListing {
    /// Sorted, without `.` and `..`.
    ///
    /// - Throws: `DataError` when the directory is missing or cannot be read, or a name is not UTF-8.
    static func names(in directory: String) throws(DataError) -> [String] {
        guard let stream = unsafe opendir(directory) else { throw unreadable(directory) }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        errno = 0
        while let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { unsafe Array($0.prefix { $0 != 0 }) }
            guard let name = String(validating: name, as: UTF8.self) else {
                throw DataError(
                    file: directory,
                    what: "a file name there is not UTF-8",
                    nextStep: "rename that file"
                )
            }
            if name != "." && name != ".." { names.append(name) }
            errno = 0
        }
        guard errno == 0 else { throw unreadable(directory) }
        return names.sorted()
    }

    private static func unreadable(_ directory: String) -> DataError {
        switch errno {
        case ENOENT:
            DataError(file: directory, what: "no such directory", nextStep: "create it or correct the path")
        case ENOTDIR:
            DataError(file: directory, what: "not a directory", nextStep: "name the directory that holds the file")
        default:
            unsafe DataError(
                file: directory,
                what: "cannot read this directory: \(String(cString: strerror(errno)))",
                nextStep: "check its permissions"
            )
        }
    }
}
