import Foundation

/// The folder of shared data beside the checkout.
enum Shared {
    /// Nil, said aloud, when it is absent; with CI=true never, so that the test fails there.
    static func file(_ name: String) -> URL? {
        let environment = ProcessInfo.processInfo.environment
        let beside = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../shared")
        let file = (environment["SAUDA_SHARED"].map { URL(filePath: $0) } ?? beside.standardizedFileURL)
            .appending(path: name)
        if FileManager.default.fileExists(atPath: file.path) || environment["CI"] == "true" { return file }
        print("SKIPPED: no \(file.path); set SAUDA_SHARED to the folder of the shared data.")
        return nil
    }
}
