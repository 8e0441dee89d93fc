import SaudaBroker
import SaudaCore

/// What one step of the login hands out (section 1.2).
struct NeoSession: Hashable, Sendable {
    enum Kind: String, Hashable, Sendable {
        case view = "View"
        case trade = "Trade"
    }

    var kind: Kind
    /// A JWT whose `exp` is `end`.
    var token: String
    var sid: String
    var rid: String
    /// Where it was made from.
    var address: String
    var end: Timestamp

    /// - Parameters:
    ///   - number: tells sessions of one second apart.
    ///   - key: signs; nobody checks, as clients have no key of the broker's.
    init(
        _ kind: Kind,
        ucc: String,
        from address: String,
        at now: Timestamp,
        until end: Timestamp,
        seed: UInt64,
        number: UInt64,
        key: [UInt8]
    ) {
        self.kind = kind
        self.address = address
        self.end = end
        sid = NeoSession.uuid(seed, number * 2)
        rid = NeoSession.uuid(seed, number * 2 + 1)
        let head: PracticeJSON = ["alg": "RS256", "typ": "JWT"]
        let claims: PracticeJSON = [
            "scope": .array([.string(kind.rawValue)]), "exp": .int(NeoTime.seconds(end)), "jti": .string(rid),
            "iat": .int(NeoTime.seconds(now)), "iss": "login-service", "sub": .string(ucc), "ucc": .string(ucc),
        ]
        let signed = NeoSession.base64(Array(head.text.utf8)) + "." + NeoSession.base64(Array(claims.text.utf8))
        token = signed + "." + NeoSession.base64(Digests.hmac(.sha512, key: key, Array(signed.utf8)))
    }

    static func uuid(_ seed: UInt64, _ purpose: UInt64) -> String {
        let high = PracticeDice.mix(seed, purpose)
        let low = PracticeDice.mix(high, purpose)
        let bytes =
            (0..<8).map { UInt8(truncatingIfNeeded: high >> ($0 * 8)) }
            + (0..<8).map { UInt8(truncatingIfNeeded: low >> ($0 * 8)) }
        let hex = Array(Digests.hex(bytes))
        return [hex[0..<8], hex[8..<12], hex[12..<16], hex[16..<20], hex[20..<32]].map { String($0) }
            .joined(separator: "-")
    }

    /// For URLs, without padding (RFC 4648, section 5).
    private static func base64(_ bytes: [UInt8]) -> String {
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
        var text: [UInt8] = []
        var place = 0
        while place < bytes.count {
            let group = bytes[place..<min(place + 3, bytes.count)]
            var word: UInt32 = 0
            for offset in 0..<3 { word = word << 8 | (offset < group.count ? UInt32(group[place + offset]) : 0) }
            for offset in 0...group.count { text.append(letters[Int(word >> UInt32(18 - 6 * offset) & 63)]) }
            place += 3
        }
        return String(decoding: text, as: UTF8.self)
    }
}
