public import SaudaCore

/// The way out over WebSocket.
public protocol SocketTransport: Sendable {
    /// Connects and shakes hands.
    ///
    /// - Parameter limit: for connection, TLS and handshake together.
    func open(_ request: SocketRequest, within limit: TimeSpan) async throws(SocketFailure) -> any Socket
}

/// An open connection. One task reads, any task may write.
public protocol Socket: Sendable {
    /// The next message, whole: fragments are put together, pings answered and handed on as signs of life, pongs
    /// taken. Nil once it is closed; then `ending` tells why. The peer is held back while nobody asks.
    func next() async -> SocketMessage?
    func write(_ message: SocketMessage)
    /// Says goodbye with a close frame and ends, at the latest after a few seconds.
    func close(code: UInt16)
    var ending: SocketEnding? { get }
}

/// What to connect to. The URL may hold a token, so it prints without its query.
public struct SocketRequest: Hashable, Sendable {
    /// `wss://` or, for practice on this machine only, `ws://`.
    public var url: String
    public var headers: [HTTPHeader]
    /// Our pings: sent when nothing came for this long, and the connection is given up after as long again.
    public var pingAfter: TimeSpan
    /// The largest message taken, fragments together.
    public var messageCap: Int

    public init(
        _ url: String,
        headers: [HTTPHeader] = [],
        pingAfter: TimeSpan = .seconds(10),
        messageCap: Int = 16 << 20
    ) {
        self.url = url
        self.headers = headers
        self.pingAfter = pingAfter
        self.messageCap = messageCap
    }
}

extension SocketRequest: CustomStringConvertible, CustomReflectable {
    public var description: String { String(url.prefix { $0 != "?" }) }
    public var customMirror: Mirror { Mirror(self, children: ["socket": description]) }
}

public enum SocketMessage: Hashable, Sendable {
    case text(String)
    case binary([UInt8])
    case ping([UInt8])
}

/// Why an open connection ended.
public enum SocketEnding: Hashable, Sendable {
    /// By a close frame; 1005 when it named no code.
    case closed(code: UInt16, reason: String)
    /// Without one.
    case cut(String)
    /// No byte and no pong in time.
    case silent
    /// The peer broke RFC 6455 or the cap; the text says how.
    case violated(String)
}

/// Why a connection did not open.
public enum SocketFailure: Error, Hashable, Sendable {
    /// The server answered the handshake with HTTP instead, its body cut to 64 KiB.
    case refused(HTTPResponse)
    case failed(HTTPFailure)
}
