/// Where a connection of a stream is opened.
public enum StreamAddress: Sendable {
    /// Known beforehand, and the same every time.
    case fixed(SocketRequest)
    /// Good for one connection: the question is asked before each, as any read is, and the answer says where to go. It is
    /// a secret while it lasts, so it is neither kept nor shown.
    ///
    /// The function throws what an answer without an address means. `signInAgain` lets the probe find out whether the
    /// session is over; after some refusals (`stop` and `changeRequest` too) prices are asked for over REST.
    case handedOut(by: HTTPRequest, @Sendable (HTTPResponse) throws(BrokerError) -> SocketRequest)
}
