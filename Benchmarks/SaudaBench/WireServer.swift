import Glibc
import Synchronization

/// Answers HTTP requests on a loopback connection from a thread of its own, all alike, and notes when each one's first
/// byte came.
final class WireServer: Sendable {
    let port: Int
    private let listener: Int32
    private let answer: [UInt8]
    private let arrived = Atomic<Int64>(0)

    /// Of the last request, in nanoseconds of `now`.
    var firstByte: Int64 { arrived.load(ordering: .acquiring) }

    static var now: Int64 {
        var time = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }

    init(status: String = "200 OK", body: String = "ok") throws {
        answer = Array("HTTP/1.1 \(status)\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)".utf8)
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        // struct sockaddr_in as bytes: 127.0.0.1, any port.
        var address: [UInt8] = [UInt8(AF_INET), 0, 0, 0, 127, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0]
        var count = socklen_t(address.count)
        let listener = listener
        let isListening = unsafe address.withUnsafeMutableBytes { bytes in
            guard let place = unsafe bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self) else { return false }
            return unsafe bind(listener, place, count) == 0 && listen(listener, 16) == 0
                && getsockname(listener, place, &count) == 0
        }
        guard isListening else { throw Failure() }
        port = Int(address[2]) << 8 | Int(address[3])
        var thread = pthread_t()
        let held = unsafe Unmanaged.passRetained(self)
        let code = unsafe pthread_create(
            &thread,
            nil,
            { held in
                if let held = unsafe held {
                    unsafe Unmanaged<WireServer>.fromOpaque(held).takeUnretainedValue().accept()
                }
                return nil
            },
            held.toOpaque()
        )
        guard code == 0 else { throw Failure() }
    }

    struct Failure: Error {}

    private func accept() {
        while true {
            let connection = Glibc.accept(listener, nil, nil)
            guard connection >= 0 else { return }
            var thread = pthread_t()
            let held = unsafe Unmanaged.passRetained(Connection(server: self, descriptor: connection))
            unsafe pthread_create(
                &thread,
                nil,
                { held in
                    if let held = unsafe held {
                        unsafe Unmanaged<Connection>.fromOpaque(held).takeRetainedValue().serve()
                    }
                    return nil
                },
                held.toOpaque()
            )
        }
    }

    private final class Connection: Sendable {
        let server: WireServer
        let descriptor: Int32

        init(server: WireServer, descriptor: Int32) { (self.server, self.descriptor) = (server, descriptor) }

        /// Requests come whole and one at a time: both clients wait for the answer, and each fits a segment.
        func serve() {
            var one: Int32 = 1
            unsafe setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
            var buffer = [UInt8](repeating: 0, count: 1 << 16)
            while unsafe recv(descriptor, &buffer, buffer.count, 0) > 0 {
                server.arrived.store(WireServer.now, ordering: .releasing)
                _ = unsafe send(descriptor, server.answer, server.answer.count, Int32(MSG_NOSIGNAL))
            }
            close(descriptor)
        }
    }
}
