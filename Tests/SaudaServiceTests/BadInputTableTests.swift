import Foundation
import Testing

/// docs/service.md, "Bad input": every row names a test that is there.
@Suite struct BadInputTableTests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    @Test func `every row of the table has its test, and none is lost`() throws {
        let page = try String(contentsOf: Self.root.appendingPathComponent("docs/service.md"), encoding: .utf8)
        let lines = page.split(separator: "\n").drop { $0 != "## Bad input" }
        let rows = lines.filter { $0.hasPrefix("| ") && $0.hasSuffix("` |") }.map { line in
            line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
        }
        let names = [
            "1", "2", "3", "4a", "4b", "4c", "4d", "5", "6a", "6b", "6c", "7a", "7b", "8a", "8b", "8c", "9", "10",
        ]
        #expect(rows.map(\.first) == names)
        var text = ""
        for room in ["SaudaServiceTests", "SaudaStoreTests", "StrategyTests"] {
            let folder = Self.root.appendingPathComponent("Tests/\(room)")
            for file in try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            where file.pathExtension == "swift" { text += try String(contentsOf: file, encoding: .utf8) }
        }
        for row in rows {
            let name = try #require(row.last).trimmingCharacters(in: ["`"])
            #expect(text.contains("func `\(name)`("), "\(row[0]): \(name)")
        }
    }
}
