import Glibc
import SaudaBroker

/// A URL taken apart, narrower than the standard on purpose: every library that sees it later must read it alike.
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
        guard url.utf8.count <= 1 << 16 else { throw bad("a URL must not be longer than 65,536 bytes") }
        let words = schemes.map { $0.rawValue + "://" }.joined(separator: " or ")
        guard let colon = url.firstRange(of: "://"), let scheme = Scheme(rawValue: String(url[..<colon.lowerBound])),
            schemes.contains(scheme)
        else { throw bad("a URL must begin with \(words)") }
        let rest = url[colon.upperBound...]
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        let tail = rest[authority.endIndex...]
        guard url.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "#") }) else {
            throw bad("a URL must be percent-encoded ASCII without a fragment")
        }
        let isBracketed = authority.first == "["
        let end = isBracketed ? authority.firstIndex(of: "]") : authority.firstIndex(of: ":") ?? authority.endIndex
        guard let end else { throw bad("a URL's IPv6 address lacks its ']'") }
        let host = isBracketed ? authority[..<end].dropFirst() : authority[..<end]
        let after = isBracketed ? authority[end...].dropFirst() : authority[end...]
        let isName = host.utf8.allSatisfy {
            (0x61...0x7A).contains($0 | 0x20) || (0x30...0x39).contains($0) || $0 == 0x2D || $0 == 0x2E
        }
        guard !host.isEmpty, isBracketed ? SourceAddress(String(host))?.isIPv6 == true : isName else {
            throw bad("a URL's host must be a name or an address, without a user")
        }
        var port: Int? = scheme == .https || scheme == .wss ? 443 : 80
        if !after.isEmpty { port = after.dropFirst().utf8.allSatisfy { $0 != 0x2B } ? Int(after.dropFirst()) : nil }
        guard let port, (1...65535).contains(port) else { throw bad("the port of \(host) must be 1 to 65535") }
        self.scheme = scheme
        self.host = String(host)
        self.port = port
        target = tail.first == "/" ? String(tail) : "/" + tail
        if scheme == .http || scheme == .ws, !isLoopback {
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
