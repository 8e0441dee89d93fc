package import SaudaBroker
package import SaudaCore

/// The current sign-in (protocol section 1.2): mobile number, client code and one-time password give a token to look, the
/// MPIN then one to trade. With `totp-secret` nobody is asked; without it a person is, once.
///
/// Each wrong turn ends it, because repeated failures lock for minutes. Only a one-time password made here is tried once
/// more, at its next step: it is good once, and the session before may have used it up.
package struct SignIn: Dialogue {
    private enum Stage {
        case start, code, view, trade
    }

    private let credentials: Credentials
    private let endpoints: Endpoints
    package private(set) var skipped: [String: Int] = [:]
    private var stage = Stage.start
    private var totp: TOTP?
    private var wasRefused = false

    package init(_ credentials: Credentials, _ endpoints: Endpoints = Endpoints()) {
        self.credentials = credentials
        self.endpoints = endpoints
    }

    /// A code that ends sooner may be refused on arrival.
    private static let leastLife = TimeSpan.seconds(3)

    package mutating func next(_ input: DialogueInput, at now: Timestamp) -> DialogueStep {
        do throws(BrokerError) {
            switch input {
            case .start: return try start(at: now)
            case .waited: return try sendCode(at: now)
            case .reply(let code): return try login(code)
            case .response(let response):
                if let next = nextCode(after: response, at: now) { return .wait(until: next) }
                let data = try Self.data(response, stage == .trade ? "the MPIN" : "the one-time password")
                return stage == .trade ? .done(.session(try session(data, now))) : try validate(data)
            case .redirect: throw .kotak("this broker's login has no page", "Sign in again.", .stop)
            }
        } catch {
            return .failed(error)
        }
    }

    private mutating func start(at now: Timestamp) throws(BrokerError) -> DialogueStep {
        // What is missing is told before a person or a code is used up.
        _ = try secret("access-token")
        _ = try mobile()
        let mpin = try secret("mpin").reveal()
        guard (4...8).contains(mpin.utf8.count), mpin.utf8.allSatisfy({ (48...57).contains($0) }) else {
            throw Self.refused("mpin is no number of four to eight digits", "Correct it in the account's credentials.")
        }
        guard !credentials.user.isEmpty else {
            throw Self.refused("a sign-in needs the client code (UCC)", "Add user to the account's credentials.")
        }
        guard let key = credentials.secrets["totp-secret"], !key.isEmpty else {
            stage = .code
            return .ask(prompt: "The six digits of the authenticator for \(credentials.user)")
        }
        guard let totp = TOTP(base32: key) else {
            throw Self.refused("totp-secret is no base32 text", "Copy it from the broker's page of API access.")
        }
        self.totp = totp
        return try sendCode(at: now)
    }

    private mutating func sendCode(at now: Timestamp) throws(BrokerError) -> DialogueStep {
        guard let totp else { throw Self.refused("there is no one-time password to send", "Sign in again.") }
        let end = totp.ends(at: now)
        guard end.since(now) >= Self.leastLife else { return .wait(until: end.advanced(by: .milliseconds(500))) }
        return try login(totp.code(at: now))
    }

    private mutating func login(_ code: Secret) throws(BrokerError) -> DialogueStep {
        let digits = code.reveal().filter { $0 != " " }
        guard digits.utf8.count == 6, digits.utf8.allSatisfy({ (48...57).contains($0) }) else {
            throw Self.refused("a one-time password has six digits", "Sign in again with the one that is shown now.")
        }
        stage = .view
        let body = [("mobileNumber", try mobile()), ("ucc", credentials.user), ("totp", digits)]
        return .send(try request("/login/1.0/tradeApiLogin", [], body))
    }

    /// When the next one-time password begins, where this one was refused by the broker's own word for it.
    private mutating func nextCode(after response: HTTPResponse, at now: Timestamp) -> Timestamp? {
        guard let totp, stage == .view, !wasRefused, let body = try? JSON(response.body),
            body["status"].text == "error", WireText.integer(body["errorCode"]) == 401
        else { return nil }
        wasRefused = true
        return totp.ends(at: now).advanced(by: .milliseconds(500))
    }

    private mutating func validate(_ data: JSON) throws(BrokerError) -> DialogueStep {
        guard let token = data["token"].text, let sid = data["sid"].text, !token.isEmpty, !sid.isEmpty else {
            throw Failures.wrongShape("no token or no session id")
        }
        stage = .trade
        let headers = [HTTPHeader("sid", sid), HTTPHeader("Auth", token)]
        return .send(try request("/login/1.0/tradeApiValidate", headers, [("mpin", try secret("mpin").reveal())]))
    }

    private mutating func session(_ data: JSON, _ now: Timestamp) throws(BrokerError) -> BrokerSession {
        guard let token = data["token"].text, let sid = data["sid"].text, !token.isEmpty, !sid.isEmpty else {
            throw Failures.wrongShape("no token or no session id")
        }
        if let kind = data["kType"].text, kind.lowercased() != "trade" {
            throw Self.refused("the session may look and not trade", "Enable trading for the app at the broker.")
        }
        if let user = data["ucc"].text, user.uppercased() != credentials.user.uppercased() {
            throw Self.refused("the session is another client's", "Correct user, mobile-number or totp-secret.")
        }
        var secrets = ["token": Secret(token), "sid": Secret(sid)]
        let trust = Trust(endpoints)
        if endpoints.urls["api"] == nil {
            guard let text = data["baseUrl"].text else {
                throw Failures.wrongShape("no address for the calls of the day")
            }
            guard let base = trust.origin(text) else {
                throw Self.refused(
                    "the address for the calls of the day is not one of the broker's",
                    "No token was sent there. Look at the broker's pages of the API before you sign in again."
                )
            }
            secrets["base-url"] = Secret(base)
        }
        for (name, field, endpoint) in [("feed-url", "feedUrl", "feed"), ("order-url", "rtUrl", "orders")]
        where endpoints.urls[endpoint] == nil {
            guard let text = WireText.word(data[field]) else { continue }
            guard let url = trust.socket(text) else {
                // Its public place is taken instead.
                skipped["an address of a stream that is not the broker's", default: 0] += 1
                continue
            }
            secrets[name] = Secret(url)
        }
        return BrokerSession(
            user: credentials.user,
            secrets: secrets,
            issued: now,
            expires: SessionToken.expiry(of: Secret(token), issued: now)
        )
    }

    // MARK: - Parts

    private func request(
        _ path: String,
        _ headers: [HTTPHeader],
        _ body: [(name: String, value: String)]
    ) throws(BrokerError) -> HTTPRequest {
        return HTTPRequest(
            .post,
            // Always this host; only the calls after the sign-in go to the address of its answer.
            endpoints["login", default: "https://mis.kotaksecurities.com"] + path,
            headers: [
                // Plain, without `Bearer`.
                HTTPHeader("Authorization", try secret("access-token").reveal()),
                HTTPHeader("neo-fin-key", "neotradeapi"), HTTPHeader("Content-Type", "application/json"),
            ] + headers,
            body: Array(JSONBody.members(body.map { (name: $0.name, value: .text($0.value)) }).text.utf8),
            endpoint: .login
        )
    }

    private func secret(_ name: String) throws(BrokerError) -> Secret {
        try credentials.require(name, broker: KotakNeo.id)
    }

    /// With the country's prefix.
    private func mobile() throws(BrokerError) -> String {
        let text = try secret("mobile-number").reveal().filter { $0 != " " && $0 != "-" }
        let digits = text.hasPrefix("+") ? text.dropFirst() : text[...]
        guard digits.utf8.allSatisfy({ (48...57).contains($0) }), (10...15).contains(digits.utf8.count) else {
            throw Self.refused("mobile-number is no number", "Write it as +91 and ten digits.")
        }
        return text.hasPrefix("+") ? text : (digits.utf8.count == 10 ? "+91" : "+") + digits
    }

    /// A 2xx answer may be a refusal as well; the token tells (section 1.2).
    private static func data(_ response: HTTPResponse, _ what: String) throws(BrokerError) -> JSON {
        do throws(BrokerError) {
            return try Failures.body(response)["data"]
        } catch {
            if case .slowDown = error.recovery { throw error }
            if response.status >= 500 || (try? JSON(response.body)) == nil {
                throw .kotak(
                    "the login answers with HTTP \(response.status)",
                    "It is tried again in five minutes.",
                    .retry(after: .seconds(300))
                )
            }
            throw refused(
                "\(what) was refused: \(error.summary)",
                "Compare the account's credentials with the broker's page of API access, and this machine's clock with "
                    + "`sauda doctor`. It is not tried again by itself: that locks the user out."
            )
        }
    }

    private static func refused(_ what: String, _ nextStep: String) -> BrokerError { .kotak(what, nextStep, .stop) }
}
