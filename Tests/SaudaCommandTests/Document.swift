import Foundation
import Testing

/// A page of this repository, as a reader sees it.
struct Document: CustomTestStringConvertible, Sendable {
    let path: String
    let text: String

    struct Block {
        var language: String
        var text: String
        /// The last file of YAML that was named before it.
        var name: String?
    }

    struct Command {
        var words: [String]
        /// A line of a shell block; in running text placeholders stand for what a reader has.
        var isWhole: Bool

        /// It runs until it is stopped, or talks with one that does, or with a broker.
        var needsServer: Bool { words.contains("practice") || words.contains("--practice") || words.last == "&" }
    }

    init(_ path: String) throws {
        self.path = path
        text = try String(contentsOf: ToolRun.root.appending(path: path), encoding: .utf8)
    }

    var testDescription: String { path }

    /// README.md and all of docs/.
    static let all: [Document] = {
        do { return try [Document("README.md")] + files(in: "docs", endingIn: ".md") } catch {
            preconditionFailure("\(error)")
        }
    }()

    static func files(in folder: String, endingIn end: String) throws -> [Document] {
        try FileManager.default.contentsOfDirectory(atPath: ToolRun.root.appending(path: folder).path).sorted()
            .filter { $0.hasSuffix(end) }
            .map { try Document("\(folder)/\($0)") }
    }

    /// A page to be followed from top to bottom: `DocumentSession` does.
    var isSession: Bool { text.contains("<!-- session -->") }

    func blocks(_ language: String) -> [Block] { blocks.filter { $0.language == language } }

    /// In their order.
    var blocks: [Block] {
        var blocks: [Block] = []
        var open: Block?
        var name: String?
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            let bare = line.trimmingCharacters(in: .whitespaces)
            if bare.hasPrefix("```") {
                if let block = open { blocks.append(block) }
                open = open == nil ? Block(language: String(bare.dropFirst(3)), text: "", name: name) : nil
            } else if open != nil {
                open?.text += "\(line)\n"
            } else if let found = line.matches(of: /`([a-z.]+\.yaml)`/).last {
                name = String(found.1)
            }
        }
        return blocks
    }

    /// Of shell blocks, and of code in running text.
    var commands: [Command] {
        let lines = blocks("sh").flatMap { $0.text.split(separator: "\n") }.map { Command($0, isWhole: true) }
        let prose = text.split(separator: "```", omittingEmptySubsequences: false).enumerated()
            .filter { $0.offset.isMultiple(of: 2) }
            .flatMap { $0.element.matches(of: /`([^`]+)`/).map { Command($0.1, isWhole: false) } }
        return (lines + prose).compactMap(\.self)
    }
}

extension Document.Command {
    /// Nil for what is not a command of ours.
    init?(_ line: Substring, isWhole: Bool) {
        var words = line.split { $0 == " " || $0 == "\n" }.map(String.init)
        if let comment = words.firstIndex(of: "#") { words.removeSubrange(comment...) }
        guard words.count > 1, words[0] == "sauda" || words[0].hasSuffix("/sauda") else { return nil }
        self.init(words: words, isWhole: isWhole)
    }
}
