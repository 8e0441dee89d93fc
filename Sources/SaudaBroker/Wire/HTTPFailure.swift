/// Why there is no answer to a request.
public struct HTTPFailure: Error, Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        case badURL, nameLookUp, connect, tls
        /// The certificate is not one we trust.
        case certificate
        case timedOut
        /// The connection ended before the answer was whole.
        case cut
        /// The answer is larger than the cap, also once decompressed.
        case tooLarge
        /// The answer's bytes are not what they say: a bad encoding, a broken header.
        case malformed
        case cancelled
    }

    public var kind: Kind
    /// False only when no byte of the request can have reached the broker. Where it is true an order is in doubt.
    public var mayHaveArrived: Bool
    /// For people; holds no secret.
    public var text: String

    public init(_ kind: Kind, mayHaveArrived: Bool, text: String) {
        self.kind = kind
        self.mayHaveArrived = mayHaveArrived
        self.text = text
    }
}

extension HTTPFailure: CustomStringConvertible {
    public var description: String { text }
}
