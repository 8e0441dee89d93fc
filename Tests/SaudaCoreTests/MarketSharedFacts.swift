import Foundation
import SaudaCore
import Testing

/// Recorded market data that the checks compare with; it lies outside the package and may be absent.
enum MarketSharedFacts {
    static let directory: URL = {
        let environment = ProcessInfo.processInfo.environment
        if let path = environment["SAUDA_SHARED"] { return URL(filePath: path, directoryHint: .isDirectory) }
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

    /// The first column below the header.
    static func firstColumn(of file: String) throws -> [String] {
        let text = try String(contentsOf: directory.appending(path: file), encoding: .utf8)
        return text.split(whereSeparator: \.isNewline).dropFirst().map { String($0.prefix { $0 != "," }) }
    }
}

/// Words of the suites about market facts: values written as text.
protocol MarketSuite {}

extension MarketSuite {
    static var calendarHeader: String { "day,kind,segments,times,name,source\n" }

    func day(_ text: String) throws -> Day { try #require(Day(text)) }
    func time(_ text: String) throws -> TimeOfDay { try #require(TimeOfDay(text)) }
    func price(_ text: String) throws -> Price { try #require(Price(text)) }
    func money(_ text: String) throws -> Money { try #require(Money(text)) }
}
