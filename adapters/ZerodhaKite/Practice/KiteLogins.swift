import SaudaBroker
import SaudaCore

/// The login page's own API, as programs use it that log in without a browser (section 2.4).
struct KiteLogins: Sendable {
    let password: Secret
    /// Base32.
    let totpSecret: Secret
    private let totp: TOTP
    private let seed: UInt64
    private var issued: UInt64 = 0
    /// Passed the password; until when the second factor may follow.
    private var waiting: [String: Timestamp] = [:]
    /// Cookies of logins that are complete.
    private var complete: Set<String> = []
    private var mistakes = 0

    private static let mostMistakes = 5
    private static let patience = TimeSpan.seconds(300)

    init(seed: UInt64) {
        self.seed = seed
        password = Secret(PracticeDice.text(seed, 4, length: 14))
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)
        let letters = (0..<32).map { alphabet[Int(PracticeDice.mix(PracticeDice.mix(seed, 5), $0) % 32)] }
        totpSecret = Secret(String(decoding: letters, as: UTF8.self))
        totp = TOTP(base32: totpSecret) ?? TOTP(key: letters)
    }

    private mutating func next(_ purpose: UInt64) -> String {
        issued += 1
        return PracticeDice.text(seed, purpose + issued, length: 32)
    }

    /// - Returns: the number under which the second factor is expected.
    mutating func check(_ form: FormFields, user: String, at now: Timestamp) throws(KiteRefusal) -> String {
        try checkLock()
        guard form["user_id"] == user, let given = form["password"],
            Digests.areEqual(Array(given.utf8), Array(password.reveal().utf8))
        else { throw mistake("Invalid username or password.") }
        let id = next(2_000_000)
        waiting[id] = now.advanced(by: Self.patience)
        return id
    }

    /// - Returns: the cookie of the login.
    mutating func checkCode(_ form: FormFields, user: String, at now: Timestamp) throws(KiteRefusal) -> String {
        try checkLock()
        guard form["user_id"] == user, let id = form["request_id"], let end = waiting[id], now < end else {
            throw KiteRefusal(400, "InputException", "Invalid `request_id`.")
        }
        // One step of 30 s either side.
        let good = [-30, 0, 30].map { totp.code(at: now.advanced(by: .seconds($0))).reveal() }
        guard form["twofa_type"] == "totp", let code = form["twofa_value"], good.contains(code) else {
            throw mistake("Invalid TOTP.")
        }
        waiting[id] = nil
        mistakes = 0
        let cookie = next(3_000_000)
        complete.insert(cookie)
        return cookie
    }

    func isComplete(_ request: IncomingRequest) -> Bool {
        let cookies = (request.header("Cookie") ?? "").split(separator: ";")
        return cookies.contains { cookie in
            let text = cookie.drop { $0 == " " }
            return text.hasPrefix("enctoken=") && complete.contains(String(text.dropFirst(9)))
        }
    }

    private func checkLock() throws(KiteRefusal) {
        guard mistakes < Self.mostMistakes else {
            throw KiteRefusal(403, "UserException", "Account is blocked. Reset your password.")
        }
    }

    private mutating func mistake(_ message: String) -> KiteRefusal {
        mistakes += 1
        return KiteRefusal(403, "TwoFAException", message)
    }
}
