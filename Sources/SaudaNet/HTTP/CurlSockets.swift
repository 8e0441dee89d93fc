import CCurl
import Glibc

/// The descriptors of a loop's connections, so that one can be looked at before a request goes out on it.
final class CurlSockets {
    /// With the local port, once it is known.
    private var open: [Int32: UInt16] = [:]

    func add(_ descriptor: Int32) { open[descriptor] = 0 }
    func remove(_ descriptor: Int32) { open[descriptor] = nil }

    /// Whether something lies in the connection with that local port, which is expected to be silent: the end of it, or
    /// bytes that would be taken for the answer to the next request.
    func isReadable(localPort: UInt16) -> Bool {
        for (descriptor, port) in open where port == 0 { open[descriptor] = Self.localPort(descriptor) }
        return open.contains { descriptor, port in
            var one = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            let count = port == localPort ? unsafe poll(&one, 1, 0) : 0
            return count > 0
        }
    }

    private static func localPort(_ descriptor: Int32) -> UInt16 {
        var address = sockaddr_in6()
        var count = socklen_t(MemoryLayout<sockaddr_in6>.size)
        let code = unsafe withUnsafeMutablePointer(to: &address) { address in
            unsafe address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                unsafe getsockname(descriptor, address, &count)
            }
        }
        // The port stands at the same place in both families.
        return code == 0 ? UInt16(bigEndian: address.sin6_port) : 0
    }

    static func of(_ held: UnsafeMutableRawPointer?) -> CurlSockets? {
        unsafe held.map { unsafe Unmanaged<CurlSockets>.fromOpaque($0).takeUnretainedValue() }
    }
}
