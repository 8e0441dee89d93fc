public import SaudaCore

/// What a JSON web token (RFC 7519) says of itself. It is read, not verified: that is the broker's to do.
public struct TokenClaims: Sendable {
    private let claims: JSON

    /// A text that is no such token has no claims.
    public init(_ token: Secret) {
        let parts = token.reveal().split(separator: ".", omittingEmptySubsequences: false)
        claims = parts.count == 3 ? Base64URL.bytes(parts[1]).flatMap { try? JSON($0) } ?? .null : .null
    }

    public subscript(name: String) -> JSON { claims[name] }

    /// Its `exp`; nil where it names no end, or one that no token has: before 1970, after 2099.
    public var expires: Timestamp? {
        guard let seconds = claims["exp"].integer, (1..<4_102_444_800).contains(seconds) else { return nil }
        return Timestamp(microseconds: seconds * 1_000_000)
    }
}
