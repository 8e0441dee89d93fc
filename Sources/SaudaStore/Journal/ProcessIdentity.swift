import Glibc

/// One run of one process: a pid alone is used again, and a start time is counted anew from every boot.
package struct ProcessIdentity: Hashable, Sendable {
    package var pid: Int32
    /// In clock ticks since boot, from /proc/PID/stat.
    package var start: UInt64
    /// The kernel's id of this boot.
    package var boot: String

    package init(pid: Int32, start: UInt64, boot: String) {
        self.pid = pid
        self.start = start
        self.boot = boot
    }

    /// Nil when no such process is running, or /proc is not there to ask.
    package init?(runningWith pid: Int32) {
        guard let stat = smallFile("/proc/\(pid)/stat"), let boot = smallFile("/proc/sys/kernel/random/boot_id"),
            // The second field, the name, may itself hold spaces and brackets.
            let name = stat.lastIndex(of: ")")
        else { return nil }
        // After the name come fields 3 and on; the start time is field 22.
        let fields = stat[stat.index(after: name)...].split(separator: " ")
        guard fields.count > 19, let start = UInt64(fields[19]), let id = boot.split(separator: "\n").first else {
            return nil
        }
        self.init(pid: pid, start: start, boot: String(id))
    }

    package static var current: ProcessIdentity? { ProcessIdentity(runningWith: getpid()) }

    var isRunning: Bool { ProcessIdentity(runningWith: pid) == self }
}

extension ProcessIdentity {
    /// "pid 12 start 345 boot …", one line.
    var line: String { "pid \(pid) start \(start) boot \(boot)\n" }

    init?(line: String) {
        let words = line.split(whereSeparator: \.isWhitespace)
        guard words.count == 6, words[0] == "pid", words[2] == "start", words[4] == "boot",
            let pid = Int32(words[1]), let start = UInt64(words[3])
        else { return nil }
        self.init(pid: pid, start: start, boot: String(words[5]))
    }
}

/// Files under /proc say 0 when asked for their size, so up to 4 KiB are read.
private func smallFile(_ path: String) -> String? {
    guard let file = try? JournalFile(opening: path, flags: O_RDONLY), let bytes = try? file.read(4_096, at: 0) else {
        return nil
    }
    return String(decoding: bytes, as: UTF8.self)
}
