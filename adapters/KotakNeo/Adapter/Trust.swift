import SaudaBroker

/// Where a session's token may go: addresses that a sign-in or a list hands out are looked at before anything is sent
/// there.
struct Trust: Hashable, Sendable {
    /// Of the sign-in, where it is not the broker's public one: a practice server stands for the whole broker.
    private let practice: String?

    init(_ endpoints: Endpoints) { practice = endpoints.urls["login"].flatMap(Self.host) }

    /// An origin without a path for calls, `https` unless it is the practice server's own.
    func origin(_ text: String) -> String? {
        var text = text[...]
        while text.last == "/" { text.removeLast() }
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 3, accepts(text, "https://", "http://") else { return nil }
        return String(text)
    }

    /// Of a file or a page.
    func page(_ text: String) -> String? { accepts(text[...], "https://", "http://") ? text : nil }

    /// Of a socket; the broker hands it out as a page.
    func socket(_ text: String) -> String? {
        let url = text.hasPrefix("http") ? "ws" + text.dropFirst(4) : text
        return accepts(url[...], "wss://", "ws://") ? url : nil
    }

    private func accepts(_ url: Substring, _ secure: String, _ plain: String) -> Bool {
        guard url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "@") && $0 != UInt8(ascii: "\\") }),
            url.hasPrefix(secure) || url.hasPrefix(plain), let host = Self.host(String(url))
        else { return false }
        // Nothing of a practice account goes to the broker, and nothing of the broker's account elsewhere.
        if let practice, !Self.isBroker(practice) { return host == practice }
        return url.hasPrefix(secure) && Self.isBroker(host)
    }

    private static func isBroker(_ host: String) -> Bool {
        host == "kotaksecurities.com" || host.hasSuffix(".kotaksecurities.com")
    }

    /// Without the port, in small letters.
    private static func host(_ url: String) -> String? {
        guard let start = url.firstRange(of: "://")?.upperBound else { return nil }
        let authority = url[start...].prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        let parts = authority.split(separator: ":", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let host = parts.first, !host.isEmpty else { return nil }
        if parts.count == 2 { guard UInt16(parts[1]) != nil else { return nil } }
        return host.lowercased()
    }
}
