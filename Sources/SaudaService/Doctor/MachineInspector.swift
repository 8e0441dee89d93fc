import COpenSSL
import CProcess
import Glibc

/// Looks at this machine for `sauda doctor`: reads and asks, changes nothing.
package enum MachineInspector {
    /// - Parameter loginPort: tried to be listened on.
    package static func inspect(loginPort: UInt16) -> DoctorFacts.Machine {
        var machine = DoctorFacts.Machine()
        machine.zoneOffset = zoneOffset
        machine.isClockSynchronised = isClockSynchronised
        machine.descriptors = limit("Max open files").map { Int(clamping: $0) }
        machine.coreLimit = limit("Max core file size")
        machine.memoryAvailable = memoryAvailable
        machine.load = text("/proc/loadavg").flatMap { $0.split(separator: " ").first }.flatMap { Double($0) }
        machine.processors = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
        machine.proxies = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"].filter { variable($0) != nil }
        machine.hasCertificates = hasCertificates
        var bytes = [UInt8](repeating: 0, count: 16)
        machine.hasRandom = unsafe RAND_bytes(&bytes, Int32(bytes.count)) == 1
        machine.addresses = addresses
        machine.isLoginPortFree = canListen(on: loginPort)
        return machine
    }

    private static var zoneOffset: Int? {
        var now = time(nil)
        var parts = unsafe tm()
        guard unsafe localtime_r(&now, &parts) != nil else { return nil }
        return unsafe parts.tm_gmtoff
    }

    /// As the kernel says; nil where it may not be asked.
    private static var isClockSynchronised: Bool? {
        let state = sauda_clock_synchronised()
        return state < 0 ? nil : state == 1
    }

    /// The soft limit; the largest number for "unlimited".
    private static func limit(_ name: String) -> UInt64? {
        guard let line = text("/proc/self/limits")?.split(separator: "\n").first(where: { $0.hasPrefix(name) }) else {
            return nil
        }
        let word = line.dropFirst(name.count).split(separator: " ").first
        return word == "unlimited" ? .max : word.flatMap { UInt64($0) }
    }

    private static var memoryAvailable: Int64? {
        let line = text("/proc/meminfo")?.split(separator: "\n").first { $0.hasPrefix("MemAvailable:") }
        return line?.split(separator: " ").dropFirst().first.flatMap { Int64($0) }.map { $0 << 10 }
    }

    private static var hasCertificates: Bool {
        let usual = [
            "/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem",
            "/etc/ssl/ca-bundle.pem",
        ]
        return ([variable("SSL_CERT_FILE")].compactMap(\.self) + usual).contains { unsafe access($0, R_OK) == 0 }
    }

    private static func variable(_ name: String) -> String? {
        guard let value = unsafe getenv(name) else { return nil }
        let text = unsafe String(cString: value)
        return text.isEmpty ? nil : text
    }

    /// Of all interfaces but loopback, IPv4 first; link-local ones left out.
    package static var addresses: [String] {
        var first: UnsafeMutablePointer<ifaddrs>?
        guard unsafe getifaddrs(&first) == 0 else { return [] }
        defer { unsafe freeifaddrs(first) }
        var (four, six): ([String], [String]) = ([], [])
        var next = unsafe first
        while let entry = unsafe next {
            unsafe next = entry.pointee.ifa_next
            guard let address = unsafe entry.pointee.ifa_addr,
                unsafe entry.pointee.ifa_flags & UInt32(IFF_LOOPBACK) == 0
            else { continue }
            let family = unsafe Int32(address.pointee.sa_family)
            guard family == AF_INET || family == AF_INET6 else { continue }
            let size = family == AF_INET ? MemoryLayout<sockaddr_in>.size : MemoryLayout<sockaddr_in6>.size
            var name = [CChar](repeating: 0, count: 64)
            guard unsafe getnameinfo(address, socklen_t(size), &name, 64, nil, 0, NI_NUMERICHOST) == 0 else { continue }
            let text = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            if family == AF_INET { four.append(text) } else if !text.hasPrefix("fe80") { six.append(text) }
        }
        return four + six
    }

    private static func canListen(on port: UInt16) -> Bool? {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var on: Int32 = 1
        unsafe setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        return unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }

    /// Of a small file under /proc, whose size it does not tell.
    private static func text(_ path: String) -> String? {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        let count = unsafe read(descriptor, &bytes, bytes.count)
        return count > 0 ? String(decoding: bytes[..<count], as: UTF8.self) : nil
    }
}
