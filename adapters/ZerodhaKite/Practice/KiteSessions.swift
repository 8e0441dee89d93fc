import SaudaBroker
import SaudaCore

/// The app's keys, its user, and who is signed in (protocol section 2).
struct KiteSessions: Sendable {
    let apiKey: String
    let secret: Secret
    let user = "ZZ0001"
    private let seed: UInt64
    private var issued: UInt64 = 0
    /// Until when each works.
    private var requestTokens: [String: Timestamp] = [:]
    private var accessTokens: [String: Timestamp] = [:]

    init(seed: UInt64) {
        self.seed = seed
        apiKey = PracticeDice.text(seed, 1, length: 16).lowercased()
        secret = Secret(PracticeDice.text(seed, 2, length: 32).lowercased())
    }

    private mutating func next() -> UInt64 {
        issued += 1
        return issued
    }

    mutating func makeRequestToken(until end: Timestamp) -> String {
        let token = PracticeDice.text(seed, 1000 + next(), length: 32)
        requestTokens[token] = end
        return token
    }

    /// Exchanges a request token, once.
    mutating func signIn(_ form: FormFields, expiry: TimeOfDay, at now: Timestamp) throws(KiteRefusal) -> String {
        guard let key = form["api_key"], !key.isEmpty else { throw .noKey }
        guard key == apiKey else { throw .badSession }
        guard let request = form["request_token"], let end = requestTokens[request], now < end else {
            throw .badRequestToken
        }
        guard let checksum = form["checksum"] else { throw .badChecksum }
        let expected = Digests.hex(Digests.sha256(Array((apiKey + request + secret.reveal()).utf8)))
        guard Digests.areEqual(Array(checksum.utf8), Array(expected.utf8)) else { throw .badChecksum }
        requestTokens[request] = nil
        let token = PracticeDice.text(seed, 1_000_000 + next(), length: 32)
        accessTokens[token] = KiteSessions.end(of: now, expiry)
        return token
    }

    /// The first moment of that time of day after `now`.
    static func end(of now: Timestamp, _ expiry: TimeOfDay) -> Timestamp {
        let today = now.day.at(expiry)
        return now < today ? today : now.day.advanced(by: 1).at(expiry)
    }

    func isGood(_ key: String?, _ token: String?, at now: Timestamp) -> Bool {
        guard key == apiKey, let token, let end = accessTokens[token] else { return false }
        return now < end
    }

    /// Whether the `Authorization` header opens a session: `token KEY:TOKEN`.
    func isGood(_ request: IncomingRequest, at now: Timestamp) -> Bool {
        guard let header = request.header("Authorization"), header.hasPrefix("token ") else { return false }
        let parts = header.dropFirst(6).split(separator: ":", maxSplits: 1)
        guard parts.count == 2 else { return false }
        return isGood(String(parts[0]), String(parts[1]), at: now)
    }

    mutating func end(_ token: String) -> Bool { accessTokens.removeValue(forKey: token) != nil }
    mutating func endAll() { accessTokens.removeAll() }

    func publicToken(of token: String) -> String {
        PracticeDice.text(token.utf8.reduce(seed) { PracticeDice.mix($0, UInt64($1)) }, 3, length: 32)
    }
}
