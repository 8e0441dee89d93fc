public import SaudaCore

/// The way out over HTTP. Declared here so that whoever talks needs no network room.
///
/// One transport serves one account: its source address, proxy and trust are fixed when it is made.
public protocol HTTPTransport: Sendable {
    /// Sends one request once: no retry, no redirect. Ends early when the task is cancelled.
    ///
    /// - Parameter limit: for the whole of it, look-up and body included.
    func perform(_ request: HTTPRequest, within limit: TimeSpan) async throws(HTTPFailure) -> HTTPResponse
}

/// Where an account's traffic leaves from (since April 2026 each account has its own registered address).
public struct Egress: Hashable, Sendable {
    /// A local IPv4 or IPv6 address, nil for the system's choice.
    public var address: String?
    /// `http://host:port` or `socks5://host:port`.
    public var proxy: String?

    public init(address: String? = nil, proxy: String? = nil) {
        self.address = address
        self.proxy = proxy
    }
}

/// Whose certificates are believed. Verification cannot be switched off.
public enum TrustRoots: Hashable, Sendable {
    case system
    /// A PEM file, for practice servers only; live mode refuses it.
    case file(String)
}
