import Foundation
import Testing

/// Runs the built `sauda` as a person would: its own process, its own folder.
struct ToolRun {
    var status: Int32
    var out: String
    var err: String

    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// The executable beside the test bundle, so that it is of the same build.
    static let executable: URL = {
        let bundle = URL(filePath: CommandLine.arguments[0])
        var folder = bundle.deletingLastPathComponent()
        while folder.path.count > 1 {
            let candidate = folder.appending(path: "sauda")
            if FileManager.default.isExecutableFile(atPath: candidate.path) { return candidate }
            folder = folder.deletingLastPathComponent()
        }
        return root.appending(path: ".build/debug/sauda")
    }()

    /// - Parameter folder: the working folder; it holds no config.yaml unless the test wrote one.
    init(_ arguments: [String], in folder: Folder, through shell: String? = nil) throws {
        let process = Self.process(arguments, in: folder, through: shell)
        let out = Pipe()
        let err = Pipe()
        process.standardOutput = out
        process.standardError = err
        try process.begin()
        let texts = Texts()
        let reading = Thread {
            texts.err = String(decoding: err.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        }
        reading.start()
        self.out = String(decoding: out.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        while !reading.isFinished { sched_yield() }
        self.err = texts.err
        status = process.terminationStatus
    }

    private final class Texts: @unchecked Sendable {
        // Written by the reading thread, read only after that thread has finished.
        var err = ""
    }

    static func process(_ arguments: [String], in folder: Folder, through shell: String? = nil) -> Process {
        let process = Process()
        if let shell {
            process.executableURL = URL(filePath: "/bin/bash")
            process.arguments = ["-c", shell, executable.path] + arguments
        } else {
            process.executableURL = executable
            process.arguments = arguments
        }
        process.currentDirectoryURL = folder.url
        process.standardInput = FileHandle.nullDevice
        return process
    }

    func json() throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(out.utf8)) as? [String: Any])
    }
}

extension Process {
    private static let beginning = NSLock()

    /// Runs it, one at a time: Foundation hears of an end by a socket that the child holds open, and a child that another
    /// thread begins at the same moment holds it open too, for as long as it runs itself.
    func begin() throws { try Self.beginning.withLock { try run() } }
}

/// A folder of a test's own, gone with it.
final class Folder: Sendable {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "sauda-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    func write(_ text: String, to name: String) throws {
        let file = url.appending(path: name)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
    }

    /// The shipped config.yaml.
    func addConfig() throws {
        let shipped = ToolRun.root.appending(path: "config.yaml")
        try FileManager.default.copyItem(at: shipped, to: url.appending(path: "config.yaml"))
    }
}
