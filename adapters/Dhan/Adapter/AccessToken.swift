package import SaudaBroker
package import SaudaCore

/// What an access token says of itself (protocol section 1.3). It is read, not verified: the broker does that.
package struct AccessToken: Sendable {
    package var secret: Secret
    /// Nil when the token does not say.
    package var expires: Timestamp?
    package var client: String?
    /// Made on the broker's website (`SELF`); only such tokens can be renewed.
    package var isFromWebsite: Bool

    package init(_ secret: Secret) {
        self.secret = Secret(secret.reveal().filter { !$0.isWhitespace })
        let parts = self.secret.reveal().split(separator: ".", omittingEmptySubsequences: false)
        let claims = parts.count == 3 ? Self.decode(parts[1]).flatMap { try? JSON($0) } ?? .null : .null
        let seconds = claims["exp"].integer.flatMap { (1..<4_102_444_800).contains($0) ? $0 : nil }
        expires = seconds.map { Timestamp(microseconds: $0 * 1_000_000) }
        client = claims["dhanClientId"].text
        isFromWebsite = claims["tokenConsumerType"].text == "SELF"
    }

    /// Base64 with `-` and `_`, unpadded; nil for anything else.
    private static func decode(_ text: Substring) -> [UInt8]? {
        var bytes: [UInt8] = []
        var buffer: UInt32 = 0
        var bits: UInt32 = 0
        for character in text.utf8 where character != UInt8(ascii: "=") {
            let value: UInt8
            switch character {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): value = character - UInt8(ascii: "A")
            case UInt8(ascii: "a")...UInt8(ascii: "z"): value = character - UInt8(ascii: "a") + 26
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = character - UInt8(ascii: "0") + 52
            case UInt8(ascii: "-"): value = 62
            case UInt8(ascii: "_"): value = 63
            default: return nil
            }
            buffer = buffer << 6 | UInt32(value)
            bits += 6
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(truncatingIfNeeded: buffer >> bits))
                buffer &= (1 << bits) - 1
            }
        }
        return bytes
    }

    /// The session that it is.
    ///
    /// - Parameter stated: when it ends by the broker's answer; the token's own word goes before.
    package func session(of user: String, ending stated: Timestamp?, at now: Timestamp) -> BrokerSession {
        let end = expires ?? stated ?? now.advanced(by: .seconds(86_400))
        return BrokerSession(
            user: user,
            secrets: ["access-token": secret],
            issued: now,
            expires: end,
            renewable: isFromWebsite ? Self.renewal(from: now, to: end) : nil
        )
    }

    /// A new token kills the old one and breaks the sockets, so it is asked for after the market: at the next 16:30, or
    /// half an hour before the end when that comes first.
    private static func renewal(from now: Timestamp, to end: Timestamp) -> Timestamp {
        let today = now.day.at(TimeOfDay(16, 30))
        let evening = now < today ? today : now.day.advanced(by: 1).at(TimeOfDay(16, 30))
        return min(evening, Timestamp(microseconds: end.microseconds - 1_800_000_000))
    }
}
