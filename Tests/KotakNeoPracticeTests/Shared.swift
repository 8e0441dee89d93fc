import Foundation

/// Data beside the package, which may be absent.
enum Shared {
    static let directory: URL = {
        if let path = ProcessInfo.processInfo.environment["SAUDA_SHARED"] { return URL(filePath: path) }
        let package = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardizedFileURL
        return package.deletingLastPathComponent().appending(path: "shared", directoryHint: .isDirectory)
    }()

    /// True with CI=true even when the file is absent, so that the test fails there instead of being left out.
    static func wants(_ file: String) -> Bool {
        if FileManager.default.fileExists(atPath: directory.appending(path: file).path) { return true }
        if ProcessInfo.processInfo.environment["CI"] == "true" { return true }
        print("SKIPPED: no \(file) under \(directory.path); set SAUDA_SHARED to the folder of the shared data.")
        return false
    }

    static func bytes(_ file: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: directory.appending(path: file)))
    }
}
