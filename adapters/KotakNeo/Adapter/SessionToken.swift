package import SaudaBroker
package import SaudaCore

/// What can be read of a session's token, a JWT, without its key.
package enum SessionToken {
    /// When a session ends: at the token's own `exp`, and at the next midnight in India at the latest (protocol section 1.7).
    package static func expiry(of token: Secret, issued: Timestamp) -> Timestamp {
        let midnight = issued.day.advanced(by: 1).at(TimeOfDay(0, 0))
        let parts = token.reveal().split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let bytes = bytes(base64url: parts[1]), let claims = try? JSON(bytes),
            let seconds = claims["exp"].integer, seconds > 0, seconds < 1 << 40
        else { return midnight }
        let end = Timestamp(microseconds: seconds * 1_000_000)
        // One that is over already says nothing about this login.
        return end > issued ? min(end, midnight) : midnight
    }

    private static func bytes(base64url text: Substring) -> [UInt8]? {
        var bytes: [UInt8] = []
        var buffer: UInt32 = 0
        var bits: UInt32 = 0
        for character in text.utf8 where character != UInt8(ascii: "=") {
            let value: UInt8
            switch character {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): value = character - UInt8(ascii: "A")
            case UInt8(ascii: "a")...UInt8(ascii: "z"): value = character - UInt8(ascii: "a") + 26
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = character - UInt8(ascii: "0") + 52
            case UInt8(ascii: "-"), UInt8(ascii: "+"): value = 62
            case UInt8(ascii: "_"), UInt8(ascii: "/"): value = 63
            default: return nil
            }
            buffer = buffer << 6 | UInt32(value)
            bits += 6
            guard bits >= 8 else { continue }
            bits -= 8
            bytes.append(UInt8(truncatingIfNeeded: buffer >> bits))
            buffer &= (1 << bits) - 1
        }
        return bytes
    }
}
