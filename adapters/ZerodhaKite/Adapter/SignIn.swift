import SaudaBroker
import SaudaCore

/// From a login in the browser, a request token that somebody pasted, or a login without a browser where the owner has
/// configured one, to a session (protocol section 2.1).
struct SignIn: Dialogue {
    private let api: KiteAPI
    /// The token on its way is the configured one, which may be yesterday's.
    private var isConfigured = false
    /// Under way.
    private var login: UnattendedLogin?

    init(_ api: KiteAPI) { self.api = api }

    mutating func next(_ input: DialogueInput, at now: Timestamp) -> DialogueStep {
        do throws(BrokerError) {
            switch input {
            case .start:
                _ = try api.secret()
                if let token = api.context.credentials.secrets["request-token"], !token.isEmpty {
                    isConfigured = true
                    return .send(try exchange(Self.token(in: token.reveal()) ?? token.reveal()))
                }
                return try logIn()
            case .redirect(let address), .reply(let address):
                isConfigured = false
                guard let token = Self.token(in: address.reveal()) else {
                    throw .kite(
                        "the login did not end with a request token",
                        "Sign in again and finish the login.",
                        .stop
                    )
                }
                return .send(try exchange(token))
            case .response(let response):
                guard var login else { return try answer(response, at: now) }
                let step = try login.take(response, at: now)
                self.login = login
                switch step {
                case .send(let request): return .send(request)
                case .wait(let time): return .wait(until: time)
                case .came(let address):
                    self.login = nil
                    return .send(try exchange(Self.token(in: address) ?? ""))
                }
            case .waited:
                guard let login else { return .openBrowser(url: try api.loginURL()) }
                return .send(login.resume(at: now))
            }
        } catch {
            return .failed(error)
        }
    }

    private mutating func answer(_ response: HTTPResponse, at now: Timestamp) throws(BrokerError) -> DialogueStep {
        do throws(BrokerError) {
            return .done(.session(try SessionReader.session(response, for: api.context.credentials, at: now)))
        } catch {
            // Here it is the request token that is refused, and only a login gives another.
            guard error.recovery == .signInAgain else { throw error }
            if isConfigured {
                isConfigured = false
                return try logIn()
            }
            throw .kite(
                error.summary,
                "Log in again: a request token works once, for a few minutes; or correct api-key and api-secret.",
                .stop
            )
        }
    }

    /// By itself where the owner wants that, else by a person.
    private mutating func logIn() throws(BrokerError) -> DialogueStep {
        guard let login = try UnattendedLogin(api) else { return .openBrowser(url: try api.loginURL()) }
        self.login = login
        return .send(login.start())
    }

    private func exchange(_ token: String) throws(BrokerError) -> HTTPRequest {
        let key = try api.key()
        let checksum = Checksum.login(key: key, token: token, secret: try api.secret())
        return api.sendUnsigned(
            "/session/token",
            [("api_key", key), ("request_token", token), ("checksum", checksum)]
        )
    }

    /// From `https://.../?request_token=...&status=success&action=login`, in any order. A bare token is one too.
    static func token(in text: String) -> String? {
        let text = text.filter { !$0.isWhitespace }
        guard let start = text.firstIndex(of: "?") else {
            return text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) } && !text.isEmpty ? text : nil
        }
        var fields: [Substring: Substring] = [:]
        for field in text[text.index(after: start)...].prefix(while: { $0 != "#" }).split(separator: "&") {
            let parts = field.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if parts.count == 2 { fields[parts[0]] = parts[1] }
        }
        guard fields["status"].map({ $0 == "success" }) ?? true, let token = fields["request_token"],
            !token.isEmpty, token.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber) })
        else { return nil }
        return String(token)
    }
}

/// Prolongs a session, for apps that the broker gives refresh tokens (section 2.3).
struct Renewal: Dialogue {
    private let api: KiteAPI

    init(_ api: KiteAPI) { self.api = api }

    mutating func next(_ input: DialogueInput, at now: Timestamp) -> DialogueStep {
        do throws(BrokerError) {
            guard case .response(let response) = input else { return .send(try request()) }
            return .done(.session(try SessionReader.session(response, for: api.context.credentials, at: now)))
        } catch {
            return .failed(error)
        }
    }

    private func request() throws(BrokerError) -> HTTPRequest {
        guard let token = api.context.session?.secrets["refresh-token"], !token.isEmpty else {
            throw .kite("this app has no refresh token", "Sign in.", .signInAgain)
        }
        let key = try api.key()
        let checksum = Checksum.login(key: key, token: token.reveal(), secret: try api.secret())
        return api.sendUnsigned(
            "/session/refresh_token",
            [("api_key", key), ("refresh_token", token.reveal()), ("checksum", checksum)]
        )
    }
}

/// Ends the session; one that is dead already is ended too (section 2.3).
struct SignOut: Dialogue {
    private let api: KiteAPI

    init(_ api: KiteAPI) { self.api = api }

    mutating func next(_ input: DialogueInput, at now: Timestamp) -> DialogueStep {
        do throws(BrokerError) {
            guard case .response(let response) = input else { return .send(try api.endSession()) }
            _ = try Failures.data(response)
            return .done(.done)
        } catch {
            return error.recovery == .signInAgain ? .done(.done) : .failed(error)
        }
    }
}

/// Lower-case hexadecimal SHA-256 of three texts without separators.
package enum Checksum {
    package static func login(key: String, token: String, secret: String) -> String {
        Digests.hex(Digests.sha256(Array((key + token + secret).utf8)))
    }

    /// Of an order the broker posts to an app's address (section 4.9).
    package static func postback(order: String, time: String, secret: String) -> String {
        Digests.hex(Digests.sha256(Array((order + time + secret).utf8)))
    }
}
