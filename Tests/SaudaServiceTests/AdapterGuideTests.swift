import Foundation
import SaudaService
import Testing

/// docs/adapters.md says nothing that the skeleton and the contract do not.
@Suite struct AdapterGuideTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    private static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    private static func skeleton() throws -> Scaffold { .adapter(try ScaffoldName("Alpha Broker")) }

    /// Blocks of Swift, each behind a comment with the file that it is from.
    @Test func `each snippet stands in the file that it names, letter for letter`() throws {
        let guide = try Self.text("docs/adapters.md")
        let snippets = guide.matches(of: /<!-- (?<path>\S+) -->\n```swift\n(?<code>[\s\S]*?)```/)
        #expect(snippets.count >= 5)
        #expect(guide.matches(of: /```swift/).count == snippets.count, "a snippet that names no file")
        for snippet in snippets {
            let path = String(snippet.path)
            let file = try Self.skeleton().files[path] ?? Self.text(path)
            #expect(file.contains(snippet.code), "\(path): \(snippet.code)")
        }
    }

    @Test func `each file, folder and script that it names is there, or is the skeleton's`() throws {
        let guide = try Self.text("docs/adapters.md")
        let skeleton = try Self.skeleton()
        for match in guide.matches(of: /`(?<path>(?:docs|scripts|adapters|Tests|Sources|Fuzz)\/[\w.\/+-]+)/) {
            let place = Self.root.appending(path: String(match.path)).path
            #expect(FileManager.default.fileExists(atPath: place), "\(match.path)")
        }
        for match in guide.matches(of: /`(?<file>\w+(?:\+\w+)?\.swift)`/) {
            let isOfSauda = FileManager.default.fileExists(atPath: Self.root.appending(path: String(match.file)).path)
            #expect(isOfSauda || skeleton.paths.contains { $0.hasSuffix("/\(match.file)") }, "\(match.file)")
        }
    }

    @Test func `each function of the skeleton that is left to be written is named`() throws {
        let guide = try Self.text("docs/adapters.md")
        for (path, code) in try Self.skeleton().files where path.contains("/Adapter/") {
            for match in code.matches(of: /in: "(?<type>\w+)\.(?<function>\w+)/) {
                #expect(guide.contains(match.type), "\(match.type).\(match.function) of \(path)")
            }
        }
    }

    @Test func `each recovery has its row`() throws {
        let guide = try Self.text("docs/adapters.md")
        let contract = try Self.text("Sources/SaudaBroker/Contract/BrokerError.swift")
        let recoveries = contract.matches(of: /\n    case (?<name>\w+)/)
        #expect(recoveries.count == 6)
        for recovery in recoveries { #expect(guide.contains("| `\(recovery.name)"), "\(recovery.name)") }
    }
}
