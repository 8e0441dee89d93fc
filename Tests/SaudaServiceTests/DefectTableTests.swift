import Foundation
import Testing

/// docs/defects.md: every defect of the originals has a row, and every row a test that is there.
@Suite struct DefectTableTests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    private func rows() throws -> [(id: String, test: String)] {
        let page = try String(contentsOf: Self.root.appendingPathComponent("docs/defects.md"), encoding: .utf8)
        return page.split(separator: "\n").filter { $0.hasPrefix("| DIF-") }.map { line in
            let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            return (cells[0], cells.count == 3 ? cells[2] : "")
        }
    }

    @Test func `section 15: every row is there once, in order`() throws {
        let ids = try rows().map(\.id)
        #expect(ids == (1...36).map { "DIF-\($0)" })
    }

    @Test func `a row names a test that is there, a card, or says what is open`() throws {
        let tests = Self.root.appendingPathComponent("Tests")
        var text = ""
        for case let file as URL in try #require(
            FileManager.default.enumerator(at: tests, includingPropertiesForKeys: nil)
        )
        where file.pathExtension == "swift" && file.lastPathComponent != "DefectTableTests.swift" {
            text += try String(contentsOf: file, encoding: .utf8)
        }
        let cards = try String(contentsOf: Self.root.appendingPathComponent("docs/cards.md"), encoding: .utf8)
        for row in try rows() {
            if row.test.hasPrefix("`") {
                let name = row.test.trimmingCharacters(in: ["`"])
                #expect(text.contains("func `\(name)`()") || text.contains("\"\(name)\""), "\(row.id): \(name)")
            } else if row.test.hasPrefix("card ") {
                let card = row.test.dropFirst(5).prefix { $0 != "," }
                #expect(cards.contains("| \(card) |"), "\(row.id): \(card)")
            } else {
                let isSaid = ["open: ", "measured by ", "nothing to test"].contains { row.test.hasPrefix($0) }
                #expect(isSaid, "\(row.id): \(row.test)")
            }
        }
    }
}
