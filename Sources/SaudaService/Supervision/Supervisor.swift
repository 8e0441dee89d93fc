import Glibc
package import SaudaCore

/// Tells systemd how the service is: a datagram of lines to the socket it names (sd_notify(3)). Without one, nothing.
///
/// By hand and not through libsystemd, which would be a library on every machine for four lines of text.
package struct Supervisor: Sendable {
    private let path: String?
    /// How often a sign of life is due at the least; nil when nobody waits for one.
    package let watchdog: TimeSpan?

    /// - Parameter environment: of the process; `WATCHDOG_PID` says for whom the watchdog is.
    package init(_ environment: [String: String], process: Int32 = getpid()) {
        path = environment["NOTIFY_SOCKET"].flatMap { $0.hasPrefix("/") || $0.hasPrefix("@") ? $0 : nil }
        let isOurs = environment["WATCHDOG_PID"].map { $0 == "\(process)" } ?? true
        let interval = environment["WATCHDOG_USEC"].flatMap { Int64($0) }
        watchdog = isOurs ? interval.flatMap { $0 > 0 ? TimeSpan(microseconds: $0) : nil } : nil
    }

    package func ready() { tell("READY=1") }
    package func alive() { tell("WATCHDOG=1") }
    package func stopping() { tell("STOPPING=1") }
    /// One line, for `systemctl status`.
    package func status(_ text: String) { tell("STATUS=\(text.filter { !$0.isNewline })") }

    /// What does not arrive is not worth an order: failures are left alone.
    private func tell(_ text: String) {
        guard let path, path.utf8.count < 108 else { return }
        let socket = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard socket >= 0 else { return }
        defer { close(socket) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { place in
            for (index, byte) in path.utf8.enumerated() { unsafe place[index] = byte }
            // An abstract name begins with a zero.
            if path.hasPrefix("@") { unsafe place[0] = 0 }
        }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + path.utf8.count)
        let bytes = Array(text.utf8)
        _ = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { place in
                unsafe sendto(socket, bytes, bytes.count, Int32(MSG_NOSIGNAL), place, length)
            }
        }
    }
}
