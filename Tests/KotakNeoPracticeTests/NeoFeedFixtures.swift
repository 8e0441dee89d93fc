import Foundation
import SaudaBroker
import Testing

/// Frames of the shared data, by name.
enum NeoFeedFixtures {
    private static let folder: URL = {
        let root = URL(filePath: #filePath).appending(path: "../../../../shared").standardizedFileURL
        let shared = ProcessInfo.processInfo.environment["SAUDA_SHARED"].map { URL(filePath: $0) } ?? root
        return shared.appending(path: "fixtures/kotak-neo")
    }()

    /// True with CI=true even when it is absent, so that the test fails there instead of being left out.
    static var areThere: Bool {
        if FileManager.default.fileExists(atPath: folder.path) { return true }
        if ProcessInfo.processInfo.environment["CI"] == "true" { return true }
        print("SKIPPED: no \(folder.path); set SAUDA_SHARED to the folder of the shared data.")
        return false
    }

    /// In hex without blanks.
    static func frames(_ file: String) throws -> [String: String] {
        let json = try JSON([UInt8](try Data(contentsOf: folder.appending(path: file))))
        let vectors = try #require(json["vectors"].items)
        return Dictionary(
            uniqueKeysWithValues: vectors.compactMap { vector in
                guard let name = vector["name"].text, let hex = vector["hex"].text else { return nil }
                return (name, hex.filter { $0 != " " }.lowercased())
            }
        )
    }

    static func lines(_ file: String) throws -> [String] {
        let text = String(decoding: try Data(contentsOf: folder.appending(path: file)), as: UTF8.self)
        return text.split(separator: "\n").map(String.init)
    }
}

enum NeoHex {
    static func text(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    static func bytes(_ text: String) -> [UInt8] {
        let digits = text.compactMap(\.hexDigitValue)
        return stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }
}
