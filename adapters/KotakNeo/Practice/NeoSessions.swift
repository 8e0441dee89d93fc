import SaudaBroker
import SaudaCore

/// The account, its secrets, and the sessions that work (section 1).
struct NeoSessions: Sendable {
    let ucc = "ABC12"
    let mobile = "+919876543210"
    let accessToken: Secret
    let mpin: Secret
    /// Base32.
    let totpSecret: Secret
    private let totp: TOTP
    private let key: [UInt8]
    private let seed: UInt64
    private var issued: UInt64 = 0

    private(set) var views: [NeoSession] = []
    /// Oldest first.
    private(set) var trades: [NeoSession] = []
    /// One has died since it was asked last.
    private var hasEnded = false
    /// The 30-second step of the last one-time password that was taken.
    private var lastStep = Int64.min
    private var failures = 0
    private var closedUntil: Timestamp?

    init(seed: UInt64) {
        self.seed = seed
        accessToken = Secret(NeoSession.uuid(seed, 21))
        mpin = Secret("\(100_000 + PracticeDice.mix(seed, 22) % 900_000)")
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)
        let letters = (0..<32).map { alphabet[Int(PracticeDice.mix(PracticeDice.mix(seed, 23), $0) % 32)] }
        totpSecret = Secret(String(decoding: letters, as: UTF8.self))
        totp = TOTP(base32: totpSecret) ?? TOTP(key: letters)
        key = Array(PracticeDice.text(seed, 24, length: 64).utf8)
    }

    // MARK: - What works

    func isAccessToken(_ text: String?) -> Bool { NeoSessions.areEqual(text, accessToken.reveal()) }

    /// The session of a trade token and its id; nil when they do not work, or not any more.
    func trade(_ token: String?, _ sid: String?, at now: Timestamp) -> NeoSession? {
        NeoSessions.find(token, sid, trades, at: now)
    }

    /// The same for the token of the first step.
    func view(_ token: String?, _ sid: String?, at now: Timestamp) -> NeoSession? {
        NeoSessions.find(token, sid, views, at: now)
    }

    /// By the id alone, as the newer price feed asks.
    func isTrading(_ sid: String?, at now: Timestamp) -> Bool {
        trades.contains { $0.sid == sid && now < $0.end }
    }

    private static func find(
        _ token: String?,
        _ sid: String?,
        _ sessions: [NeoSession],
        at now: Timestamp
    ) -> NeoSession? {
        sessions.first { areEqual(token, $0.token) && areEqual(sid, $0.sid) && now < $0.end }
    }

    private static func areEqual(_ given: String?, _ text: String) -> Bool {
        Digests.areEqual(Array((given ?? "").utf8), Array(text.utf8))
    }

    /// When the next one dies of age.
    var nextEnd: Timestamp { trades.map(\.end).min() ?? .distantFuture }

    mutating func endAll() {
        hasEnded = hasEnded || !trades.isEmpty
        trades = []
        views = []
    }

    /// Whether a session has died since this was asked last.
    mutating func takeEnded(at now: Timestamp) -> Bool {
        let count = trades.count
        trades.removeAll { now >= $0.end }
        defer { hasEnded = false }
        return hasEnded || trades.count < count
    }

    // MARK: - Login

    /// The first step.
    mutating func begin(
        _ body: JSON,
        _ settings: NeoSettings,
        from address: String,
        at now: Timestamp
    ) throws(NeoRefusal) -> NeoSession {
        try checkOpen(at: now)
        let status = settings.loginErrorsAre200 ? 200 : 401
        let step = timeStep(of: try NeoSessions.field(body, "totp"), at: now)
        let (number, client) = (try NeoSessions.field(body, "mobileNumber"), try NeoSessions.field(body, "ucc"))
        guard number == mobile, client == ucc, let step, !settings.codeWorksOnce || step > lastStep else {
            fail(settings, at: now)
            throw .login(status, "Invalid credentials or TOTP.")
        }
        lastStep = step
        failures = 0
        let session = make(.view, settings, from: address, at: now)
        views = views.filter { now < $0.end } + [session]
        return session
    }

    /// The second step.
    mutating func finish(
        _ body: JSON,
        token: String?,
        sid: String?,
        _ settings: NeoSettings,
        from address: String,
        at now: Timestamp
    ) throws(NeoRefusal) -> NeoSession {
        try checkOpen(at: now)
        let status = settings.loginErrorsAre200 ? 200 : 401
        let given = try NeoSessions.field(body, "mpin")
        guard view(token, sid, at: now) != nil else { throw .login(status, "Invalid session.") }
        guard NeoSessions.areEqual(given, mpin.reveal()) else {
            fail(settings, at: now)
            throw .login(status, "Invalid MPIN.")
        }
        failures = 0
        views.removeAll { $0.sid == sid }
        let session = make(.trade, settings, from: address, at: now)
        trades.append(session)
        let surplus = max(0, trades.count - max(1, settings.sessionsAtOnce))
        trades.removeFirst(surplus)
        hasEnded = hasEnded || surplus > 0
        return session
    }

    private func checkOpen(at now: Timestamp) throws(NeoRefusal) {
        guard let closedUntil, now < closedUntil else { return }
        throw .login(503, "Service error", code: "503")
    }

    private mutating func fail(_ settings: NeoSettings, at now: Timestamp) {
        failures += 1
        guard failures >= settings.loginTries else { return }
        failures = 0
        closedUntil = now.advanced(by: settings.loginPause)
    }

    /// One step of 30 s either side; nil for a code that is none of the three.
    private func timeStep(of code: String, at now: Timestamp) -> Int64? {
        let place = [0, -1, 1].first { offset in
            totp.code(at: now.advanced(by: .seconds(offset * 30))).reveal() == code
        }
        return place.map { now.microseconds / 30_000_000 + $0 }
    }

    private mutating func make(
        _ kind: NeoSession.Kind,
        _ settings: NeoSettings,
        from address: String,
        at now: Timestamp
    ) -> NeoSession {
        issued += 1
        let midnight = now.day.advanced(by: 1).at(TimeOfDay(0, 0))
        return NeoSession(
            kind,
            ucc: ucc,
            from: address,
            at: now,
            until: min(midnight, now.advanced(by: settings.tokenLife)),
            seed: seed,
            number: 100 + issued,
            key: key
        )
    }

    /// Refusals name it with a capital letter.
    private static func field(_ body: JSON, _ name: String) throws(NeoRefusal) -> String {
        guard let text = body[name].text, !text.isEmpty else {
            let title = name.prefix(1).uppercased() + name.dropFirst()
            throw .routing(400, "400", "Missing required field '\(title)'")
        }
        return text
    }
}
