import CCurl

/// The descriptors of a loop's connections, so that one can be looked at before a request goes out on it.
final class CurlSockets {
    /// With the local port, once it is known.
    private var open: [Int32: UInt16] = [:]

    func add(_ descriptor: Int32) { open[descriptor] = 0 }
    func remove(_ descriptor: Int32) { open[descriptor] = nil }

    /// Whether something lies in the connection with that local port, which is expected to be silent: the end of it, or
    /// bytes that would be taken for the answer to the next request.
    func isReadable(localPort: UInt16) -> Bool {
        for (descriptor, port) in open where port == 0 { open[descriptor] = sauda_local_port(descriptor) }
        return open.contains { $0.value == localPort && sauda_is_readable($0.key) }
    }

    static func of(_ held: UnsafeMutableRawPointer?) -> CurlSockets? {
        unsafe held.map { unsafe Unmanaged<CurlSockets>.fromOpaque($0).takeUnretainedValue() }
    }
}
