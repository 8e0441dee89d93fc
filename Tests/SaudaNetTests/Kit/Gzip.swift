import Foundation

/// Compressed bytes as the system's `gzip` writes them.
enum Gzip {
    /// `count` zeros, of which a thousandth remains.
    static func zeros(_ count: Int) throws -> [UInt8] { try run("head -c \(count) /dev/zero | gzip -9 -n") }

    static func text(_ text: String) throws -> [UInt8] { try run("printf %s '\(text)' | gzip -n") }

    private static func run(_ command: String) throws -> [UInt8] {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(filePath: "/bin/bash")
        process.arguments = ["-c", command]
        process.standardOutput = pipe
        try process.run()
        defer { process.waitUntilExit() }
        return Array(pipe.fileHandleForReading.readDataToEndOfFile())
    }
}
