import SaudaBroker
import SaudaCore

/// From a token that somebody pasted, from PIN and one-time code, or from a login in the browser to a session (protocol
/// section 1.4 A to C). What is configured is tried in that order; a pasted token that has died gives way to the next.
struct SignIn: Dialogue {
    private enum Way {
        case pasted(AccessToken)
        case generated(pin: Secret, totp: TOTP)
        case consented(key: Secret, secret: Secret)
    }

    private enum Step {
        case checking(AccessToken)
        case generating
        case waiting(pin: Secret, totp: TOTP)
        case consenting(key: Secret, secret: Secret)
        case logging(key: Secret, secret: Secret)
        case consuming
    }

    private let api: DhanAPI
    private var ways: [Way] = []
    private var step: Step?

    init(_ api: DhanAPI) { self.api = api }

    mutating func next(_ input: DialogueInput, at now: Timestamp) -> DialogueStep {
        do throws(BrokerError) {
            switch (input, step) {
            case (.start, _):
                ways = try available()
                return try begin(at: now)
            case (.response(let response), .checking(let token)?): return try check(response, token, at: now)
            case (.response(let response), .generating?), (.response(let response), .consuming?):
                let session = try TokenAnswer.session(response, for: api.context.credentials, at: now)
                return .done(.session(session))
            case (.waited, .waiting(let pin, let totp)?): return .send(try generate(pin, totp, at: now))
            case (.response(let response), .consenting(let key, let secret)?):
                step = .logging(key: key, secret: secret)
                return .openBrowser(url: api.loginURL(try TokenAnswer.consent(response)))
            case (.redirect(let address), .logging(let key, let secret)?),
                (.reply(let address), .logging(let key, let secret)?):
                step = .consuming
                return .send(try consume(address, key, secret))
            default:
                throw .dhan("the sign-in got out of step", "Sign in again.", .stop)
            }
        } catch {
            return .failed(error)
        }
    }

    // MARK: - Ways

    /// A way of which a part is configured needs the whole.
    private func available() throws(BrokerError) -> [Way] {
        let credentials = api.context.credentials
        func has(_ name: String) -> Bool { credentials.secrets[name].map { !$0.isEmpty } ?? false }
        _ = try api.client()
        var ways: [Way] = []
        if has("access-token") {
            ways.append(.pasted(AccessToken(try credentials.require("access-token", broker: Dhan.id))))
        }
        if has("pin") || has("totp-secret") {
            let pin = try credentials.require("pin", broker: Dhan.id)
            let secret = try credentials.require("totp-secret", broker: Dhan.id)
            guard let totp = TOTP(base32: secret) else {
                throw .dhan(
                    "totp-secret is no base32 text",
                    "Copy the secret again from the broker's page that sets up one-time codes.",
                    .stop
                )
            }
            ways.append(.generated(pin: pin, totp: totp))
        }
        if has("app-id") || has("app-secret") {
            let key = try credentials.require("app-id", broker: Dhan.id)
            ways.append(.consented(key: key, secret: try credentials.require("app-secret", broker: Dhan.id)))
        }
        guard !ways.isEmpty else {
            throw .dhan(
                "the credentials have no access-token",
                "Add an access-token of the broker's website, or pin and totp-secret, or app-id and app-secret.",
                .stop
            )
        }
        return ways
    }

    /// The next way that is left.
    private mutating func begin(at now: Timestamp) throws(BrokerError) -> DialogueStep {
        while !ways.isEmpty {
            switch ways.removeFirst() {
            case .pasted(let token):
                if let expires = token.expires, expires <= now { continue }
                step = .checking(token)
                return .send(api.profile(token.secret, of: try api.client()))
            case .generated(let pin, let totp):
                // A code that ends while it travels is refused, and a second try has to wait two minutes.
                let end = totp.ends(at: now)
                guard end.since(now) < .seconds(3) else { return .send(try generate(pin, totp, at: now)) }
                step = .waiting(pin: pin, totp: totp)
                return .wait(until: end)
            case .consented(let key, let secret):
                step = .consenting(key: key, secret: secret)
                let client = [("client_id", try api.client())]
                return .send(api.auth(.post, "/app/generate-consent", client, headers: Self.headers(key, secret)))
            }
        }
        throw .dhan(
            "the pasted access token has ended or was replaced by another",
            "Make a new one on the broker's website and set access-token, then sign in.",
            .stop
        )
    }

    private mutating func check(
        _ response: HTTPResponse,
        _ token: AccessToken,
        at now: Timestamp
    ) throws(BrokerError) -> DialogueStep {
        let profile: JSON
        do throws(BrokerError) {
            profile = try Failures.body(response)
        } catch {
            guard error.recovery == .signInAgain else { throw error }
            return try begin(at: now)
        }
        let user = try Portfolio.user(profile, api.context.credentials)
        let end = IndiaTime.slashed(profile["tokenValidity"])
        return .done(.session(token.session(of: user, ending: end, at: now)))
    }

    private mutating func generate(_ pin: Secret, _ totp: TOTP, at now: Timestamp) throws(BrokerError) -> HTTPRequest {
        step = .generating
        let query = [
            ("dhanClientId", try api.client()), ("pin", pin.reveal()), ("totp", totp.code(at: now).reveal()),
        ]
        return api.auth(.post, "/app/generateAccessToken", query)
    }

    private func consume(_ address: Secret, _ key: Secret, _ secret: Secret) throws(BrokerError) -> HTTPRequest {
        guard let token = Self.tokenID(in: address.reveal()) else {
            throw .dhan("the login did not end with a token id", "Sign in again and finish the login.", .stop)
        }
        // As the official client does it; a POST works as well.
        return api.auth(.get, "/app/consumeApp-consent", [("tokenId", token)], headers: Self.headers(key, secret))
    }

    private static func headers(_ key: Secret, _ secret: Secret) -> [HTTPHeader] {
        [HTTPHeader("app_id", key.reveal()), HTTPHeader("app_secret", secret.reveal())]
    }

    /// From `https://.../?tokenId=...`; a bare id is one too.
    static func tokenID(in text: String) -> String? {
        let text = text.filter { !$0.isWhitespace }
        func isWord(_ text: some StringProtocol) -> Bool {
            !text.isEmpty && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") }
        }
        guard let start = text.firstIndex(of: "?") else { return isWord(text) ? text : nil }
        for field in text[text.index(after: start)...].prefix(while: { $0 != "#" }).split(separator: "&") {
            let parts = field.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if parts.count == 2, parts[0] == "tokenId", isWord(parts[1]) { return String(parts[1]) }
        }
        return nil
    }
}
