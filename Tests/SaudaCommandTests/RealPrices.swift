import Foundation

/// Real prices beside the package, which are not part of it.
enum RealPrices {
    static let folder = data.appending(path: "nse-daily")
    static let minutes = data.appending(path: "nse-minute")
    private static let data: URL = {
        let environment = ProcessInfo.processInfo.environment
        let shared = environment["SAUDA_SHARED"].map { URL(filePath: $0) } ?? ToolRun.root.appending(path: "../shared")
        return shared.appending(path: "data").standardizedFileURL
    }()
    static let isRequired = ProcessInfo.processInfo.environment["CI"] == "true"
    static let isPresent = {
        if FileManager.default.fileExists(atPath: folder.path) { return true }
        print("SKIPPED: a paper week on real prices; set SAUDA_SHARED to the folder that holds data/nse-daily")
        return false
    }()
}
