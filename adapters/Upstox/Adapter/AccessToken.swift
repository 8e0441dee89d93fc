package import SaudaBroker
package import SaudaCore

/// An access token: a JWT whose claims are read for the end it names; nothing is verified (protocol section 2.2).
package struct AccessToken: Sendable {
    package var secret: Secret
    /// Nil where it does not say.
    package var expires: Timestamp?

    package init(_ secret: Secret) {
        self.secret = Secret(secret.reveal().filter { !$0.isWhitespace })
        let parts = self.secret.reveal().split(separator: ".", omittingEmptySubsequences: false)
        let claims = parts.count == 3 ? Self.decode(parts[1]).flatMap { try? JSON($0) } ?? .null : .null
        let seconds = claims["exp"].integer.flatMap { (1..<4_102_444_800).contains($0) ? $0 : nil }
        expires = seconds.map { Timestamp(microseconds: $0 * 1_000_000) }
    }

    /// Tokens end at 03:30 India time, however young they are.
    package static func end(at now: Timestamp) -> Timestamp {
        let today = now.day.at(TimeOfDay(3, 30))
        return now < today ? today : now.day.advanced(by: 1).at(TimeOfDay(3, 30))
    }

    package func session(of user: String, at now: Timestamp) -> BrokerSession {
        let rule = Self.end(at: now)
        return BrokerSession(
            user: user,
            secrets: ["access-token": secret],
            issued: now,
            expires: min(expires ?? rule, rule)
        )
    }

    /// Base64 with `-` and `_` (RFC 4648, section 5); nil for what is none.
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
}
