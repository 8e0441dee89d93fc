import SaudaBroker
import SaudaCore

/// Where a connection is opened: an address that the broker hands out for one connection (protocol sections 8.1 and 9.1).
enum SocketPlace {
    /// The request carries no token: the address is one by itself.
    ///
    /// - Parameter own: the root of all sockets, where they are another server's than the broker's.
    static func request(_ response: HTTPResponse, at own: String?) throws(BrokerError) -> SocketRequest {
        let data = try Failures.data(response)
        guard let text = data["authorized_redirect_uri"].text ?? data["authorizedRedirectUri"].text,
            text.utf8.count <= 4096, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else { throw Failures.wrongShape("no address of a stream") }
        guard let start = text.firstRange(of: "://")?.upperBound,
            let slash = text[start...].firstIndex(of: "/")
        else { throw Failures.wrongShape("no address of a stream") }
        if let own { return SocketRequest(own + text[slash...], pingAfter: pingAfter) }
        guard text.hasPrefix("wss://"), isBroker(text[start..<slash]) else {
            throw .upstox(
                "a stream is to be opened at a host that is not the broker's",
                "Nothing was sent there. Look at the broker's announcements; sauda may need an update.",
                .stop
            )
        }
        return SocketRequest(text, pingAfter: pingAfter)
    }

    private static let pingAfter = TimeSpan.seconds(20)

    private static func isBroker(_ host: Substring) -> Bool {
        host.hasSuffix(".upstox.com") && host.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "." }
    }
}
