import Foundation
import Testing

/// Somebody with a page in front of them and one folder: files that it shows are written, commands typed in their
/// order, and servers stay up on a terminal of their own until the page is read.
final class DocumentSession {
    private let folder: Folder
    private var servers: [Process] = []
    /// Where the page says that a server is, and where it really is.
    private var addresses: [String: String] = [:]
    private(set) var commandCount = 0

    init() throws {
        folder = try Folder()
        try folder.addConfig()
    }

    deinit {
        for server in servers {
            server.terminate()
            server.waitUntilExit()
        }
    }

    func play(_ block: Document.Block) throws {
        if block.language == "yaml", block.text.hasPrefix("version:"), let name = block.name {
            try folder.write(block.text, to: name)
        }
        guard block.language == "sh" else { return }
        for line in block.text.split(separator: "\n") { try type(line) }
    }

    private func type(_ line: Substring) throws {
        guard let command = Document.Command(line, isWhole: true) else { return try prepare(line) }
        commandCount += 1
        if command.words[1] == "practice" { return try serve(command) }
        let words = command.words.dropFirst().map { word in
            addresses.reduce(word) { $0.replacingOccurrences(of: $1.key, with: $1.value) }
        }
        // By a shell, for what is written into files.
        let run = try ToolRun([], in: folder, through: #"exec "$0" "# + words.joined(separator: " "))
        #expect(run.status == 0, "`\(line)`: \(run.out)\(run.err)")
    }

    /// What builds has been done, or this would not run.
    private func prepare(_ line: Substring) throws {
        let words = line.split(separator: " ")
        if words.first == "make" {
            let makefile = try Document("Makefile").text
            #expect(makefile.contains("\n\(words[1]):"), "there is no `\(line)`")
        } else {
            #expect(words.first == "export", "nobody knows whether this works: \(line)")
        }
    }

    private func serve(_ command: Document.Command) throws {
        var words = Array(command.words.dropFirst())
        let port = try #require(words.firstIndex(of: "--port"), "the page names no port") + 1
        let place = "http://127.0.0.1:\(words[port])"
        words[port] = "0"
        let server = ToolRun.process(words, in: folder)
        let out = Pipe()
        server.standardOutput = out
        try server.begin()
        servers.append(server)
        var text = ""
        // The table of what a client needs comes at once and whole.
        while !text.contains("user ") || text.last != "\n" {
            let part = out.fileHandleForReading.availableData
            try #require(!part.isEmpty, "the server ended")
            text += String(decoding: part, as: UTF8.self)
        }
        addresses[place] = String(try #require(text.firstMatch(of: /base-url +(\S+)/)).1)
    }
}
