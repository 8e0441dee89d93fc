/// What is said to a proxy until it passes bytes on: HTTP's CONNECT, or SOCKS 5 without a user (RFC 1928). Bytes in, bytes
/// out.
struct ProxyTunnel {
    struct Place: Hashable, Sendable {
        var isSOCKS: Bool
        var host: String
        var port: Int

        init(_ proxy: (text: String, host: String, port: Int)) {
            isSOCKS = proxy.text.hasPrefix("socks5:")
            (host, port) = (proxy.host, proxy.port)
        }
    }

    enum Step: Equatable {
        case wait
        case send([UInt8])
        case open
        case refused(String)
    }

    private let place: Place
    private let host: String
    private let port: Int
    private var bytes: [UInt8] = []
    private var isGreeted = false

    init(_ place: Place, to host: String, _ port: Int) { (self.place, self.host, self.port) = (place, host, port) }

    var opening: [UInt8] {
        if place.isSOCKS { return [5, 1, 0] }
        let target = host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
        return Array("CONNECT \(target) HTTP/1.1\r\nHost: \(target)\r\n\r\n".utf8)
    }

    /// Nothing may follow the proxy's last word: the server behind it waits for us.
    mutating func take(_ more: [UInt8]) -> Step {
        bytes += more
        guard bytes.count <= 16 << 10 else { return .refused("the proxy's answer is too long") }
        return place.isSOCKS ? takeSOCKS() : takeHTTP()
    }

    private func takeHTTP() -> Step {
        let end = Array("\r\n\r\n".utf8)
        guard let head = bytes.firstRange(of: end) else { return .wait }
        let words = String(decoding: bytes.prefix { $0 != 13 }, as: UTF8.self).split(separator: " ")
        guard words.count >= 2, words[0].hasPrefix("HTTP/1."), words[1].count == 3, words[1].hasPrefix("2") else {
            return .refused("the proxy refused: \(words.prefix(2).joined(separator: " "))")
        }
        return head.upperBound == bytes.count ? .open : .refused("the proxy speaks after its answer")
    }

    private mutating func takeSOCKS() -> Step {
        if !isGreeted {
            guard bytes.count >= 2 else { return .wait }
            guard bytes == [5, 0] else { return .refused("the proxy wants a user or speaks no SOCKS 5") }
            isGreeted = true
            bytes = []
            let name = Array(host.utf8.prefix(255))
            return .send([5, 1, 0, 3, UInt8(name.count)] + name + [UInt8(port >> 8), UInt8(port & 255)])
        }
        guard bytes.count >= 2 else { return .wait }
        guard bytes[0] == 5, bytes[1] == 0 else { return .refused("the proxy refused with SOCKS code \(bytes[1])") }
        guard bytes.count >= 5 else { return .wait }
        let length: Int
        switch bytes[3] {
        case 1: length = 4
        case 3: length = 1 + Int(bytes[4])
        case 4: length = 16
        default: return .refused("the proxy answers with an address of an unknown kind")
        }
        if bytes.count < 6 + length { return .wait }
        return bytes.count == 6 + length ? .open : .refused("the proxy speaks after its answer")
    }
}
