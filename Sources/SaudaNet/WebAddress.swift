import Glibc
import SaudaBroker

/// A URL taken apart, narrower than the standard on purpose: every library that sees it later must read it alike.
///
/// Read as bytes: this stands between an order's decision and its first byte, and characters are slow.
struct WebAddress: Hashable, Sendable {
    enum Scheme: String, Sendable, CaseIterable { case http, https, ws, wss }

    var scheme: Scheme
    /// A name or an address, an IPv6 address without its brackets.
    var host: String
    var port: Int
    /// Path and query, from the slash on.
    var target: String

    /// - Throws: `badURL`, whose text names the host at most: a query may hold a token.
    init(_ url: String, _ schemes: [Scheme]) throws(HTTPFailure) {
        func bad(_ text: String) -> HTTPFailure { HTTPFailure(.badURL, mayHaveArrived: false, text: text) }
        let bytes = Array(url.utf8)
        guard bytes.count <= 1 << 16 else { throw bad("a URL must not be longer than 65,536 bytes") }
        guard let scheme = schemes.first(where: { bytes.starts(with: "\($0.rawValue)://".utf8) }) else {
            throw bad("a URL must begin with \(schemes.map { "\($0.rawValue)://" }.joined(separator: " or "))")
        }
        guard bytes.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "#") }) else {
            throw bad("a URL must be percent-encoded ASCII without a fragment")
        }
        let rest = bytes[(scheme.rawValue.utf8.count + 3)...]
        let authority = rest.prefix { $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?") }
        let isBracketed = authority.first == UInt8(ascii: "[")
        let end = authority.firstIndex(of: UInt8(ascii: isBracketed ? "]" : ":"))
        guard let end = isBracketed ? end : end ?? authority.endIndex else {
            throw bad("a URL's IPv6 address lacks its ']'")
        }
        let name = authority[..<end].dropFirst(isBracketed ? 1 : 0)
        let after = authority[end...].dropFirst(isBracketed ? 1 : 0)
        let host = String(decoding: name, as: UTF8.self)
        let isName = name.allSatisfy {
            (0x61...0x7A).contains($0 | 0x20) || (0x30...0x39).contains($0) || $0 == 0x2D || $0 == 0x2E
        }
        guard !name.isEmpty, isBracketed ? SourceAddress(host)?.isIPv6 == true : isName else {
            throw bad("a URL's host must be a name or an address, without a user")
        }
        self.scheme = scheme
        self.host = host
        port = scheme == .https || scheme == .wss ? 443 : 80
        if !after.isEmpty {
            let digits = after.dropFirst()
            let value = digits.count <= 5 ? digits.reduce(0) { $0 * 10 + Int($1) - 0x30 } : 0
            let isNumber = after.first == UInt8(ascii: ":") && digits.allSatisfy { (0x30...0x39).contains($0) }
            guard isNumber, (1...65535).contains(value) else { throw bad("the port of \(host) must be 1 to 65535") }
            port = value
        }
        let tail = String(decoding: rest[authority.endIndex...], as: UTF8.self)
        target = rest[authority.endIndex...].first == UInt8(ascii: "/") ? tail : "/" + tail
        if !isSecure, !isLoopback {
            throw bad("\(host): \(scheme)://, without TLS, is for practice on this machine only; use \(scheme)s://")
        }
    }

    var isLoopback: Bool { host == "localhost" || SourceAddress(host)?.isLoopback == true }
    var isSecure: Bool { scheme == .https || scheme == .wss }

    /// As the Host header wants it.
    var authority: String {
        let name = host.contains(":") ? "[\(host)]" : host
        return port == (isSecure ? 443 : 80) ? name : "\(name):\(port)"
    }
}

/// A numeric IPv4 or IPv6 address.
struct SourceAddress: Hashable, Sendable {
    let text: String
    let isIPv6: Bool
    let isLoopback: Bool

    init?(_ text: String) {
        // Of 4 or 16 bytes, most significant first.
        var bytes = [UInt8](repeating: 0, count: 16)
        if unsafe inet_pton(AF_INET, text, &bytes) == 1 {
            isIPv6 = false
            isLoopback = bytes[0] == 127
        } else if unsafe inet_pton(AF_INET6, text, &bytes) == 1 {
            isIPv6 = true
            isLoopback = bytes == [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]
        } else {
            return nil
        }
        self.text = text
    }
}
