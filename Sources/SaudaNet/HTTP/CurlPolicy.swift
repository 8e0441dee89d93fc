package import SaudaCore

/// What holds for every request of one transport.
package struct CurlPolicy: Hashable, Sendable {
    /// For name look-up, connection and TLS together, within the limit of the request.
    package var connectWithin: TimeSpan = .seconds(5)
    /// The largest body taken, compressed or not.
    package var responseCap = 64 << 20
    /// The most bytes of header lines, interim answers and trailers included.
    package var headerCap = 256 << 10
    /// Requests under way at once, and connections kept; more wait in the order they came, within their own limits.
    package var requestsAtOnce = 64
    /// An idle connection this old is not used again: servers close theirs without a word the client could hear in time.
    package var idleFor: TimeSpan = .seconds(55)
    /// Hosts that are offered HTTP/2; all others are spoken to in HTTP/1.1.
    package var http2Hosts: Set<String> = []
    /// Sent unless the request names its own.
    package var userAgent = "sauda"
    /// Whether `https_proxy` and its like are obeyed where the account has no proxy of its own.
    package var usesEnvironmentProxy = false

    package init() {}
}
