import SaudaBroker
import SaudaCore

/// The account, its app, and the token that works (section 2).
struct UpstoxSessions: Sendable {
    let user = "AB1234"
    let apiKey: String
    let apiSecret: Secret
    private let seed: UInt64
    private let key: [UInt8]
    private var issued: UInt64 = 0

    private(set) var token: String?
    private(set) var end = Timestamp(microseconds: .min)
    /// Of the dialog, with the redirect address each is for and until when.
    private var codes: [String: (redirect: String, until: Timestamp)] = [:]

    init(seed: UInt64) {
        self.seed = seed
        apiKey = PracticeDice.text(seed, 21, length: 36).lowercased()
        apiSecret = Secret(PracticeDice.text(seed, 22, length: 10).lowercased())
        key = Array(PracticeDice.text(seed, 23, length: 64).utf8)
    }

    private mutating func next() -> UInt64 {
        issued += 1
        return issued
    }

    /// Those who have the old one keep it no longer.
    mutating func issue(at now: Timestamp) -> String {
        end = UpstoxTime.tokenEnd(after: now)
        let claims: PracticeJSON = [
            "sub": .string(user), "jti": .string("\(next())"), "isMultiClient": false, "isPlusPlan": false,
            "iat": .int(now.microseconds / 1_000_000), "iss": "udapi-gateway-service",
            "exp": .int(end.microseconds / 1_000_000),
        ]
        let token = PracticeToken.text("HS256", claims, key: key)
        self.token = token
        return token
    }

    mutating func endAll() { token = nil }

    /// - Parameter header: of `Authorization`.
    func isGood(_ header: String?, at now: Timestamp) -> Bool {
        guard let header, header.hasPrefix("Bearer "), let token, now < end else { return false }
        return Digests.areEqual(Array(header.dropFirst(7).utf8), Array(token.utf8))
    }

    // MARK: - Codes

    mutating func makeCode(for redirect: String, until: Timestamp) -> String {
        let code = PracticeDice.text(seed, 1000 + next(), length: 6)
        codes[code] = (redirect, until)
        return code
    }

    /// Once, whatever comes of it (trap T10).
    mutating func consume(_ form: FormFields, at now: Timestamp) throws(UpstoxRefusal) {
        let known = form["code"].flatMap { codes.removeValue(forKey: $0) }
        guard form["client_id"] == apiKey,
            Digests.areEqual(Array((form["client_secret"] ?? "").utf8), Array(apiSecret.reveal().utf8))
        else { throw .badCredentials }
        guard form["grant_type"] == "authorization_code" else {
            throw UpstoxRefusal(400, 1023, "The grant_type is required")
        }
        guard let known, now < known.until else { throw .badCode }
        guard form["redirect_uri"] == known.redirect else { throw .badCredentials }
    }
}
