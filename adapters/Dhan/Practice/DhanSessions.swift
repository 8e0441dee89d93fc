import SaudaBroker
import SaudaCore

/// The account, its secrets, and the one token that works (sections 1.3 and 1.4).
struct DhanSessions: Sendable {
    let client = "1100000001"
    let pin: Secret
    /// Base32.
    let totpSecret: Secret
    let appID: String
    let appSecret: Secret
    private let totp: TOTP
    private let key: [UInt8]
    private let seed: UInt64
    private var issued: UInt64 = 0

    private(set) var active: DhanToken?
    /// Those that worked once.
    private var dead: Set<String> = []
    /// Of the last token by PIN and one-time password.
    private var lastTry: Timestamp?
    /// Consents and token ids, and until when each works.
    private var consents: [String: Timestamp] = [:]
    private var tokenIDs: [String: Timestamp] = [:]
    private var consentDay: Day?
    private var consentCount = 0

    init(seed: UInt64) {
        self.seed = seed
        pin = Secret("\(100_000 + PracticeDice.mix(seed, 11) % 900_000)")
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)
        let letters = (0..<32).map { alphabet[Int(PracticeDice.mix(PracticeDice.mix(seed, 12), $0) % 32)] }
        totpSecret = Secret(String(decoding: letters, as: UTF8.self))
        totp = TOTP(base32: totpSecret) ?? TOTP(key: letters)
        appID = PracticeDice.text(seed, 13, length: 8).lowercased()
        appSecret = Secret(DhanSessions.uuid(seed, 14))
        key = Array(PracticeDice.text(seed, 15, length: 64).utf8)
    }

    private static func uuid(_ seed: UInt64, _ purpose: UInt64) -> String {
        let high = PracticeDice.mix(seed, purpose)
        let low = PracticeDice.mix(high, purpose)
        let bytes =
            (0..<8).map { UInt8(truncatingIfNeeded: high >> ($0 * 8)) }
            + (0..<8).map { UInt8(truncatingIfNeeded: low >> ($0 * 8)) }
        let hex = Array(Digests.hex(bytes))
        return [hex[0..<8], hex[8..<12], hex[12..<16], hex[16..<20], hex[20..<32]].map { String($0) }
            .joined(separator: "-")
    }

    private mutating func next() -> UInt64 {
        issued += 1
        return issued
    }

    // MARK: - The token

    /// Kills the one before.
    mutating func issue(_ consumer: DhanToken.Consumer, life: TimeSpan, at now: Timestamp) -> DhanToken {
        endAll()
        let token = DhanToken(consumer, client: client, until: now.advanced(by: life), number: next(), key: key)
        active = token
        return token
    }

    mutating func endAll() {
        if let active { dead.insert(active.text) }
        active = nil
    }

    func isGood(_ client: String?, _ token: String?, at now: Timestamp) -> Bool {
        guard client == self.client else { return false }
        return isGood(token, at: now)
    }

    func isGood(_ token: String?, at now: Timestamp) -> Bool {
        guard let token, let active else { return false }
        return Digests.areEqual(Array(token.utf8), Array(active.text.utf8)) && now < active.end
    }

    /// Whether it worked once.
    func hasDied(_ token: String?, at now: Timestamp) -> Bool {
        guard let token else { return false }
        return dead.contains(token) || active.map { $0.text == token && now >= $0.end } == true
    }

    // MARK: - PIN and one-time password

    func isRightPIN(_ text: String?) -> Bool {
        Digests.areEqual(Array((text ?? "").utf8), Array(pin.reveal().utf8))
    }

    /// One step of 30 s either side.
    func isRightCode(_ text: String?, at now: Timestamp) -> Bool {
        [-30, 0, 30].contains { totp.code(at: now.advanced(by: .seconds($0))).reveal() == text }
    }

    mutating func generate(
        _ query: FormFields,
        _ settings: DhanSettings,
        at now: Timestamp
    ) throws(DhanRefusal) -> DhanToken {
        guard query["dhanClientId"] == client else { throw .issuer("Invalid Client ID") }
        guard isRightPIN(query["pin"]) else { throw .issuer("Invalid Pin") }
        guard isRightCode(query["totp"], at: now) else { throw .issuer("Invalid TOTP") }
        if let lastTry, now < lastTry.advanced(by: settings.tokenPause) {
            throw .issuer("Token can be generated once every 2 minutes.")
        }
        lastTry = now
        return issue(.api, life: settings.tokenLife, at: now)
    }

    // MARK: - Consent

    func isApp(_ request: IncomingRequest) -> Bool {
        request.header("app_id") == appID
            && Digests.areEqual(Array((request.header("app_secret") ?? "").utf8), Array(appSecret.reveal().utf8))
    }

    mutating func makeConsent(_ settings: DhanSettings, at now: Timestamp) throws(DhanRefusal) -> String {
        if consentDay != now.day { (consentDay, consentCount) = (now.day, 0) }
        guard consentCount < settings.consentsPerDay else {
            throw .issuer("Maximum consents of the day are generated.")
        }
        consentCount += 1
        let id = DhanSessions.uuid(seed, 1000 + next())
        consents[id] = now.advanced(by: settings.consentLife)
        return id
    }

    func isConsent(_ id: String?, at now: Timestamp) -> Bool {
        id.flatMap { consents[$0] }.map { now < $0 } == true
    }

    /// The owner has agreed.
    mutating func agree(to consent: String, _ settings: DhanSettings, at now: Timestamp) -> String {
        consents[consent] = nil
        let id = DhanSessions.uuid(seed, 2000 + next())
        tokenIDs[id] = now.advanced(by: settings.consentLife)
        return id
    }

    /// Once.
    mutating func consume(_ id: String?, at now: Timestamp) -> Bool {
        guard let id, let end = tokenIDs.removeValue(forKey: id) else { return false }
        return now < end
    }
}
