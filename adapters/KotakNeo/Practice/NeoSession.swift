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
        let claims: PracticeJSON = [
            "scope": .array([.string(kind.rawValue)]), "exp": .int(NeoTime.seconds(end)), "jti": .string(rid),
            "iat": .int(NeoTime.seconds(now)), "iss": "login-service", "sub": .string(ucc), "ucc": .string(ucc),
        ]
        token = PracticeToken.text("RS256", claims, key: key)
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
}
