import Foundation
import Glibc

/// A process whose lines are read while it runs.
struct HeardProcess {
    private let process: Process
    private let out = Pipe()

    init(_ process: Process) throws {
        self.process = process
        process.standardOutput = out
        process.standardError = FileHandle.nullDevice
        try process.begin()
    }

    /// What it says until that many lines have come, that long has passed, or nobody writes any more.
    func listen(lines: Int, milliseconds: Int32) -> String {
        let end = ContinuousClock.now + .milliseconds(Int(milliseconds))
        var left = lines
        var text = ""
        while left > 0 {
            let rest = (end - ContinuousClock.now) / .milliseconds(1)
            var file = pollfd(fd: out.fileHandleForReading.fileDescriptor, events: Int16(POLLIN), revents: 0)
            guard rest > 0, unsafe poll(&file, 1, Int32(rest)) > 0 else { return text }
            let part = out.fileHandleForReading.availableData
            guard !part.isEmpty else { return text }
            text += String(decoding: part, as: UTF8.self)
            left -= part.count { $0 == UInt8(ascii: "\n") }
        }
        return text
    }

    /// Ends it with SIGKILL; false when it had ended by itself.
    func kill() -> Bool {
        Glibc.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        return process.terminationReason == .uncaughtSignal
    }
}
